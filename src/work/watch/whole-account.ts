/** What is told of an account that was read as a whole: one story, however much stands in it. */
import {
  type AccessParty,
  type AccountId,
  bareChange,
  type DriftChange,
  type DriftEvent,
  type Snapshot,
} from "../../model/index.ts";
import type { Case } from "./confirm-reads.ts";
import type { Happened } from "./drift-events.ts";
import type { Compared } from "./settle-parts.ts";

type Told = Pick<Happened, "kind" | "changes" | "findings" | "interlude">;

/** Parties and changes that are told one by one; the rest is counted. */
const mostTold = 20;

/** Null: there is nothing to tell. */
export function toldOfAccount(
  account: AccountId,
  { change, unconfirmed }: Case,
  { changes, findings }: Compared,
  { before, after }: { readonly before: Snapshot; readonly after: Snapshot },
): Told | null {
  const told = { findings, interlude: null };
  const about = { subject: account, kind: "account", account } as const;
  if (unconfirmed !== null) {
    if (change.foundBy !== "joined") return null;
    const summary = `Account ${account} has joined, and could not be read: whom it lets in is not known.`;
    return {
      ...told,
      kind: "unresolved",
      changes: [bareChange({ ...about, summary, notes: [unconfirmed.why] })],
    };
  }
  const [was, is] = [accountOf(before, account), accountOf(after, account)];
  if (is?.hasData !== true) return null;
  const kind: DriftEvent["kind"] = change.foundBy === "reconcile" ? "missed-by-events" : "changed";
  if (was?.hasData === true) return changes.length === 0 ? null : { ...told, kind, changes };
  const worthTelling = changes.filter(isWorthTelling);
  const listed = worthTelling.slice(0, mostTold);
  const left = worthTelling.length - listed.length;
  const headline = bareChange({
    ...about,
    ...outsidersOf(changes),
    summary: summaryOf(account, is.name, after, worthTelling.length, findings.opened.length),
    notes: [
      ...(left === 0 ? [] : [`${left} more of what stands in it let outsiders in or opened findings.`]),
      ...notesOf(account, after),
    ],
  });
  // It was there before it was read: no event missed it.
  return { ...told, kind: "changed", changes: [headline, ...listed] };
}

function isWorthTelling({ gained, findings }: DriftChange): boolean {
  return gained.some(({ external }) => external) || findings.opened.length > 0;
}

function accountOf(snapshot: Snapshot, account: AccountId) {
  return snapshot.accounts[snapshot.accountIndex(account) ?? -1];
}

/** Those outside the organization that anything in it lets in, each once. */
function outsidersOf(changes: readonly DriftChange[]): Pick<DriftChange, "gained" | "more" | "meaning"> {
  const outsiders = new Map<string, AccessParty>();
  for (const { gained } of changes)
    for (const party of gained) if (party.external) outsiders.set(`${party.kind} ${party.id}`, party);
  const all = [...outsiders.values()];
  const more = all.length - Math.min(all.length, mostTold);
  return {
    gained: all.slice(0, mostTold),
    more: { gained: more, lost: 0 },
    meaning: all.length > 0 ? "wider" : "same",
  };
}

function summaryOf(
  account: AccountId,
  name: string | null,
  after: Snapshot,
  worthTelling: number,
  findings: number,
): string {
  const index = after.accountIndex(account) ?? -1;
  const [first, end] = after.roles.ofAccount(index);
  const data = after.accountData(index);
  const holds = [
    counted(end - first, "role"),
    counted(data?.users.length ?? 0, "user"),
    counted(data?.resources?.length ?? 0, "resource"),
  ].join(", ");
  const named = name === null ? "" : ` (${name})`;
  const says =
    worthTelling === 0
      ? "none of them lets outsiders in or has a finding"
      : `${worthTelling} of them ${worthTelling === 1 ? "lets" : "let"} outsiders in or ${worthTelling === 1 ? "has" : "have"} findings (${counted(findings, "finding")} in all)`;
  return `Account ${account}${named} was read for the first time: ${holds}; ${says}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function notesOf(account: AccountId, after: Snapshot): readonly string[] {
  const gaps = after.coverage.filter((gap) => gap.account === account);
  const [first] = gaps;
  if (first === undefined) return [];
  return [`Not all of it could be read, ${counted(gaps.length, "gap")}: ${first.reason}`];
}
