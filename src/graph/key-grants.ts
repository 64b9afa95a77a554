/** KMS grants as ways in: beside key policy and identity policies, whoever is granted needs neither (IAM-SEMANTICS 61). */
import { isExternalParty } from "../authz/index.ts";
import type { GuardTerm, OrganizationView } from "../authz/types.ts";
import { type AccountId, isAccountId, isArn, splitArn } from "../model/index.ts";
import type { Who } from "./who.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Who has the operation by a grant on the key; `operation` without prefix. Grants of another shape are passed over. */
export function keyGrantees(
  attributes: Fields,
  operation: string,
  owner: AccountId,
  organization: OrganizationView,
): readonly Who[] {
  const grants = field(attributes, "grants");
  if (!Array.isArray(grants)) return [];
  return grants.flatMap((grant: unknown): Who[] => {
    if (!isFields(grant) || !covers(grant, operation)) return [];
    const guard = guardOf(field(grant, "constraints"));
    const arn = text(field(grant, "granteeprincipal"));
    const service = text(field(grant, "granteeserviceprincipal"));
    if (service !== null) {
      return [{ kind: "service", id: service, external: false, proven: true, guard, via: "direct" }];
    }
    const account = arn === null ? undefined : splitArn(arn)?.account;
    if (arn === null || !isArn(arn) || account === undefined || !isAccountId(account)) return [];
    const external = isExternalParty({ kind: "account", account }, owner, organization);
    return [{ kind: kindOf(arn), id: arn, external, proven: true, guard, via: "direct" }];
  });
}

function covers(grant: Fields, operation: string): boolean {
  const operations = field(grant, "operations");
  return (
    Array.isArray(operations) &&
    operations.some((one: unknown) => text(one)?.toLowerCase() === operation.toLowerCase())
  );
}

function kindOf(arn: string): Who["kind"] {
  const resource = splitArn(arn)?.resource ?? "";
  if (resource.startsWith("assumed-role/")) return "session";
  return resource.startsWith("user/") ? "user" : resource === "root" ? "account" : "role";
}

/** Constraints name the encryption context, or the source of a service's call. */
function guardOf(constraints: unknown): readonly GuardTerm[] {
  if (!isFields(constraints)) return [];
  const terms: GuardTerm[] = [];
  for (const name of ["encryptioncontextequals", "encryptioncontextsubset"]) {
    const context = field(constraints, name);
    if (!isFields(context)) continue;
    for (const [key, value] of Object.entries(context)) {
      const wanted = text(value);
      if (wanted === null) continue;
      const named = `kms:EncryptionContext:${key}`;
      terms.push({ key: named, operator: "StringEquals", values: [wanted], controlledBy: "caller" });
    }
  }
  const source = text(field(constraints, "sourcearn"));
  if (source !== null) {
    terms.push({ key: "aws:SourceArn", operator: "ArnEquals", values: [source], controlledBy: "service" });
  }
  return terms;
}

function field(fields: Fields, lowerName: string): unknown {
  return Object.entries(fields).find(([name]) => name.toLowerCase() === lowerName)?.[1];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
