/**
 * Actions that other accounts can be given at all. Where a service lists them, a policy that allows another account any
 * other action has no effect (IAM-SEMANTICS 61, 64).
 */
import { crossAccountActions } from "../../service-facts/cross-account-actions.ts";
import type { Call } from "../statement-match.ts";

/** Null: other accounts can be given the action, as far as is known; else why not. */
export function whyNotAcrossAccounts({ action }: Pick<Call, "action">): string | null {
  const service = action.slice(0, action.indexOf(":"));
  if (crossAccountActions.get(service)?.has(action) !== false) return null;
  return service === "kms"
    ? "KMS does not let other accounts use this action, whatever the key policy says."
    : "Secrets Manager does not let other accounts use this action, whatever the secret's policy says.";
}
