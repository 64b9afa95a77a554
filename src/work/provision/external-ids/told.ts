/** The registry as it is told, and answers about roles with external IDs masked. */
import type { RegisteredExternalId } from "../../../model/index.ts";
import { maskPolicyText, maskValue } from "../../../policy/index.ts";
import type { CheckedRole, Side, ToldExternalId } from "./external-ids-shape.ts";

export function toldExternalId(record: RegisteredExternalId, masks: boolean): ToldExternalId {
  return {
    relationship: record.relationship,
    externalId: masks ? maskValue(record.externalId) : record.externalId,
    state: record.state,
    issuedAt: new Date(record.issuedAt).toISOString(),
    issuedBy: record.issuedBy,
    changedAt: new Date(record.changedAt).toISOString(),
    origin: record.origin,
    weakness: record.weakness,
    note: record.note,
    roles: [...record.roles],
  };
}

export function maskChecked(role: CheckedRole): CheckedRole {
  return {
    ...role,
    right: maskSide(role.right),
    wrong: maskSide(role.wrong),
    missing: maskSide(role.missing),
    evidence: role.evidence.map((one) => ({ ...one, text: maskPolicyText(one.text) })),
  };
}

function maskSide(side: Side): Side {
  if (side.example === null) return side;
  const context = Object.entries(side.example.context).map(([key, value]) => [
    key,
    key.toLowerCase() !== "sts:externalid"
      ? value
      : typeof value === "string"
        ? maskValue(value)
        : value.map(maskValue),
  ]);
  return { ...side, example: { ...side.example, context: Object.fromEntries(context) } };
}
