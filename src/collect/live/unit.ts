/**
 * A unit: one collector in one place. It is what a collection does at a time, journals when finished, and does not repeat
 * on resume.
 */
import {
  bugAsRefusal,
  type CallCounts,
  type Connection,
  failedCall,
  guarded,
  mayPass,
  noCalls,
  refusalOf,
} from "../../aws/index.ts";
import type { AccountId, CoverageGap } from "../../model/index.ts";
import type {
  Collector,
  Found,
  GuardClient,
  OneThing,
  Part,
  Place,
  ResourceRow,
  Subject,
  UnitGap,
} from "./collector.ts";
import { unread } from "./collector.ts";

export type UnitId = {
  readonly collector: string;
  readonly account: AccountId;
  /** Null: the unit is about the whole account or organization. */
  readonly region: string | null;
};

/** What a unit brought. */
export type UnitRecord = UnitId & {
  /** Each file's members, or its rows, in the order in which they were found. */
  readonly parts: Readonly<Partial<Record<Part, readonly Readonly<Record<string, unknown>>[]>>>;
  readonly gaps: readonly UnitGap[];
  readonly counts: CallCounts;
  /** It is from elsewhere, and lacks something: the unit is run all the same, where there is a way into the account. */
  readonly stopgap?: boolean;
};

/** Reads of one unit that are on their way at once. */
const readsAtOnce = 8;

/** Never rejects: what AWS or the network refuses, and what is a bug of ours, becomes a gap of the record. */
export function runUnit(
  collector: Collector,
  place: Place,
  connection: Connection,
  credentials: Credentials,
): Promise<UnitRecord> {
  return unitBy(collector, place, connection, (guard, found) =>
    collector.run(place, connection.configuration(place.region, credentials), guard, found),
  );
}

type Credentials = Parameters<Connection["configuration"]>[1];

/** What the collector brings of one thing; null: it can't read things one by one. Never rejects. */
export function runUnitFor(
  one: OneThing,
  collector: Collector,
  place: Place,
  connection: Connection,
  credentials: Credentials,
): Promise<UnitRecord> | null {
  const { runFor } = collector;
  if (runFor === undefined) return null;
  return unitBy(collector, place, connection, (guard, found) =>
    runFor(one, place, connection.configuration(place.region, credentials), guard, found),
  );
}

async function unitBy(
  collector: Collector,
  place: Place,
  connection: Connection,
  run: (guard: GuardClient, found: Found) => Promise<void>,
): Promise<UnitRecord> {
  const counts = noCalls();
  const taking = new Taking(collector, place);
  const allowed = new Set(collector.reads.map(({ call }) => call));
  const { account, region } = place;
  const { service } = collector;
  const { gate } = connection;
  try {
    await run((client) => guarded(client, { service, account, region, allowed, gate, counts }), taking);
  } catch (cause) {
    taking.refuse({ what: collector.about, subject: null }, cause);
  }
  return {
    collector: collector.name,
    account,
    region: collector.scope === "region" ? region : null,
    parts: taking.parts(),
    gaps: taking.gaps,
    counts,
  };
}

/** Whether a unit lacks something that another attempt may bring. */
export function isWorthRepeating({ gaps }: UnitRecord): boolean {
  return gaps.some(({ refusal }) => mayPass(refusal));
}

class Taking implements Found {
  readonly gaps: UnitGap[] = [];
  readonly #parts = new Map<Part, Readonly<Record<string, unknown>>[]>();
  readonly #about: CoverageGap["what"];
  readonly #region: string | null;

  constructor({ about, scope }: Collector, { region }: Place) {
    this.#about = about;
    this.#region = scope === "region" ? region : null;
  }

  resource(row: ResourceRow): void {
    this.#add("resource-policies", this.#region === null ? row : { Region: this.#region, ...row });
  }

  part(part: Exclude<Part, "resource-policies">, members: Readonly<Record<string, unknown>>): void {
    this.#add(part, members);
  }

  async try<T, A>(subject: Subject, read: () => Promise<T>, whenAbsent: A): Promise<T | A | typeof unread> {
    try {
      return await read();
    } catch (cause) {
      if (refusalOf(cause)?.kind === "absent") return whenAbsent;
      this.refuse(subject, cause);
      return unread;
    }
  }

  async each<T>(
    items: Iterable<T>,
    subject: (item: T) => string,
    work: (item: T) => Promise<void>,
  ): Promise<void> {
    const left = items[Symbol.iterator]();
    const worker = async (): Promise<void> => {
      for (let next = left.next(); next.done !== true; next = left.next()) {
        await this.try(subject(next.value), () => work(next.value), undefined);
      }
    };
    await Promise.all(Array.from({ length: readsAtOnce }, worker));
  }

  leaveOut(subject: Subject, call: string, message: string): void {
    this.#gap(subject, call, { kind: "not-asked", code: "TooMany", message });
  }

  refuse(subject: Subject, cause: unknown): void {
    this.#gap(subject, failedCall(cause), refusalOf(cause) ?? bugAsRefusal(cause));
  }

  #gap(subject: Subject, call: string | null, refusal: UnitGap["refusal"]): void {
    const about = typeof subject === "string" ? { what: this.#about, subject } : subject;
    this.gaps.push({ ...about, call, refusal });
  }

  /** Rows of resources in an order that does not depend on which answer came first. */
  parts(): UnitRecord["parts"] {
    const rows = this.#parts.get("resource-policies");
    rows?.sort((a, b) => (String(a.Arn) < String(b.Arn) ? -1 : 1));
    return Object.fromEntries(this.#parts);
  }

  #add(part: Part, value: Readonly<Record<string, unknown>>): void {
    const known = this.#parts.get(part);
    if (known === undefined) this.#parts.set(part, [value]);
    else known.push(value);
  }
}
