/** CloudTrail's two ways to write times, read without `Date.parse`, which guesses and is slower. All are UTC. */
import { ownText } from "../../../model/index.ts";

/**
 * `2026-11-01T10:20:30Z`, with or without fractions; Lake writes a blank for the `T` and no `Z`. Milliseconds since 1970; null:
 * it is no such time.
 */
export function eventTime(value: unknown): number | null {
  if (typeof value !== "string" || value.length < 19) return null;
  const hour = hourOf(value);
  if (hour === null || value.charCodeAt(16) !== colon) return null;
  if (value.length !== 20 || value.charCodeAt(19) !== letterZ) {
    if (!fraction.test(value.slice(19))) return null;
  }
  return within(hour, number(value, 14, 2), number(value, 17, 2));
}

/** Events of a file are of the same hour most often: the last one's text, to its second colon, and its beginning. */
let lastHour: { readonly text: string; readonly start: number | null } = { text: "none", start: null };

function hourOf(value: string): number | null {
  if (value.startsWith(lastHour.text)) return lastHour.start;
  const separator = value.charCodeAt(10);
  if (value.charCodeAt(4) !== dash || value.charCodeAt(7) !== dash) return null;
  if ((separator !== letterT && separator !== blank) || value.charCodeAt(13) !== colon) return null;
  const day = dayStart(number(value, 0, 4), number(value, 5, 2), number(value, 8, 2));
  const hour = number(value, 11, 2);
  if (day === null || !(hour <= 23)) return null;
  const start = day + hour * 3_600_000;
  lastHour = { text: ownText(value.slice(0, 14)), start };
  return start;
}

/** Fractions are dropped: CloudTrail tells whole seconds. */
const fraction = /^(?:\.\d{1,9})?(?:Z|\+00:00)?$/;

/**
 * When credentials end: `Nov 1, 2026, 9:07:11 PM` (Java's way, which differs by its version in the second comma and in the blank
 * before `PM`), or as {@link eventTime}.
 */
export function expirationTime(value: unknown): number | null {
  if (typeof value !== "string" || value.length > 40) return null;
  const month = months.indexOf(value.slice(0, 3));
  if (month < 0) return eventTime(value);
  return month % 3 === 0 ? javaTime(value, month / 3 + 1) : null;
}

/** `MMM D, YYYY, H:MM:SS PM`: asked for each session that was begun, hence by places and not by a pattern. */
function javaTime(value: string, month: number): number | null {
  const day = value.startsWith(lastDay.text) ? lastDay : javaDay(value, month);
  if (day === null) return null;
  const hourStart = day.text.length;
  const hourEnd = value.charCodeAt(hourStart + 1) === colon ? hourStart + 1 : hourStart + 2;
  if (value.length !== hourEnd + 9 || value.charCodeAt(hourEnd) !== colon) return null;
  if (value.charCodeAt(hourEnd + 3) !== colon || !isBlank(value.charCodeAt(hourEnd + 6))) return null;
  const half = value.charCodeAt(hourEnd + 7);
  if ((half !== letterA && half !== letterP) || value.charCodeAt(hourEnd + 8) !== letterM) return null;
  const hourOfHalf = number(value, hourStart, hourEnd - hourStart);
  if (!(hourOfHalf >= 1 && hourOfHalf <= 12)) return null;
  const hour = (hourOfHalf % 12) + (half === letterP ? 12 : 0);
  return within(day.start + hour * 3_600_000, number(value, hourEnd + 1, 2), number(value, hourEnd + 4, 2));
}

/** So are the ends of sessions: the text before the hour, and when the day begins. */
let lastDay: { readonly text: string; readonly start: number } = { text: "none", start: 0 };

function javaDay(value: string, month: number): typeof lastDay | null {
  const dayEnd = value.charCodeAt(5) === comma ? 5 : 6;
  const yearEnd = dayEnd + 6;
  const hourStart = value.charCodeAt(yearEnd) === comma ? yearEnd + 2 : yearEnd + 1;
  if (value.charCodeAt(3) !== blank || value.charCodeAt(hourStart - 1) !== blank) return null;
  if (value.charCodeAt(dayEnd) !== comma || value.charCodeAt(dayEnd + 1) !== blank) return null;
  const start = dayStart(number(value, dayEnd + 2, 4), month, number(value, 4, dayEnd - 4));
  if (start === null) return null;
  lastDay = { text: ownText(value.slice(0, hourStart)), start };
  return lastDay;
}

/** Java's newer versions write one that doesn't break. */
function isBlank(code: number): boolean {
  return code === blank || code === 0x202f || code === 0xa0;
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** NaN in any part, or a part out of its range: null. */
function dayStart(year: number, month: number, day: number): number | null {
  if (!(month >= 1 && month <= 12 && day >= 1 && year >= 1970) || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day);
}

/** So here. A leap second is told as the next minute's first. */
function within(hour: number, minute: number, second: number): number | null {
  return minute <= 59 && second <= 60 ? hour + minute * 60_000 + second * 1000 : null;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Of digits; NaN where one is none. */
function number(value: string, start: number, length: number): number {
  let result = 0;
  for (let at = start; at < start + length; at += 1) {
    const digit = value.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    result = result * 10 + digit;
  }
  return result;
}

const zero = 0x30;
const dash = 0x2d;
const colon = 0x3a;
const comma = 0x2c;
const blank = 0x20;
const letterA = 0x41;
const letterM = 0x4d;
const letterP = 0x50;
const letterT = 0x54;
const letterZ = 0x5a;
