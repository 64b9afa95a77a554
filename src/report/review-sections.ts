/** What a review says, section by section, before it is Markdown or HTML: texts as they are, to be neutralised by whoever draws them. */
import type { ToldDigests } from "../work/trail/index.ts";
import type { ReviewAnswer } from "../work/trail/review/index.ts";
import { counted } from "./plain.ts";

export type Cell = {
  /** `name`: as AWS and others give it. */
  readonly kind: "text" | "name";
  readonly text: string;
  /** Null: it leads nowhere. */
  readonly href: string | null;
};

export type Section = {
  /** Without its count. */
  readonly title: string;
  /** Null: it was not looked at, and the lead says why. */
  readonly count: number | null;
  /** Plain sentences. */
  readonly lead: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

export type ReviewPages = {
  /** The address of the pages that names lead to, with a slash at its end; null: they lead nowhere. */
  readonly pages: string | null;
  /** Rows of each section; 0: all. */
  readonly limit: number;
};

export function reviewSections(answer: ReviewAnswer, { pages, limit }: ReviewPages): readonly Section[] {
  const link = linker(pages);
  return [
    external(answer, link),
    analyzer(answer, link),
    newTrust(answer, link),
    outsiders(answer, link),
    unused(answer, link),
    exceptions(answer, link),
  ].map((section) => cut(section, limit));
}

function cut(section: Section, limit: number): Section {
  const { rows, lead } = section;
  if (limit === 0 || rows.length <= limit) return section;
  return { ...section, rows: rows.slice(0, limit), lead: [...lead, `The first ${limit} are told here.`] };
}

type Link = (page: string, chosen: Readonly<Record<string, string>>) => string | null;

function linker(pages: string | null): Link {
  if (pages === null) return () => null;
  return (page, chosen) => `${pages}#/${page}?${new URLSearchParams(chosen).toString()}`;
}

function text(value: string | number): Cell {
  return { kind: "text", text: String(value), href: null };
}

function named(name: string, link: Link): Cell {
  const isRole = /^arn:[^:]*:iam::\d{12}:role\//.test(name);
  return { kind: "name", text: name, href: isRole ? link("role", { arn: name }) : null };
}

/** Accounts and services have pages by the id that a policy gives them. */
function trusted({ kind, id }: ReviewAnswer["unused"][number]["party"], link: Link): Cell {
  if (kind !== "account" && kind !== "service") return named(id, link);
  return { kind: "name", text: `${kind} ${id}`, href: link("vendor", { kind, id }) };
}

/** As it stands before a title. */
export function countText(count: number | null): string {
  return count === null ? "not compared" : String(count);
}

function external({ external: findings, accepted }: ReviewAnswer, link: Link): Section {
  return {
    title: "Findings about outsiders",
    count: findings.length,
    lead: accepted === 0 ? [] : [`${counted(accepted, "finding")} more accepted.`],
    columns: ["Severity", "What", "Of", "Rule"],
    rows: findings.map(({ id, severity, title, subject, rule }) => [
      text(severity),
      { kind: "text", text: title, href: link("finding", { id }) },
      named(subject, link),
      text(rule),
    ]),
  };
}

function analyzer({ analyzer: found }: ReviewAnswer, link: Link): Section {
  const title = "Access Analyzer tells otherwise";
  if (found === null) {
    return {
      title,
      count: null,
      lead: ["The snapshot holds no findings of Access Analyzer: not compared."],
      columns: [],
      rows: [],
    };
  }
  return {
    title,
    count: found.differ.length,
    lead: [
      `${counted(found.analyzers, "analyzer")}; agreed with AccessLens about ${counted(found.agreed, "way")} in.`,
    ],
    columns: ["Whose finding", "Who", "On", "Why"],
    rows: found.differ.map(({ state, principal, resource, why }) => [
      text(state),
      named(principal, link),
      named(resource, link),
      text(why ?? ""),
    ]),
  };
}

function newTrust({ newTrust: changes, before }: ReviewAnswer, link: Link): Section {
  if (changes === null) {
    return {
      title: "New trust",
      count: null,
      lead: ["No older snapshot was given (--before): not compared."],
      columns: [],
      rows: [],
    };
  }
  return {
    title: "New trust",
    count: changes.length,
    lead: [`By comparison with ${before ?? ""}: somebody gained, or has to fulfil less.`],
    columns: ["On", "Kind", "What", "Outsiders"],
    rows: changes.map(({ subject, kind, summary, outside }) => [
      named(subject, link),
      text(kind),
      text(summary),
      text(outside ? "yes" : "no"),
    ]),
  };
}

/** A column a day, as long as they are few. */
const mostDays = 10;
const dayMilliseconds = 86_400_000;

function outsiders({ outsiders: all, since, to }: ReviewAnswer, link: Link): Section {
  const called = new Set(all.flatMap((one) => one.days.map(({ day }) => day)));
  // A time that ends at midnight ends before the day.
  const days = daysBetween(since, to).filter(
    (day) => called.has(day) || !to.startsWith(`${day}T00:00:00`) || day === since.slice(0, 10),
  );
  const isShort = days.length <= mostDays;
  return {
    title: "Outsiders who came in, or tried to",
    count: all.length,
    lead: all.length === 0 ? [] : ["Calls that were granted, by day in UTC, first and last day as a whole."],
    columns: ["Who", "Role", ...(isShort ? days.map((day) => day.slice(5)) : ["Calls", "Days"]), "Refused"],
    rows: all.map(({ by, role, days: own }) => {
      const counts = new Map(own.map(({ day, granted }) => [day, granted]));
      const refused = own.reduce((sum, one) => sum + one.refused, 0);
      const granted = own.filter((one) => one.granted > 0);
      const calls = granted.reduce((sum, one) => sum + one.granted, 0);
      return [
        named(by, link),
        named(role, link),
        ...(isShort
          ? days.map((day) => countCell(counts.get(day) ?? 0))
          : [text(calls), text(`${granted.length} of ${days.length}`)]),
        countCell(refused),
      ];
    }),
  };
}

/** Nothing for none, so that days with calls stand out. */
function countCell(count: number): Cell {
  return text(count === 0 ? "" : count);
}

/** The days in which both lie, and those between. */
function daysBetween(since: string, to: string): readonly string[] {
  const first = Math.floor(Date.parse(since) / dayMilliseconds);
  const last = Math.floor(Date.parse(to) / dayMilliseconds);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    new Date((first + at) * dayMilliseconds).toISOString().slice(0, 10),
  );
}

