/** Drift events made of what changed of one subject, and of the events that tell who did it. */
import { createHash } from "node:crypto";
import { driftSeverity } from "../../drift/drift-severity.ts";
import {
  type ChangeActor,
  type ChangeEvent,
  type DriftChange,
  type DriftEvent,
  type FindingBrief,
  type Interlude,
  type Snapshot,
  type Subject,
  subjectKey,
  type Tag,
} from "../../model/index.ts";

export type Happened = {
  readonly kind: DriftEvent["kind"];
  /** Null: it is not one that can be read by itself. */
  readonly subject: Subject | null;
  /** Of the subject's state that the difference was taken from. */
  readonly version: number;
  /** At least one. */
  readonly changes: readonly DriftChange[];
  readonly findings: { readonly opened: readonly FindingBrief[]; readonly closed: readonly FindingBrief[] };
  readonly events: readonly ChangeEvent[];
  readonly interlude: Interlude | null;
  readonly noticedAt: number;
};

/** Later drift events of the same subject need no other id than their version and events; the rest is looked up by the caller. */
export function driftEventOf(happened: Happened, { before, after }: Sides): DriftEvent {
  const { kind, changes, findings, events, interlude, noticedAt } = happened;
  const { severity, reasons } = driftSeverity(changes, findings.opened);
  const [first] = changes;
  const subject = first?.subject ?? keyOf(happened.subject);
  const account = first?.account ?? null;
  const known = accountIn(after, account) ?? accountIn(before, account);
  return {
    id: idOf(happened),
    kind,
    at: events.at(-1)?.at ?? noticedAt,
    noticedAt,
    severity,
    severityReasons: reasons,
    title: titleOf(kind, changes),
    subject,
    account,
    accountName: known?.name ?? null,
    organizationPath: known?.organizationPath ?? null,
    ownerTags: ownerTags(happened.subject, after) ?? tagsOfOwners(known?.tags ?? []),
    changes,
    findings,
    actors: actorsOf(events),
    events: events.map(({ id, name, at }) => ({ id, name, at })),
    interlude,
    expected: null,
    reverts: null,
  };
}

type Sides = { readonly before: Snapshot; readonly after: Snapshot };

function accountIn(snapshot: Snapshot, account: string | null) {
  return account === null ? undefined : snapshot.accounts[snapshot.accountIndex(account) ?? -1];
}

function idOf({ kind, subject, version, events, changes }: Happened): string {
  const parts = [
    kind,
    keyOf(subject),
    version,
    events.map(({ id }) => id).sort(),
    changes.map(({ subject: about, kind: how, before, after, summary }) =>
      before === null && after === null ? [about, how, summary] : [about, how, before, after],
    ),
  ];
  return `drift-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}

function keyOf(subject: Subject | null): string {
  return subject === null ? "-" : subjectKey(subject);
}

function titleOf(kind: DriftEvent["kind"], changes: readonly DriftChange[]): string {
  const [first, ...rest] = changes;
  const told = first?.summary ?? "Something changed.";
  const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
  switch (kind) {
    case "changed":
      return `${told}${more}`;
    case "opened-and-closed":
      return `For a while only: ${told}${more}`;
    case "missed-by-events":
      return `Found by reading everything, told by no event: ${told}${more}`;
    case "unresolved":
      return `Not confirmed by a read: ${told}${more}`;
  }
}

/** Each once, the last first. */
function actorsOf(events: readonly ChangeEvent[]): readonly ChangeActor[] {
  const actors = new Map(events.map(({ actor }) => [JSON.stringify(actor), actor]));
  return [...actors.values()].reverse();
}

const ownerKey = /^(.*[:_-])?(owner|owners|team|contact|squad|service-owner|cost-?cent(er|re))$/i;

function tagsOfOwners(tags: readonly Tag[]): DriftEvent["ownerTags"] {
  return Object.fromEntries(
    tags.filter(({ key }) => ownerKey.test(key)).map(({ key, value }) => [key, value]),
  );
}

/** Null: nothing of that kind stands at the subject itself. */
function ownerTags(subject: Subject | null, snapshot: Snapshot): DriftEvent["ownerTags"] | null {
  if (subject?.kind !== "role") return null;
  const role = snapshot.roles.byName(subject.account, subject.name);
  const tags = role === null ? {} : tagsOfOwners(snapshot.roles.row(role).tags);
  return Object.keys(tags).length === 0 ? null : tags;
}
