/** Tags: a change is told where some policy looks at the tag's key, and is silence elsewhere. */
import type { AccountId, DocumentIndex, Snapshot, Tag } from "../model/index.ts";
import { sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

export type Tagged = { readonly subject: string; readonly account: AccountId; readonly tags: readonly Tag[] };

export function compareTags(work: DriftWork, before: Tagged, after: Tagged): void {
  const keys = differingKeys(before.tags, after.tags);
  if (keys.length === 0) return;
  const seen = keys.filter((key) =>
    [work.before, work.after].some(({ snapshot }) => isLookedAt(snapshot, key)),
  );
  if (seen.length === 0) {
    work.tellTextOnly(after.subject, "tags", after.account);
    return;
  }
  work.tell({
    subject: after.subject,
    kind: "tags",
    account: after.account,
    meaning: "unclear",
    summary: sentence([`its tag ${seen.join(", ")} differs, and there are policies that look at it`]),
    notes: [
      "who gains or loses by a tag is not worked out: policies that look at it may let others in, or let it do other things",
    ],
    before: shown(before.tags, keys),
    after: shown(after.tags, keys),
  });
}

/** Keys of tags are compared without regard to case in conditions. */
function differingKeys(before: readonly Tag[], after: readonly Tag[]): readonly string[] {
  const [was, is] = [before, after].map((tags) => new Map(tags.map(({ key, value }) => [key, value])));
  if (was === undefined || is === undefined) return [];
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key)).toSorted();
}

function shown(tags: readonly Tag[], keys: readonly string[]): string {
  const told = tags.filter(({ key }) => keys.includes(key)).map(({ key, value }) => [key, value] as const);
  return JSON.stringify(Object.fromEntries(told), null, 2);
}

const lookedAt = new WeakMap<Snapshot, ReadonlySet<string>>();

/** In lower case; in any policy, of whatever kind. */
function isLookedAt(snapshot: Snapshot, key: string): boolean {
  let keys = lookedAt.get(snapshot);
  if (keys === undefined) {
    keys = tagKeys(snapshot);
    lookedAt.set(snapshot, keys);
  }
  return keys.has(key.toLowerCase()) || keys.has(everyTag);
}

/** A policy hides what it says behind escapes: it may look at any. */
const everyTag = "";

function tagKeys({ documents }: Snapshot): ReadonlySet<string> {
  const keys = new Set<string>();
  for (let index = 0; index < documents.count; index++) {
    // INVARIANT: what is below the count is a document's number.
    const text = documents.template(index as DocumentIndex);
    if (text.includes("\\u")) keys.add(everyTag);
    for (const [, key] of text.matchAll(/tag\/([^"}]+)/gi)) keys.add((key ?? "").toLowerCase());
  }
  return keys;
}
