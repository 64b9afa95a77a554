/** What cases of one batch mean: who gained and lost, and what was possible between two events only. */
import {
  bareChange,
  type DriftChange,
  type DriftEvent,
  iamArn,
  type Snapshot,
  type Subject,
  withDocuments,
} from "../../model/index.ts";
import { type Engine, engineOf } from "../engine.ts";
import { isSaid } from "./change-moments.ts";
import type { Case, Unconfirmed } from "./confirm-reads.ts";
import { driftEventOf, type Happened } from "./drift-events.ts";
import { foldedNote, type Look, looksOf } from "./folded-moments.ts";
import { openedAndClosed } from "./interludes.ts";
import type { PendingChange } from "./pending-changes.ts";
import type { Compared, SettleParts } from "./settle-parts.ts";
import { toldOfAccount } from "./whole-account.ts";

export function driftOf(
  cases: readonly Case[],
  before: Engine,
  after: Engine,
  parts: SettleParts,
): readonly DriftEvent[] {
  const sides = { before: before.snapshot, after: after.snapshot };
  const noticedAt = parts.now();
  const made: DriftEvent[] = [];
  const between = interludesOf(cases, before, after, parts);
  for (const one of cases) {
    const { change, events, state, unconfirmed } = one;
    const { subject } = change;
    const about = { subject, version: state?.version ?? 0, events, noticedAt };
    const { changes: found, findings } = parts.compare(before, after, subject);
    if (subject.kind === "account") {
      const told = toldOfAccount(subject.account, one, { changes: found, findings }, sides);
      if (told !== null) made.push(driftEventOf({ ...about, ...told }, sides));
      continue;
    }
    const unknown = state === null ? unknownBefore(subject, before) : null;
    const changes = unknown === null ? found : found.map((told) => noted(told, unknown));
    const passed = between.get(one) ?? null;
    if (unconfirmed === null && unknown !== null && changes.length === 0) {
      const told = [noted(nothingKnown(change, after.snapshot), unknown)];
      made.push(
        driftEventOf({ ...about, kind: "unresolved", changes: told, findings, interlude: null }, sides),
      );
    }
    if (unconfirmed !== null) {
      for (const told of unconfirmedOf(
        one,
        unconfirmed,
        { changes, findings, unknown },
        passed,
        after.snapshot,
      )) {
        made.push(driftEventOf({ ...about, ...told }, sides));
      }
      continue;
    }
    if (passed !== null) {
      const { changes: passing, interlude, findings: were } = passed;
      const happened = { ...about, changes: passing, interlude, findings: were };
      made.push(driftEventOf({ ...happened, kind: "opened-and-closed" }, sides));
    }
    for (const group of bySubject(changes)) {
      const own = new Set(group.flatMap((told) => [...told.findings.opened, ...told.findings.closed]));
      const ofGroup = {
        opened: findings.opened.filter(({ id }) => own.has(id)),
        closed: findings.closed.filter(({ id }) => own.has(id)),
      };
      const kind = change.foundBy === "reconcile" && events.length === 0 ? "missed-by-events" : "changed";
      made.push(driftEventOf({ ...about, kind, changes: group, findings: ofGroup, interlude: null }, sides));
    }
  }
  return made;
}

/**
 * A read that disagrees leaves open which of the two it is: one event holds both. Where nothing could be read, documents tell what came
 * and went, and are silent where all that happened is told by them and means what it meant before.
 */
function unconfirmedOf(
  { change, events, moments }: Case,
  { kind, why }: Unconfirmed,
  { changes, findings, unknown }: Compared & { readonly unknown: string | null },
  passed: Passed | null,
  after: Snapshot,
): readonly Pick<Happened, "kind" | "changes" | "findings" | "interlude">[] {
  const doubted = (all: readonly DriftChange[]): readonly DriftChange[] =>
    all.map((told) => noted(told, why));
  const unresolved = { kind: "unresolved", findings, interlude: null } as const;
  if (kind === "disagrees") {
    const all = [...changes, ...(passed?.changes ?? [])];
    return [{ ...unresolved, changes: doubted(all.length > 0 ? all : [nothingKnown(change, after)]) }];
  }
  const told: Pick<Happened, "kind" | "changes" | "findings" | "interlude">[] = [];
  if (passed !== null) told.push({ ...passed, kind: "opened-and-closed", changes: doubted(passed.changes) });
  if (changes.length > 0) told.push({ ...unresolved, changes: doubted(changes) });
  const isAllTold = unknown === null && events.length > 0 && moments.length === events.length;
  if (told.length === 0 && !isAllTold) {
    told.push({ ...unresolved, changes: doubted([nothingKnown(change, after)]) });
  }
  return told;
}

