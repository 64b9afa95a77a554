/** Times as people read them: the day in UTC, which is the same for everybody. */

/** `seconds`: since 1970. */
export function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

export function hoursOf(seconds: number): string {
  const hours = seconds / 3600;
  return hours === 1 ? "1 hour" : `${Math.round(hours * 10) / 10} hours`;
}
