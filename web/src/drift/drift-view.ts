/** Which changes are looked at: read from the address, written to it, and asked of the server. */
import type { paths } from "../api/schema.ts";
import { aboutWords, type Change, type DriftRow, kindWords, sides } from "./words.ts";

const severities = ["critical", "high", "medium", "low", "info"] as const;

export type DriftView = {
  readonly severities: readonly DriftRow["severity"][];
  readonly sides: readonly DriftRow["sides"][number][];
  readonly kinds: readonly DriftRow["kind"][];
  readonly about: readonly Change["kind"][];
  /** Ids; `organization`: what belongs to none. */
  readonly accounts: readonly string[];
  /** Principals. */
  readonly who: readonly string[];
  /** Part of an actor's name. */
  readonly actor: string;
  readonly text: string;
  readonly subject: string;
  readonly expected: "" | "yes" | "no";
  /** Days or hours in UTC, both included: `2026-11-24`, `2026-11-24T15`; empty: whenever. */
  readonly from: string;
  readonly to: string;
  /** From 1. */
  readonly page: number;
  readonly isTable: boolean;
  /** Whether what is new is shown without being asked for. */
  readonly isLive: boolean;
};

export const rowsOnPage = 50;

/** Whatever stands in the address: what it can't mean is left out. */
export function viewOf(chosen: Readonly<Record<string, string>>): DriftView {
  const page = Number(chosen.page ?? "1");
  return {
    severities: among(severities, chosen.severity),
    sides: among(sides, chosen.side),
    kinds: among(keysOf(kindWords), chosen.kind),
    about: among(keysOf(aboutWords), chosen.about),
    accounts: listOf(chosen.account).filter((one) => /^(\d{12}|organization)$/.test(one)),
    who: linesOf(chosen.who),
    actor: chosen.actor ?? "",
    text: chosen.text ?? "",
    subject: chosen.subject ?? "",
    expected: chosen.expected === "yes" || chosen.expected === "no" ? chosen.expected : "",
    from: startOf(chosen.from ?? "") === null ? "" : (chosen.from ?? ""),
    to: startOf(chosen.to ?? "") === null ? "" : (chosen.to ?? ""),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    isTable: chosen.view === "table",
    isLive: chosen.live === "1",
  };
}

/** What is usual is left out. */
export function chosenOf(view: DriftView): Readonly<Record<string, string>> {
  return {
    severity: view.severities.join(","),
    side: view.sides.join(","),
    kind: view.kinds.join(","),
    about: view.about.join(","),
    account: view.accounts.join(","),
    // Names of sessions may hold commas.
    who: view.who.join("\n"),
    actor: view.actor,
    text: view.text,
    subject: view.subject,
    expected: view.expected,
    from: view.from,
    to: view.to,
    page: view.page === 1 ? "" : String(view.page),
    view: view.isTable ? "table" : "",
    live: view.isLive ? "1" : "",
  };
}

export type DriftQuery = NonNullable<paths["/api/drift/facets"]["get"]["parameters"]["query"]>;

export function filterQuery(view: DriftView): DriftQuery {
  const [from, to] = [startOf(view.from), endOf(view.to)];
  return {
    ...(view.severities.length === 0 ? {} : { severities: [...view.severities] }),
    ...(view.sides.length === 0 ? {} : { side: [...view.sides] }),
    ...(view.kinds.length === 0 ? {} : { kind: [...view.kinds] }),
    ...(view.about.length === 0 ? {} : { about: [...view.about] }),
    ...(view.accounts.length === 0 ? {} : { account: [...view.accounts] }),
    ...(view.who.length === 0 ? {} : { who: [...view.who] }),
    ...(view.actor.trim() === "" ? {} : { actor: view.actor.trim().slice(0, 300) }),
    ...(view.text.trim() === "" ? {} : { text: view.text.trim().slice(0, 300) }),
    ...(view.subject === "" ? {} : { subject: view.subject.slice(0, 2048) }),
    ...(view.expected === "" ? {} : { expected: view.expected === "yes" }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}

export function isNarrowed(view: DriftView): boolean {
  return Object.keys(filterQuery(view)).length > 0;
}

/** Milliseconds since 1970; null: it is no day and no hour. */
function startOf(text: string): number | null {
  const [, day, hour] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d))?$/.exec(text) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${hour ?? "00"}:00:00Z`);
  return Number.isNaN(at) ? null : at;
}

/** Its last millisecond. */
function endOf(text: string): number | null {
  const start = startOf(text);
  return start === null ? null : start + (text.includes("T") ? 3_600_000 : 86_400_000) - 1;
}

function keysOf<K extends string>(words: Readonly<Record<K, string>>): readonly K[] {
  return Object.keys(words).filter((key): key is K => key in words);
}

function among<T extends string>(values: readonly T[], text: string | undefined): readonly T[] {
  const chosen = listOf(text);
  return values.filter((one) => chosen.includes(one));
}

function listOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? "").split(",").filter((one) => one !== ""))];
}

function linesOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? "").split("\n").filter((one) => one !== ""))];
}
