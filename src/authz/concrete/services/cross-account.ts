/**
 * Actions that other accounts can be given at all. Where a service lists them, a policy that allows another account any
 * other action has no effect (IAM-SEMANTICS 61, 64).
 */
import type { Call } from "../statement-match.ts";

const keyActions = new Set(
  `encrypt decrypt reencryptfrom reencryptto generatedatakey generatedatakeypair generatedatakeypairwithoutplaintext
   generatedatakeywithoutplaintext generatemac verifymac sign verify derivesharedsecret creategrant describekey
   getkeyrotationstatus getpublickey listgrants retiregrant revokegrant`
    .split(/\s+/)
    .map((name) => `kms:${name}`),
);

const secretActions = new Set(
  `cancelrotatesecret deleteresourcepolicy deletesecret describesecret getrandompassword getresourcepolicy getsecretvalue
   listsecretversionids putresourcepolicy putsecretvalue removeregionsfromreplication replicatesecrettoregions
   restoresecret rotatesecret stopreplicationtoreplica tagresource untagresource updatesecret updatesecretversionstage
   validateresourcepolicy`
    .split(/\s+/)
    .map((name) => `secretsmanager:${name}`),
);

/** Null: other accounts can be given the action, as far as is known; else why not. */
export function whyNotAcrossAccounts({ action }: Pick<Call, "action">): string | null {
  if (action.startsWith("kms:") && !keyActions.has(action)) {
    return "KMS does not let other accounts use this action, whatever the key policy says.";
  }
  if (action.startsWith("secretsmanager:") && !secretActions.has(action)) {
    return "Secrets Manager does not let other accounts use this action, whatever the secret's policy says.";
  }
  return null;
}