function noted(change: DriftChange, note: string): DriftChange {
  return { ...change, notes: [note, ...change.notes] };
}

/** Why what was read has nothing that it could differ from; null: it has. */
function unknownBefore(subject: Subject, { snapshot }: Engine): string | null {
  if (!("account" in subject)) return null;
  const account = snapshot.accounts[snapshot.accountIndex(subject.account) ?? -1];
  if (account === undefined) return `${subject.account} is no account that is known.`;
  return account.hasData
    ? null
    : "Nothing of the account was known before: what is told as new may have been there.";
}

type Passed = Pick<DriftEvent, "changes" | "findings"> & { readonly interlude: DriftEvent["interlude"] };

/** Looks are taken in rounds, one of each subject in a round: each round takes a snapshot. */
function interludesOf(
  cases: readonly Case[],
  before: Engine,
  after: Engine,
  { compare, now }: SettleParts,
): ReadonlyMap<Case, Passed> {
  const rounds: { readonly one: Case; readonly look: Look }[][] = [];
  for (const one of cases) {
    // A document that says what stood before, or what stands in the end, has nothing of its own.
    const own = one.moments.filter(
      ({ documents }) => !isSaid(before.snapshot, documents) && !isSaid(after.snapshot, documents),
    );
    for (const [at, look] of looksOf(own).entries()) {
      const round = rounds[at] ?? [];
      round.push({ one, look });
      rounds[at] = round;
    }
  }
  const passed = new Map<Case, Passed>();
  for (const round of rounds) {
    const documents = round.flatMap(({ look }) => look.documents);
    const then = engineOf(withDocuments(before.snapshot, documents), before.config);
    for (const { one, look } of round) {
      const { subject } = one.change;
      const opened = compare(before, then, subject);
      if (opened.changes.length === 0) continue;
      const note = foldedNote(look);
      const changes = openedAndClosed(opened.changes, compare(then, after, subject).changes).map((change) =>
        note === null ? change : noted(change, note),
      );
      if (changes.length === 0) continue;
      const { events } = one;
      const next = events[events.indexOf(look.last.event) + 1];
      const known = passed.get(one);
      passed.set(one, {
        changes: [...(known?.changes ?? []), ...changes],
        findings: { opened: [...(known?.findings.opened ?? []), ...opened.findings.opened], closed: [] },
        interlude: {
          eventId: known?.interlude?.eventId ?? look.first.event.id,
          from: known?.interlude?.from ?? look.first.event.at,
          to: Math.max(known?.interlude?.to ?? 0, next?.at ?? now()),
        },
      });
    }
  }
  return passed;
}

/** An organization's change is told for each policy, unit and account by itself. */
function bySubject(changes: readonly DriftChange[]): readonly (readonly DriftChange[])[] {
  const groups = new Map<string, DriftChange[]>();
  for (const change of changes) {
    const known = groups.get(change.subject);
    if (known === undefined) groups.set(change.subject, [change]);
    else known.push(change);
  }
  return [...groups.values()];
}

function nothingKnown({ subject, key }: PendingChange, snapshot: Snapshot): DriftChange {
  const isOfRole = subject.kind === "role" || subject.kind === "user" || subject.kind === "group";
  const name = "arn" in subject ? subject.arn : isOfRole ? arnOf(subject, snapshot) : key;
  return bareChange({
    subject: name,
    kind: subject.kind === "resource" ? "resource-policy" : isOfRole ? "identity-policy" : "coverage",
    account: "account" in subject ? subject.account : null,
    summary: `Something happened to ${name}, and what it is now is not known.`,
  });
}

/** As the snapshot has it; where it does not, the path is not known, and taken to be none. */
function arnOf(
  { kind, account, name }: Extract<Subject, { readonly kind: "role" | "user" | "group" }>,
  snapshot: Snapshot,
): string {
  const role = kind === "role" ? snapshot.roles.byName(account, name) : null;
  if (role !== null) return snapshot.roles.arn(role);
  const index = snapshot.accountIndex(account);
  const data = index === null ? null : snapshot.accountData(index);
  const all = (kind === "user" ? data?.users : kind === "group" ? data?.groups : null) ?? [];
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const { partition } = snapshot.accounts[index ?? 0] ?? { partition: "aws" };
  return found?.arn ?? iamArn(partition, account, kind, "/", name);
}
