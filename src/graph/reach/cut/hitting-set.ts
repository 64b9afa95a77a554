/**
 * The fewest members that have one in every row: exactly by branch and bound where the steps suffice, else the best set found
 * and how many are needed at least. Rows that share no member are solved apart.
 */

export type HittingSet = {
  readonly members: ReadonlySet<string>;
  /** No set of fewer hits every row. */
  readonly atLeast: number;
};

export type Row = ReadonlySet<string>;

/** What a search may still spend: shared by all that are asked with it. */
export type Steps = { left: number };

/** Null: a row is empty, which nothing hits. */
export function smallestHittingSet(rows: readonly Row[], steps: Steps): HittingSet | null {
  if (rows.some(({ size }) => size === 0)) return null;
  const members = new Set<string>();
  let atLeast = 0;
  for (const part of connectedParts(withoutWider(rows))) {
    const found = new Branching(steps).solve(part);
    for (const member of found.members) members.add(member);
    atLeast += found.atLeast;
  }
  return { members, atLeast };
}

/** Rows that hold a whole other row are hit with it. */
function withoutWider(rows: readonly Row[]): readonly Row[] {
  const bySize = rows.toSorted((a, b) => a.size - b.size);
  const kept: Row[] = [];
  const byMember = new Map<string, Row[]>();
  for (const row of bySize) {
    const narrower = [...row].some((member) =>
      (byMember.get(member) ?? []).some((one) => isWithin(one, row)),
    );
    if (narrower) continue;
    kept.push(row);
    for (const member of row) byMember.set(member, [...(byMember.get(member) ?? []), row]);
  }
  return kept;
}

function isWithin(narrow: Row, wide: Row): boolean {
  for (const member of narrow) if (!wide.has(member)) return false;
  return true;
}

function connectedParts(rows: readonly Row[]): readonly (readonly Row[])[] {
  const byMember = new Map<string, number[]>();
  for (const [at, row] of rows.entries()) {
    for (const member of row) {
      const known = byMember.get(member);
      if (known === undefined) byMember.set(member, [at]);
      else known.push(at);
    }
  }
  const seen = new Set<number>();
  const parts: Row[][] = [];
  for (const at of rows.keys()) {
    if (seen.has(at)) continue;
    const part: Row[] = [];
    const waiting = [at];
    seen.add(at);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const row = rows[next];
      if (row === undefined) continue;
      part.push(row);
      for (const member of row) {
        for (const other of byMember.get(member) ?? []) {
          if (!seen.has(other)) waiting.push(other);
          seen.add(other);
        }
        byMember.set(member, []);
      }
    }
    parts.push(part);
  }
  return parts;
}

class Branching {
  readonly #steps: Steps;
  #best: readonly string[] = [];
  #isCut = false;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  solve(rows: readonly Row[]): HittingSet {
    this.#best = greedily(rows);
    const atLeast = disjointRows(rows, new Set());
    if (atLeast < this.#best.length) this.#branch(rows, [], new Set());
    return {
      members: new Set(withoutNeedless(this.#best, rows)),
      atLeast: this.#isCut ? atLeast : this.#best.length,
    };
  }

  /** `excluded`: members that were tried already, and stay out from there on. */
  #branch(rows: readonly Row[], chosen: readonly string[], excluded: ReadonlySet<string>): void {
    if (rows.length === 0) {
      if (chosen.length < this.#best.length) this.#best = chosen;
      return;
    }
    if (this.#steps.left-- <= 0) {
      this.#isCut = true;
      return;
    }
    if (chosen.length + disjointRows(rows, excluded) >= this.#best.length) return;
    const row = narrowest(rows, excluded);
    const open = [...row].filter((member) => !excluded.has(member));
    const hits = new Map(open.map((member) => [member, rows.filter((one) => one.has(member)).length]));
    const out = new Set(excluded);
    for (const member of open.toSorted((a, b) => (hits.get(b) ?? 0) - (hits.get(a) ?? 0))) {
      this.#branch(
        rows.filter((one) => !one.has(member)),
        [...chosen, member],
        new Set(out),
      );
      out.add(member);
      if (this.#isCut) return;
    }
  }
}

function narrowest(rows: readonly Row[], excluded: ReadonlySet<string>): Row {
  let best: Row = new Set();
  let size = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const open = openSize(row, excluded);
    if (open >= size) continue;
    size = open;
    best = row;
  }
  return best;
}

function openSize(row: Row, excluded: ReadonlySet<string>): number {
  let size = 0;
  for (const member of row) if (!excluded.has(member)) size++;
  return size;
}

/** How many rows, taken one by one, the narrow ones first, have nothing in common: each needs a member of its own. */
function disjointRows(rows: readonly Row[], excluded: ReadonlySet<string>): number {
  const used = new Set<string>();
  let count = 0;
  for (const row of rows.toSorted((a, b) => a.size - b.size)) {
    const open = [...row].filter((member) => !excluded.has(member));
    if (open.some((member) => used.has(member))) continue;
    for (const member of open) used.add(member);
    count++;
  }
  return count;
}

/** Whatever hits most of the rows that are left, until none is. */
function greedily(rows: readonly Row[]): readonly string[] {
  const chosen: string[] = [];
  for (let left = rows; left.length > 0; ) {
    const counts = new Map<string, number>();
    for (const row of left) for (const member of row) counts.set(member, (counts.get(member) ?? 0) + 1);
    const [best = ""] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    chosen.push(best);
    left = left.filter((row) => !row.has(best));
  }
  return withoutNeedless(chosen, rows);
}

/** Without members whose rows others hit as well. */
function withoutNeedless(chosen: readonly string[], rows: readonly Row[]): readonly string[] {
  const kept = new Set(chosen);
  for (const member of chosen) {
    const isNeeded = rows.some(
      (row) => row.has(member) && ![...row].some((one) => one !== member && kept.has(one)),
    );
    if (!isNeeded) kept.delete(member);
  }
  return [...kept];
}
