import { type AccountId, type Arn, isArn, type Snapshot } from "../../model/index.ts";
import { documentOf } from "./policy-parts.ts";

/** Of a policy's statements: none denies, some do, or all. */
export type Denials = "none" | "some" | "all";

const known = new WeakMap<Snapshot, Map<string, Denials | null>>();

/** What of a managed policy denies; null: the snapshot does not hold it. */
export function managedPolicyDenies(snapshot: Snapshot, account: AccountId): (arn: string) => Denials | null {
  const answers = known.get(snapshot) ?? new Map<string, Denials | null>();
  known.set(snapshot, answers);
  const index = snapshot.accountIndex(account);
  return (arn) => {
    const before = answers.get(arn);
    if (before !== undefined) return before;
    const answer = isArn(arn) && index !== null ? ask(snapshot, arn, index, account) : null;
    answers.set(arn, answer);
    return answer;
  };
}

function ask(snapshot: Snapshot, arn: Arn, index: number, account: AccountId): Denials | null {
  const policy = snapshot.managedPolicy(arn, index);
  const document =
    policy === null ? null : documentOf(snapshot.documents.text(policy.document, account), "identity");
  if (document === null) return null;
  const denying = document.statements.filter(({ effect }) => effect === "Deny").length;
  return denying === 0 ? "none" : denying === document.statements.length ? "all" : "some";
}