function unused({ unused: ways, notWatched, days }: ReviewAnswer, link: Link): Section {
  const unknown = notWatched.reduce((sum, one) => sum + one.ways, 0);
  const reasons = notWatched.map(({ why, ways: of }) => `${why} (${of})`).join("; ");
  return {
    title: `Trust that nobody used in ${days} days`,
    count: ways.length,
    lead:
      unknown === 0 ? [] : [`Of ${counted(unknown, "way")} more, the trail tells too little: ${reasons}.`],
    columns: ["Trusted", "Role", "Last seen"],
    rows: ways.map(({ party, role, last }) => [
      trusted(party, link),
      named(role, link),
      text(last === null ? "never" : last.slice(0, 10)),
    ]),
  };
}

function exceptions({ exceptions: all }: ReviewAnswer, link: Link): Section {
  const fresh = all.filter((one) => one.new).length;
  return {
    title: "Exceptions that the audit found",
    count: all.length,
    lead:
      all.length === 0 ? [] : [`${fresh} of them first seen in this time; calls count over the whole trail.`],
    columns: ["Kind", "Who", "Role", "Calls", "Last", "First seen now", "Why", "Evidence"],
    rows: all.map((one) => [
      text(one.kind),
      named(one.by, link),
      one.role === null ? text("-") : named(one.role, link),
      text(one.count),
      text(one.last.slice(0, 16).replace("T", " ")),
      text(one.new ? "yes" : "no"),
      text(one.because),
      text(one.eventIds.slice(0, 3).join(", ")),
    ]),
  };
}

/** What was looked at, and what could not be read. */
export function reviewLead({
  snapshot,
  since,
  to,
  events,
  first,
  last,
  skipped,
  digests,
  limits,
}: ReviewAnswer): string[] {
  const day = (time: string | null): string => time?.slice(0, 10) ?? "never";
  return [
    `${day(since)} to ${day(to)}, by the snapshot ${snapshot} and a trail of ${counted(events, "call")} for sessions (${day(first)} to ${day(last)}).`,
    ...(skipped.length === 0
      ? []
      : [`${counted(skipped.length, "file")} of the trail could not be read whole: ${few(skipped)}.`]),
    ...(digests === undefined ? [] : provenText(digests)),
    ...limits.map(({ what, count }) => `Of ${what}, ${count} were left out for want of memory.`),
  ];
}

function provenText({ digests, signed, verified, faults, unproven }: ToldDigests): string[] {
  return [
    `${signed} of ${counted(digests, "digest")} of the trail's files are signed by CloudTrail: ${counted(verified, "file")} proven, ${unproven.length} unproven.`,
    ...(faults.length === 0
      ? []
      : [
          `The trail is not as CloudTrail wrote it, ${counted(faults.length, "fault")} among its files: ${few(faults)}.`,
        ]),
  ];
}

function few(files: ReviewAnswer["skipped"]): string {
  const shown = files.slice(0, 3).map(({ file, why }) => `${file} (${why})`);
  return [...shown, ...(files.length > 3 ? [`${files.length - 3} more`] : [])].join(", ");
}
