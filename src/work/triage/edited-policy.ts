/** Which policy a fix edits: from what evidence calls it to the place where it stands. */
import { documentAt, type RemovablePlace } from "../../graph/reach/index.ts";
import type { AccountId } from "../../model/index.ts";
import { isArn, type Snapshot, splitArn } from "../../model/index.ts";
import { displayPolicy } from "../../policy/index.ts";

/** `account`: whose finding it is. Null: it is called as no policy is that a fix edits. */
export function placeCalled(where: string, snapshot: Snapshot, account: AccountId): RemovablePlace | null {
  const role = /^trust policy of (.+)$/.exec(where)?.[1];
  if (role !== undefined) return isArn(role) ? { kind: "trust-policy", role } : null;
  const resource = /^policy of (.+)$/.exec(where)?.[1];
  if (resource !== undefined) {
    if (!isArn(resource)) return null;
    const stated = snapshot.accounts[snapshot.accountIndex(splitArn(resource)?.account ?? "") ?? -1]?.id;
    return { kind: "resource-policy", account: stated ?? account, resource };
  }
  const [, attached, to] = /^(\S+) of (\S+)$/.exec(where) ?? [];
  if (attached !== undefined && to !== undefined) {
    return isArn(attached) && isArn(to) ? { kind: "attachment", holder: to, policy: attached } : null;
  }
  const arn = isArn(where) ? splitArn(where) : null;
  if (isArn(where) && arn !== null && /^policy\//.test(arn.resource)) {
    const owner = snapshot.accounts[snapshot.accountIndex(arn.account) ?? -1]?.id;
    return { kind: "managed-policy", account: owner ?? account, policy: where };
  }
  // A policy's name holds no slash, the path of whoever has it may.
  const slash = where.lastIndexOf("/");
  const holder = where.slice(0, Math.max(slash, 0));
  return isArn(holder) ? { kind: "inline-policy", holder, name: where.slice(slash + 1) } : null;
}

/** As it is now, laid out as an edit is, so that the two can be compared line by line. Null: it is not at hand. */
export function policyAt(place: RemovablePlace, snapshot: Snapshot, account: AccountId): string | null {
  const document = documentAt(snapshot, place);
  if (document === null) return null;
  const text = snapshot.documents.text(document, account);
  try {
    return displayPolicy(JSON.stringify(JSON.parse(text))).text;
  } catch {
    return displayPolicy(text).text;
  }
}
