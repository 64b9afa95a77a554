/** What was likely meant by a name that is not known. */

/** The known name that takes the fewest single changes, case aside; null where none is near. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  const wanted = name.toLowerCase().slice(0, 200);
  const most = Math.max(1, Math.min(3, Math.floor(wanted.length / 4)));
  let best: string | null = null;
  let least = most + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit` or more is told as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    [before, last] = [last, row];
  }
  return last[b.length] ?? limit;
}

/** `: did you mean "…"?`, or nothing; to follow a message. */
export function didYouMean(name: string | null): string {
  return name === null ? "" : `; did you mean ${JSON.stringify(name)}?`;
}
