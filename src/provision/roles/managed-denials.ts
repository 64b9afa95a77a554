import { type AccountId, type Arn, isArn, type Snapshot } from "../../model/index.ts";
import { mayDeny } from "./policy-parts.ts";

const known = new WeakMap<Snapshot, Map<string, boolean | null>>();

/** Whether a managed policy denies anything; null: the snapshot does not hold it. */
export function managedPolicyDenies(snapshot: Snapshot, account: AccountId): (arn: string) => boolean | null {
  const answers = known.get(snapshot) ?? new Map<string, boolean | null>();
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

function ask(snapshot: Snapshot, arn: Arn, index: number, account: AccountId): boolean | null {
  const policy = snapshot.managedPolicy(arn, index);
  return policy === null ? null : mayDeny(snapshot.documents.text(policy.document, account));
}
