/** Times as people read them: the day in UTC, which is the same for everybody. */

/** `seconds`: since 1970. */
export function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

export function hoursOf(seconds: number): string {
  const hours = seconds / 3600;
  return hours === 1 ? "1 hour" : `${Math.round(hours * 10) / 10} hours`;
}

/** `milliseconds`: since 1970. `2026-11-24 15:30:12`, in UTC; what no date can hold is told as the number. */
export function timeOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime())
    ? String(milliseconds)
    : date.toISOString().slice(0, 19).replace("T", " ");
}

/** `41 seconds`, `3 hours`. */
export function lengthOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ] as const;
  const [length, unit] = units.find(([least]) => seconds >= 2 * least) ?? [1, "second"];
  const count = Math.round(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
