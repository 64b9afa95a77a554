/** What is compared as it is written, by the tables of members. */
import type { AccountId, DriftKind } from "../model/index.ts";
import { canonical, literalDifferences, type Members } from "./members.ts";
import { listed, sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

/** Tells the members that are written differently, each kind once. `what`: such as "the account". */
export function compareLiterally<T>(
  work: DriftWork,
  members: Members<T>,
  before: T,
  after: T,
  about: { readonly subject: string; readonly account: AccountId | null; readonly what: string },
): void {
  const byKind = new Map<DriftKind, (keyof T & string)[]>();
  for (const name of literalDifferences(members, before, after)) {
    const treatment = members[name];
    if (treatment.how !== "literal") continue;
    byKind.set(treatment.kind, [...(byKind.get(treatment.kind) ?? []), String(name) as keyof T & string]);
  }
  for (const [kind, names] of byKind) tellLiteral(work, kind, names, before, after, about);
}

function tellLiteral<T>(
  work: DriftWork,
  kind: DriftKind,
  names: readonly (keyof T & string)[],
  before: T,
  after: T,
  {
    subject,
    account,
    what,
  }: { readonly subject: string; readonly account: AccountId | null; readonly what: string },
): void {
  work.tell({
    subject,
    kind,
    account,
    meaning: "unclear",
    summary: sentence([`${what} differs in ${listed(names)}`]),
    before: shown(before, names),
    after: shown(after, names),
  });
}

/** JSON of these members, members in order. */
export function shown<T>(value: T, names: readonly (keyof T & string)[]): string {
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, value[name]])), null, 2);
}

/** A part that is there, was not collected (null), or differs from the other side's. */
export function compareWhole(
  work: DriftWork,
  kind: DriftKind,
  before: unknown,
  after: unknown,
  {
    subject,
    account,
    what,
  }: { readonly subject: string; readonly account: AccountId | null; readonly what: string },
): void {
  // What could not be read on one side is told as coverage.
  if (before === null || after === null || canonical(before) === canonical(after)) return;
  work.tell({
    subject,
    kind,
    account,
    meaning: "unclear",
    summary: sentence([`${what} differ`]),
    before: JSON.stringify(before, null, 2),
    after: JSON.stringify(after, null, 2),
  });
}
