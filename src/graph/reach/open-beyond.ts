/** Which resources let somebody in from beyond their account. */
import { type AccountIndex, ownAccount, type Resource, type Snapshot, splitArn } from "../../model/index.ts";
import type { PrincipalElement } from "../../policy/ast.ts";
import { attributesOf, policyOf } from "../resources.ts";

/** Whether it could be: a statement names somebody else or everybody, whatever its conditions then leave. */
export function mayBeOpenBeyond(resource: Resource, account: AccountIndex, snapshot: Snapshot): boolean {
  const id = snapshot.accounts[account]?.id;
  if (id === undefined) return false;
  const found = { account, id, row: resource };
  const { document } = policyOf(found, snapshot);
  const statements = document?.statements ?? [];
  if (statements.some(({ effect, principal }) => effect === "Allow" && namesOthers(principal))) return true;
  if (splitArn(resource.arn)?.service !== "kms") return false;
  const { grants } = attributesOf(found, resource.arn, snapshot);
  return Array.isArray(grants) && grants.length > 0;
}

function namesOthers(principal: PrincipalElement | null): boolean {
  if (principal === null) return false;
  return (
    principal.negated ||
    principal.entries.some(({ type, value }) => type !== "Service" && !value.includes(ownAccount))
  );
}
