import type { Snapshot } from "../../model/index.ts";
import { managedTag } from "./declaration.ts";

/** Roles that carry the set's tag and are none of `declared` (ARNs, lower case): of accounts that left, and of names that changed. */
export function leftoversIn(
  snapshot: Snapshot,
  set: string,
  declared: ReadonlySet<string>,
): readonly { readonly account: string; readonly arn: string }[] {
  const { columns, count } = snapshot.roles;
  const { texts, tagStart, tagKey, tagValue } = columns;
  // Numbers are compared, not texts: there may be hundreds of thousands of tags.
  const values = new Set<number>();
  const asked = new Map<number, boolean>();
  const isKey = (number: number): boolean => {
    const before = asked.get(number);
    if (before !== undefined) return before;
    const answer = texts.at(number) === managedTag;
    asked.set(number, answer);
    return answer;
  };
  const found: { readonly account: string; readonly arn: string }[] = [];
  for (let role = 0; role < count; role += 1) {
    for (let at = tagStart[role] ?? 0; at < (tagStart[role + 1] ?? 0); at += 1) {
      if (!isKey(tagKey[at] ?? 0)) continue;
      const value = tagValue[at] ?? 0;
      if (!values.has(value) && texts.at(value) !== set) continue;
      values.add(value);
      const arn = snapshot.roles.arn(role);
      if (!declared.has(arn.toLowerCase())) found.push({ account: snapshot.roles.row(role).account, arn });
    }
  }
  return found;
}
