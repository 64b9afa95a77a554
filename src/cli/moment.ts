/** Days and moments, as they are given on the command line. */
import { InvalidArgumentError } from "commander";

/** A day, or a moment: `2026-06-01`, `2026-06-01T12:00:00Z`. In milliseconds since 1970, UTC. */
export function moment(text: string): number {
  const isForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text);
  const time = isForm ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError("It takes a day or a moment of UTC: 2026-06-01, or 2026-06-01T12:00:00Z.");
  return time;
}
