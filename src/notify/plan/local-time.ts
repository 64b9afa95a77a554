/** Times of day and days of the week in a time zone. */

export const weekDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type WeekDay = (typeof weekDays)[number];

const names: readonly string[] = weekDays;
const minute = 60_000;
const minutesOfDay = 24 * 60;

/** A span of each day, or of some; one that ends before it begins ends on the next day. */
export type DailySpan = {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly days?: readonly WeekDay[] | undefined;
};

export function isDayTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** When the span that `instant` is in ends, in milliseconds since 1970; null: it is in none. */
export function endOfSpan(span: DailySpan, instant: number): number | null {
  const { day, minutes } = localTime(instant, span.timeZone);
  const from = minutesOf(span.from);
  const to = minutesOf(span.to);
  const isOvernight = to <= from;
  const beganYesterday = isOvernight && minutes < to;
  const isInside = beganYesterday || (minutes >= from && (isOvernight || minutes < to));
  if (!isInside) return null;
  const began = beganYesterday ? (day + 6) % 7 : day;
  const name = weekDays[began];
  if (span.days !== undefined && (name === undefined || !span.days.includes(name))) return null;
  const left = (to - minutes + minutesOfDay) % minutesOfDay;
  const end = Math.floor(instant / minute) * minute + left * minute;
  const shifted = end + shift(end, to, span.timeZone);
  // An hour that is left out may hold the end.
  return shifted > instant ? shifted : end;
}

/** When it is that time of day next after `instant`, in milliseconds since 1970. */
export function nextDayTime(time: string, timeZone: string, instant: number): number {
  const to = minutesOf(time);
  const left = (to - localTime(instant, timeZone).minutes + minutesOfDay) % minutesOfDay || minutesOfDay;
  const next = Math.floor(instant / minute) * minute + left * minute;
  const shifted = next + shift(next, to, timeZone);
  // An hour that is left out may hold it.
  return shifted > instant ? shifted : next;
}

/** Where the clocks are changed in between, the hands stand elsewhere at that instant: milliseconds until they stand at `to`. */
function shift(end: number, to: number, timeZone: string): number {
  const off = to - localTime(end, timeZone).minutes;
  const nearest = ((off + minutesOfDay * 1.5) % minutesOfDay) - minutesOfDay / 2;
  return nearest * minute;
}

function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** `day`: 0 is Monday. */
function localTime(instant: number, timeZone: string): { readonly day: number; readonly minutes: number } {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? "";
  return {
    day: names.indexOf(part("weekday").toLowerCase()),
    minutes: Number(part("hour")) * 60 + Number(part("minute")),
  };
}
