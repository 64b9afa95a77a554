/** Who lets in whom as rows and columns: accounts, or units where there are too many, in the organization's order or by likeness. */
import { type Filters, pairsOf } from "../map/filters.ts";
import { joined, type OrganizationMap, type Pair, type risks } from "../map/model.ts";

export type MatrixItem = {
  /** A box of the map. */
  readonly id: string;
  readonly label: string;
  /** Its unit's name; of a unit, of that around it. */
  readonly within: string;
  readonly accounts: readonly number[];
};

export type Matrix = {
  readonly items: readonly MatrixItem[];
  /** By row (who lets in), then column (who is let in); null: nobody. */
  readonly cells: readonly (readonly (Pair | null)[])[];
  /** By row: parties outside, together. */
  readonly outside: readonly (Pair | null)[];
  /** By row: whoever else is let in: the organization or a unit as a whole, accounts that have no row, AWS's services. */
  readonly others: readonly (Pair | null)[];
};

export type MatrixOrder = "units" | "likeness";

/** More rows than that nobody reads. */
export const mostItems = 60;

/** `unit`: its place; null: the whole organization. */
export function matrixOf(
  map: OrganizationMap,
  filters: Filters,
  unit: number | null,
  order: MatrixOrder,
): Matrix {
  const items = itemsOf(map, unit);
  const rowOf = new Map(
    items.flatMap(({ accounts }, row) => accounts.map((account) => [account, row] as const)),
  );
  const cells = items.map(() => new Array<Pair | null>(items.length).fill(null));
  const outside = new Array<Pair | null>(items.length).fill(null);
  const others = new Array<Pair | null>(items.length).fill(null);
  for (const pair of pairsOf(map, filters)) {
    const row = rowOf.get(pair.to);
    if (row === undefined) continue;
    const column = rowOf.get(pair.from);
    const isOutside = map.parties[pair.from - map.accounts.length]?.external === true;
    const add = (before: Pair | null | undefined) => (before ? joined(before, pair) : pair);
    if (isOutside) outside[row] = add(outside[row]);
    else if (column === undefined) others[row] = add(others[row]);
    else if (cells[row] !== undefined) cells[row][column] = add(cells[row][column]);
  }
  return order === "units" ? { items, cells, outside, others } : reordered({ items, cells, outside, others });
}

/** The accounts under the unit one by one, or what is directly in it where they are too many. */
function itemsOf(map: OrganizationMap, unit: number | null): readonly MatrixItem[] {
  const nameOf = (at: number | null) => (at === null ? "" : (map.units[at]?.name ?? ""));
  const isUnder = (at: number | null): boolean =>
    unit === null || at === unit || (at !== null && isUnder(map.units[at]?.parent ?? null));
  const isBelow = (at: number): boolean => at !== unit && isUnder(map.units[at]?.parent ?? null);
  const path = (at: number | null): string =>
    at === null ? "" : `${path(map.units[at]?.parent ?? null)}/${nameOf(at)}`;
  const single = map.accounts
    .map((account, at) => ({ account, at }))
    .filter(({ account }) => isUnder(account.unit))
    .map(({ account, at }) => ({
      id: `account:${account.id}`,
      label: account.name ?? account.id,
      within: nameOf(account.unit),
      order: path(account.unit),
      accounts: [at],
    }))
    .sort((a, b) => compare(a.order, b.order) || compare(a.label, b.label) || compare(a.id, b.id));
  if (single.length <= mostItems) return single;
  const start = unit ?? onlyRoot(map);
  const units = map.units
    .map((one, at) => ({ one, at }))
    .filter(({ at }) => (start === null ? map.units[at]?.parent === null : isBelow(at) || at === start))
    .map(({ one, at }) => ({
      id: `unit:${one.id}`,
      label: one.name,
      within: nameOf(one.parent),
      order: path(at),
      accounts: map.accounts.flatMap((account, place) => (account.unit === at ? [place] : [])),
    }))
    .filter(({ accounts }) => accounts.length > 0)
    .sort((a, b) => compare(a.order, b.order));
  const rest = map.accounts.flatMap(({ unit: of }, place) => (of === null && unit === null ? [place] : []));
  const none = { id: "organization", label: "in no unit", within: "", accounts: rest };
  const all = rest.length === 0 ? units : [...units, none];
  // A unit with very many accounts of its own shows the first of them, and says that there are more.
  return all.length > 1 ? all.slice(0, mostItems) : single.slice(0, mostItems);
}

function onlyRoot(map: OrganizationMap): number | null {
  const roots = map.units.flatMap(({ parent }, at) => (parent === null ? [at] : []));
  return roots.length === 1 ? (roots[0] ?? null) : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Those that let in alike, and are let in alike, beside each other: each next one is the likest of those left. */
function reordered({ items, cells, outside, others }: Matrix): Matrix {
  const features = items.map((_, at) => {
    const found = new Set<number>();
    for (let other = 0; other < items.length; other++) {
      if (cells[at]?.[other]) found.add(other);
      if (cells[other]?.[at]) found.add(items.length + other);
    }
    return found;
  });
  const left = new Set(items.keys());
  const order: number[] = [];
  let last = mostConnected(features);
  while (left.size > 0) {
    left.delete(last);
    order.push(last);
    let [next, best] = [-1, -1];
    for (const candidate of left) {
      const likeness = likenessOf(features[last] ?? new Set(), features[candidate] ?? new Set());
      if (likeness > best) [next, best] = [candidate, likeness];
    }
    last = next;
  }
  return {
    items: order.flatMap((at) => items[at] ?? []),
    cells: order.map((row) => order.map((column) => cells[row]?.[column] ?? null)),
    outside: order.map((row) => outside[row] ?? null),
    others: order.map((row) => others[row] ?? null),
  };
}

function mostConnected(features: readonly ReadonlySet<number>[]): number {
  let most = 0;
  for (const [at, found] of features.entries()) if (found.size > (features[most]?.size ?? 0)) most = at;
  return most;
}

/** Shared parts of all parts; two that have none are alike. */
function likenessOf(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const all = a.union(b).size;
  return all === 0 ? 1 : a.intersection(b).size / all;
}

/** Signs tell what colours do. */
export const riskSigns: Readonly<Record<(typeof risks)[number], string>> = {
  open: "!",
  external: "↘",
  administrator: "▲",
  internal: "",
  service: "·",
};
