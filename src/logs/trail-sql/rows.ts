/**
 * The statement's rows as groups of calls. Rows come over the network and hold texts that callers chose: each is looked at, and one
 * that is not what the statement makes ends the answer with a fault that says which.
 */
import {
  type CallCopies,
  type CallDays,
  type CallGroup,
  err,
  isAccountId,
  ok,
  type Result,
  type Standing,
  type TrailEvent,
  type TrailGroups,
} from "../../model/index.ts";
import { trailEventOf } from "../trail/record/trail-event-of.ts";
import type { TextUse } from "./carried-fields.ts";
import { carriedRecord } from "./carried-record.ts";
import { linksIn } from "./link-steps.ts";
import type { SqlQuestion } from "./sql-question.ts";
import { resultColumns } from "./trail-query.ts";

/** A row's fields in the order of {@link resultColumns}. */
export type ResultRow = readonly (string | null)[];

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Takes rows in any order. */
export class RowReader {
  readonly #groups: Mutable<TrailGroups>;
  #unreadable = new Map<string, number>();

  constructor({ linkSteps }: Pick<SqlQuestion, "linkSteps">) {
    this.#groups = {
      uses: [],
      late: [],
      places: [],
      chains: [],
      sessions: [],
      unreadable: [],
      accounts: [],
      mostLinks: linksIn(linkSteps),
    };
  }

  /** Null: it was taken; else what is wrong with it. */
  take(row: ResultRow): string | null {
    const [section, what, calls, first, last, latest, longest, eventIds, session, days] = row;
    if (row.length !== resultColumns.length || section == null || what == null)
      return "a row of another form";
    if (section === "account") {
      if (isAccountId(what)) this.#groups.accounts.push(what);
      return null;
    }
    if (section === "session") return this.#takeSession(session ?? null);
    const count = numberOf(calls);
    if (section === "unreadable" && count !== null) {
      this.#skip("a record of one of the calls has no event id, or no time that is one", count);
      return null;
    }
    const times = [first, last, latest].map(timeOf);
    const [firstTime, lastTime, latestTime] = times;
    const evidence = evidenceOf(eventIds ?? null);
    if (firstTime == null || lastTime == null || latestTime == null) return "a row with a time that is none";
    if (count === null || evidence === null) return "a row whose counts or event ids are none";
    const group = {
      count,
      first: firstTime,
      last: lastTime,
      latest: latestTime,
      longest: numberOf(longest),
      evidence,
    };
    const daily = daysOf(days ?? null);
    if (daily === null) return "a row whose days are none";
    return this.#takeGroup(section, jsonList(what), group, daily);
  }

  groups(): TrailGroups {
    return { ...this.#groups, unreadable: [...this.#unreadable].map(([why, count]) => ({ why, count })) };
  }

  #takeGroup(
    section: string,
    what: readonly unknown[] | null,
    group: Omit<CallGroup, "copies">,
    days: CallDays,
  ): string | null {
    const mark = group.evidence[0] ?? { id: "", time: group.first };
    const copiesOf = (use: TextUse, value: unknown) =>
      this.#copies(
        use,
        value,
        { id: mark.id === "" ? "-" : mark.id, time: secondText(mark.time) },
        group.count,
      );
    if (what === null) return `a group (${section}) that is no list`;
    switch (section) {
      case "use": {
        const [links, isOpen, long, , copies] = what;
        const standing = standingOf(links, isOpen);
        if (standing === null || typeof long !== "boolean") return "a use of another form";
        const told = copiesOf("used", copies);
        if (!told.ok) return told.error;
        if (told.value.length > 0)
          this.#groups.uses.push({ ...group, ...standing, long, days, copies: told.value });
        return null;
      }
      case "late": {
        const told = copiesOf("used", what);
        if (!told.ok) return told.error;
        this.#groups.late.push({ ...group, copies: told.value });
        return null;
      }
      case "place": {
        const [copies, [address] = []] = [what[0], listOf(what[1]) ?? []];
        if (typeof address !== "string") return "a place without an address";
        const told = copiesOf("who", copies);
        if (!told.ok) return told.error;
        if (told.value.length > 0) this.#groups.places.push({ ...group, address, copies: told.value });
        return null;
      }
      case "chain": {
        const path: CallCopies[] = [];
        for (const copies of what) {
          const told = copiesOf("who", copies);
          if (!told.ok) return told.error;
          path.push(told.value);
        }
        this.#groups.chains.push({ ...group, path });
        return null;
      }
      default:
        return `a section that was not asked for (${section.slice(0, 40)})`;
    }
  }

  #takeSession(text: string | null): string | null {
    const [links, isOpen, copies] = (text === null ? null : jsonList(text)) ?? [];
    const standing = standingOf(links, isOpen);
    if (standing === null) return "a session of another form";
    const told = this.#copies("session", copies, null, 1);
    if (!told.ok) return told.error;
    if (told.value.length > 0) this.#groups.sessions.push({ ...standing, copies: told.value });
    return null;
  }

  /** Copies that the parser takes; `mark`: what the events are given that have no id and time of their own. */
  #copies(
    use: TextUse,
    value: unknown,
    mark: { readonly id: string; readonly time: string } | null,
    count: number,
  ): Result<CallCopies, string> {
    const copies = listOf(value);
    if (copies === null || copies.length === 0) return err("a group without copies");
    const events: TrailEvent[] = [];
    for (const [index, copy] of copies.entries()) {
      const texts = listOf(copy);
      if (texts === null) return err("a copy that is no list");
      const [id, time] = texts;
      const own = typeof id === "string" && typeof time === "string" ? { id, time } : null;
      // Of a group's copies only the first has an id that is known: others must not be taken for it.
      const given = mark === null ? own : { ...mark, id: index === 0 ? mark.id : `${mark.id}~${index}` };
      if (given === null) return err("a copy without id and time");
      const record = carriedRecord(use, mark === null ? texts.slice(2) : texts, given);
      if (record === undefined) return err("a copy with other fields than were asked for");
      const event = trailEventOf(record);
      if (event?.ok) events.push(event.value);
      else if (use === "used") this.#skip(event?.error.why ?? "a record of another call", count);
    }
    return ok(events);
  }

  #skip(why: string, count: number): void {
    this.#unreadable.set(why, (this.#unreadable.get(why) ?? 0) + count);
  }
}

