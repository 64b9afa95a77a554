/** Date operators: ISO 8601, or seconds since 1970 (IAM-SEMANTICS 54). */
import { type Comparison, typedComparison } from "./comparison.ts";

const iso =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?)?)?$/;

/** Milliseconds since 1970, UTC; a time without a zone counts as UTC. Four digits alone are a year. */
function readDate(text: string): number | null {
  const parts = iso.exec(text);
  if (parts === null) return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : null;
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part, i) => (part === undefined ? (i === 1 || i === 2 ? 1 : 0) : Number(part)));
  if (!isCalendarDay(year ?? 0, month ?? 0, day ?? 0)) return null;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day ?? 1);
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0);
  return date.getTime() + Number(`0${parts[7] ?? ""}`) * 1000 - zoneMinutes(parts[8]) * 60_000;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === "Z" || zone === "z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith("-") ? -minutes : minutes;
}

function date(negated: boolean, matches: (value: number, policyValue: number) => boolean): Comparison {
  return typedComparison({
    negated,
    type: "a date",
    readPolicyValue: readDate,
    readRequestValue: readDate,
    matches,
  });
}

export const dateComparisons = {
  DateEquals: date(false, (value, other) => value === other),
  DateNotEquals: date(true, (value, other) => value === other),
  DateLessThan: date(false, (value, other) => value < other),
  DateLessThanEquals: date(false, (value, other) => value <= other),
  DateGreaterThan: date(false, (value, other) => value > other),
  DateGreaterThanEquals: date(false, (value, other) => value >= other),
} as const;
