/** Follows chains through the organization while trust policies change, and says when it can't. */
import { driftSeverity } from "../../drift/drift-severity.ts";
import type { FindingSummary } from "../../findings/finding-list.ts";
import type { ReachGraph } from "../../graph/reach/index.ts";
import type { DriftEvent, FindingBrief, RoleIndex, Subject } from "../../model/index.ts";
import type { Engine } from "../engine.ts";
import { OrganizationWatch, type WatchedChange } from "../organization-watch.ts";

/** More changed trust policies than these at a time take longer than looking at everything anew. */
const mostRoles = 50;

export type ChangedChains = {
  readonly opened: readonly FindingBrief[];
  readonly closed: readonly FindingBrief[];
};

/** What a change of the chains' findings adds to drift events. */
export class Chains {
  #watch: OrganizationWatch | null;
  /** As of when they were followed last. */
  #last: ReadonlyMap<string, FindingBrief>;

  constructor(engine: Engine, graph: ReachGraph) {
    this.#watch = new OrganizationWatch(engine, graph);
    this.#last = chainsOf(this.#watch);
  }

  /** Whether they are up to date; otherwise they are to be looked at anew. */
  get isFollowed(): boolean {
    return this.#watch !== null;
  }

  /** All findings, of chains too; null: they are not up to date. */
  findings(): readonly FindingSummary[] | null {
    return this.#watch?.findings().summaries ?? null;
  }

  /** What was followed was not settled after all. */
  lose(): void {
    if (this.#watch !== null) this.#last = chainsOf(this.#watch);
    this.#watch = null;
  }

  /** `graph`: of the engine's snapshot. Answers which findings about chains opened and closed since they were followed last. */
  renew(engine: Engine, graph: ReachGraph): ChangedChains {
    const watch = new OrganizationWatch(engine, graph);
    const now = chainsOf(watch);
    const opened = [...now.values()].filter(({ id }) => !this.#last.has(id));
    const closed = [...this.#last.values()].filter(({ id }) => !now.has(id));
    this.#watch = watch;
    this.#last = now;
    return { opened, closed };
  }

  /** The events, with chains that appeared or vanished by them; where only a full look could tell, they say so. */
  follow(events: readonly DriftEvent[], after: Engine, subjects: readonly Subject[]): readonly DriftEvent[] {
    const watch = this.#watch;
    if (watch === null) return events.map(withoutChains);
    const roles = trustChangesAlone(watch.engine, after, subjects);
    if (roles === null || roles.length > mostRoles) {
      this.lose();
      return events.map(withoutChains);
    }
    const change = watch.takeEngine(after, roles);
    return withChains(events, change);
  }
}

const notFollowed = "Chains of roles through it are looked at as soon as nothing else happens.";

function chainsOf(watch: OrganizationWatch): ReadonlyMap<string, FindingBrief> {
  return new Map(watch.chainFindings().map((one) => [one.id, briefOf(one)]));
}

function withoutChains(event: DriftEvent): DriftEvent {
  const [first, ...rest] = event.changes;
  if (first === undefined) return event;
  return { ...event, changes: [{ ...first, notes: [...first.notes, notFollowed] }, ...rest] };
}

/** The roles whose trust policy differs; null: something else differs too, or roles have other numbers. */
function trustChangesAlone(
  before: Engine,
  after: Engine,
  subjects: readonly Subject[],
): readonly RoleIndex[] | null {
  const [old, now] = [before.snapshot, after.snapshot];
  const roles: RoleIndex[] = [];
  for (const subject of subjects) {
    if (subject.kind !== "role") return null;
    const index = now.roles.byName(subject.account, subject.name);
    if (index === null || old.roles.byName(subject.account, subject.name) !== index) return null;
    const { trustPolicy: _, lastUsedAt: __, ...was } = old.roles.row(index);
    const { trustPolicy: ___, lastUsedAt: ____, ...is } = now.roles.row(index);
    // INVARIANT: a snapshot that was patched keeps the numbers of documents.
    if (JSON.stringify(was) !== JSON.stringify(is)) return null;
    roles.push(index);
  }
  return old.roles.count === now.roles.count ? [...new Set(roles)] : null;
}

/** Each finding goes to the event whose change made it: the one whose subject is on its way. */
function withChains(events: readonly DriftEvent[], change: WatchedChange): readonly DriftEvent[] {
  const known = new Set(
    events.flatMap(({ findings }) => [...findings.opened, ...findings.closed].map(({ id }) => id)),
  );
  const opened = change.opened.filter(({ id }) => !known.has(id));
  const closed = change.closed.filter(({ id }) => !known.has(id));
  if (opened.length === 0 && closed.length === 0) return events;
  const told = events.filter(({ kind }) => kind !== "opened-and-closed");
  const owner = (one: FindingSummary): DriftEvent | undefined => {
    if (told.length <= 1) return told[0];
    const way = change.whole(one).evidence.map(({ policy }) => policy);
    return told.find(
      ({ subject }) => one.subject === subject || way.some((name) => name.endsWith(` ${subject}`)),
    );
  };
  const share = (all: readonly FindingSummary[]): ReadonlyMap<DriftEvent, readonly FindingBrief[]> => {
    const shares = new Map<DriftEvent, FindingBrief[]>();
    for (const one of all) {
      const event = owner(one) ?? told[0];
      if (event !== undefined) shares.set(event, [...(shares.get(event) ?? []), briefOf(one)]);
    }
    return shares;
  };
  const [opens, closes] = [share(opened), share(closed)];
  return events.map((event) => {
    const [more, less] = [opens.get(event) ?? [], closes.get(event) ?? []];
    const { findings } = event;
    const all = { opened: [...findings.opened, ...more], closed: [...findings.closed, ...less] };
    if (more.length + less.length === 0) return event;
    const { severity, reasons: severityReasons } = driftSeverity(event.changes, all.opened);
    return { ...event, findings: all, severity, severityReasons };
  });
}

function briefOf({ id, rule, severity, subject, title }: FindingSummary): FindingBrief {
  return { id, rule, severity, subject, title };
}