function standingOf(links: unknown, isOpen: unknown): Standing | null {
  if (typeof links !== "number" || !Number.isSafeInteger(links) || links < 0) return null;
  return typeof isOpen === "boolean" ? { links, isOpen } : null;
}

function numberOf(text: string | null | undefined): number | null {
  return text != null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function timeOf(text: string | null | undefined): number | null {
  if (text == null || !time.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

const secondText = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(".000Z", "Z");

const lengthOfTime = "2026-01-31T10:00:00Z".length;

function evidenceOf(text: string | null): CallGroup["evidence"] | null {
  const texts = text === null ? null : jsonList(text);
  if (texts === null) return null;
  const evidence: { time: number; id: string }[] = [];
  for (const one of texts) {
    if (typeof one !== "string") return null;
    const at = timeOf(one.slice(0, lengthOfTime));
    if (at === null) return null;
    evidence.push({ time: at, id: one.slice(lengthOfTime) });
  }
  return evidence;
}

/** `{"2026-01-31": 3}`; null: it is of another form. */
function daysOf(text: string | null): CallDays | null {
  if (text === null) return [];
  const counts = jsonValue(text);
  if (typeof counts !== "object" || counts === null) return null;
  const days: [number, number][] = [];
  for (const [day, count] of Object.entries(counts)) {
    const at = timeOf(`${day}T00:00:00Z`);
    if (at === null || typeof count !== "number" || !Number.isSafeInteger(count)) return null;
    days.push([at, count]);
  }
  return days;
}

function jsonList(text: string): readonly unknown[] | null {
  return listOf(jsonValue(text));
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const listOf = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);
