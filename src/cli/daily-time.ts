/** A time of each day, as it is given on the command line. */
import { InvalidArgumentError } from "commander";
import { isDayTime, isTimeZone } from "../notify/index.ts";

/** `time`: `HH:MM`. */
export type DailyTime = { readonly time: string; readonly timeZone: string };

/** `03:30`, which is UTC, or with a zone: `03:30 Europe/Berlin`, `03:30 +02:00`. */
export function dailyTime(text: string): DailyTime {
  const [time = "", timeZone = "UTC", ...more] = text.trim().split(/\s+/);
  if (!isDayTime(time) || more.length > 0)
    throw new InvalidArgumentError('It takes a time of day: 03:30 (UTC), or "03:30 Europe/Berlin".');
  if (!isTimeZone(timeZone))
    throw new InvalidArgumentError("There is no such time zone: Europe/Berlin is one, UTC, and +02:00.");
  return { time, timeZone };
}
