/** The roles of two snapshots, paired: a walk over columns finds those that differ in anything that matters. */
import {
  type AccountIndex,
  type DocumentIndex,
  noDocument,
  noText,
  type RoleColumns,
  type RoleIndex,
  type Snapshot,
} from "../model/index.ts";
import type { Documents } from "./documents.ts";

export type RolePair =
  | { readonly kind: "both"; readonly before: RoleIndex; readonly after: RoleIndex }
  | { readonly kind: "appeared" | "disappeared"; readonly role: RoleIndex };

/** Names are unique in an account without regard to case (IAM-SEMANTICS 20); another path is another role. */
export function roleNamed(snapshot: Snapshot, account: string, name: string): RoleIndex | null {
  const index = snapshot.accountIndex(account);
  const id = index === null ? undefined : snapshot.accounts[index]?.id;
  return id === undefined ? null : snapshot.roles.byName(id, name);
}

/** Compares roles by numbers alone; equal texts have one number on both sides. */
export class RoleWalk {
  readonly #before: Snapshot;
  readonly #after: Snapshot;
  readonly #documents: Documents;
  readonly #texts: readonly [Uint32Array, Uint32Array];

  constructor(before: Snapshot, after: Snapshot, documents: Documents) {
    this.#before = before;
    this.#after = after;
    this.#documents = documents;
    this.#texts = textNumbers(before.roles.columns, after.roles.columns);
  }

  /** Roles of an account that is on both sides with its data. Those that are the same are left out. */
  *differing(before: AccountIndex, after: AccountIndex): Iterable<RolePair> {
    const [was, is] = [this.#before.roles, this.#after.roles];
    const [firstOld, endOld] = was.ofAccount(before);
    const [firstNew, endNew] = is.ofAccount(after);
    const unaligned = new Map<string, RoleIndex>();
    const others: RoleIndex[] = [];
    // Mostly both stand in the same order; past a role that is on one side alone the rest of the account is looked up by name.
    for (let at = 0; at < Math.max(endOld - firstOld, endNew - firstNew); at++) {
      const [old, now] = [firstOld + at, firstNew + at];
      const [isOld, isNew] = [old < endOld, now < endNew];
      if (isOld && isNew && was.name(old) === is.name(now)) {
        if (!this.isSame(old, now)) yield { kind: "both", before: old, after: now };
        continue;
      }
      if (isOld) unaligned.set(was.name(old).toLowerCase(), old);
      if (isNew) others.push(now);
    }
    for (const role of others) {
      const name = is.name(role).toLowerCase();
      const old = unaligned.get(name);
      if (old === undefined) yield { kind: "appeared", role };
      else if (!this.isSame(old, role)) yield { kind: "both", before: old, after: role };
      unaligned.delete(name);
    }
    for (const role of unaligned.values()) yield { kind: "disappeared", role };
  }

  isSame(before: RoleIndex, after: RoleIndex): boolean {
    const [a, b] = [this.#before.roles.columns, this.#after.roles.columns];
    const [texts, others] = this.#texts;
    return (
      a.maxSessionSeconds[before] === b.maxSessionSeconds[after] &&
      this.#document(this.#before, a.trustPolicy[before]) ===
        this.#document(this.#after, b.trustPolicy[after]) &&
      textOf(texts, a.path[before]) === textOf(others, b.path[after]) &&
      textOf(texts, a.permissionsBoundary[before]) === textOf(others, b.permissionsBoundary[after]) &&
      a.uniqueIds.at(before) === b.uniqueIds.at(after) &&
      sameList(
        a.attachedStart,
        before,
        b.attachedStart,
        after,
        (at, other) => texts[a.attachedPolicy[at] ?? 0] === others[b.attachedPolicy[other] ?? 0],
      ) &&
      sameList(
        a.inlineStart,
        before,
        b.inlineStart,
        after,
        (at, other) =>
          texts[a.inlineName[at] ?? 0] === others[b.inlineName[other] ?? 0] &&
          this.#document(this.#before, a.inlineDocument[at]) ===
            this.#document(this.#after, b.inlineDocument[other]),
      ) &&
      sameList(
        a.tagStart,
        before,
        b.tagStart,
        after,
        (at, other) =>
          texts[a.tagKey[at] ?? 0] === others[b.tagKey[other] ?? 0] &&
          texts[a.tagValue[at] ?? 0] === others[b.tagValue[other] ?? 0],
      ) &&
      sameList(
        a.profileStart,
        before,
        b.profileStart,
        after,
        (at, other) => texts[a.profile[at] ?? 0] === others[b.profile[other] ?? 0],
      )
    );
  }

  #document(snapshot: Snapshot, index: number = noDocument): number {
    // INVARIANT: what is not `noDocument` is a document's number.
    return index === noDocument ? -1 : this.#documents.number(snapshot, index as DocumentIndex);
  }
}

function textOf(texts: Uint32Array, number: number = noText): number {
  return number === noText ? noText : (texts[number] ?? noText);
}

function sameList(
  start: Uint32Array,
  one: number,
  otherStart: Uint32Array,
  other: number,
  isSame: (at: number, other: number) => boolean,
): boolean {
  const [first, otherFirst] = [start[one] ?? 0, otherStart[other] ?? 0];
  const length = (start[one + 1] ?? 0) - first;
  if (length !== (otherStart[other + 1] ?? 0) - otherFirst) return false;
  for (let at = 0; at < length; at++) if (!isSame(first + at, otherFirst + at)) return false;
  return true;
}

/** By number of each side, numbers that equal texts share. */
function textNumbers(a: RoleColumns, b: RoleColumns): readonly [Uint32Array, Uint32Array] {
  const numbers = new Map<string, number>();
  const of = ({ texts }: RoleColumns): Uint32Array => {
    const all = new Uint32Array(texts.length);
    for (let at = 0; at < texts.length; at++) {
      const text = texts.at(at);
      let number = numbers.get(text);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(text, number);
      }
      all[at] = number;
    }
    return all;
  };
  return [of(a), of(b)];
}
