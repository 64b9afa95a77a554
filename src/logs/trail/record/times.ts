/** CloudTrail's two ways to write times, read without `Date.parse`, which guesses and is slower. All are UTC. */

/**
 * `2026-11-01T10:20:30Z`, with or without fractions; Lake writes a blank for the `T` and no `Z`. Milliseconds since 1970; null:
 * it is no such time.
 */
export function eventTime(value: unknown): number | null {
  if (typeof value !== "string" || value.length < 19) return null;
  const separator = value.charCodeAt(10);
  if (value.charCodeAt(4) !== dash || value.charCodeAt(7) !== dash) return null;
  if ((separator !== letterT && separator !== blank) || value.charCodeAt(13) !== colon) return null;
  if (value.charCodeAt(16) !== colon) return null;
  if (value.length !== 20 || value.charCodeAt(19) !== letterZ) {
    if (!fraction.test(value.slice(19))) return null;
  }
  return moment(
    number(value, 0, 4),
    number(value, 5, 2),
    number(value, 8, 2),
    number(value, 11, 2),
    number(value, 14, 2),
    number(value, 17, 2),
  );
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
  const dayEnd = value.charCodeAt(5) === comma ? 5 : 6;
  const yearEnd = dayEnd + 6;
  const hourStart = value.charCodeAt(yearEnd) === comma ? yearEnd + 2 : yearEnd + 1;
  const hourEnd = value.charCodeAt(hourStart + 1) === colon ? hourStart + 1 : hourStart + 2;
  if (value.length !== hourEnd + 9 || value.charCodeAt(3) !== blank) return null;
  if (value.charCodeAt(dayEnd) !== comma || value.charCodeAt(dayEnd + 1) !== blank) return null;
  if (value.charCodeAt(hourStart - 1) !== blank || value.charCodeAt(hourEnd) !== colon) return null;
  if (value.charCodeAt(hourEnd + 3) !== colon || !isBlank(value.charCodeAt(hourEnd + 6))) return null;
  const half = value.charCodeAt(hourEnd + 7);
  if ((half !== letterA && half !== letterP) || value.charCodeAt(hourEnd + 8) !== letterM) return null;
  const hourOfHalf = number(value, hourStart, hourEnd - hourStart);
  if (hourOfHalf < 1 || hourOfHalf > 12) return null;
  return moment(
    number(value, dayEnd + 2, 4),
    month,
    number(value, 4, dayEnd - 4),
    (hourOfHalf % 12) + (half === letterP ? 12 : 0),
    number(value, hourEnd + 1, 2),
    number(value, hourEnd + 4, 2),
  );
}

/** Java's newer versions write one that doesn't break. */
function isBlank(code: number): boolean {
  return code === blank || code === 0x202f || code === 0xa0;
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** NaN in any part, or a part out of its range: null. */
function moment(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  // A leap second is told as the next minute's first.
  if (!(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 60)) return null;
  if (!(year >= 1970) || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
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
