import assert from "node:assert/strict";
import { test } from "node:test";
import { filtersOf, pairsOf } from "../map/filters.ts";
import { sampleMap } from "../map/sample-map.ts";
import { matrixOf, mostItems } from "./matrix.ts";

const filters = filtersOf({});

for (const order of ["units", "likeness"] as const) {
  test(`ordered by ${order}, every trust between accounts stands in its cell`, () => {
    const map = sampleMap(40, 500);
    const { items, cells, outside } = matrixOf(map, filters, null, order);
    assert.equal(items.length, 40);
    const told = new Map<string, number>();
    for (const [row, line] of cells.entries())
      for (const [column, pair] of line.entries())
        if (pair !== null) told.set(`${items[column]?.accounts[0]} ${items[row]?.accounts[0]}`, pair.roles);
    const inside = pairsOf(map, filters).filter(({ from }) => from < 40);
    assert.equal(told.size, inside.length);
    for (const { from, to, roles } of inside) assert.equal(told.get(`${from} ${to}`), roles);
    const fromOutside = pairsOf(map, filters).filter(({ from }) => from >= 40);
    const all = (pairs: readonly ({ readonly roles: number } | null)[]) =>
      pairs.reduce((sum, pair) => sum + (pair?.roles ?? 0), 0);
    assert.equal(all(outside), all(fromOutside));
  });
}

test("trust in a unit as a whole, and from accounts that have no row, stands in a column of its own", () => {
  const map = sampleMap(4, 0, 1);
  const own = {
    kind: "organizational-unit",
    id: "o-sample/r-1/ou-1/*",
    name: null,
    external: false,
    group: null,
  } as const;
  const accounts = map.accounts.map((account, at) => ({ ...account, unit: at === 0 ? 0 : 5 }));
  const trusts = { from: [4, 1], to: [0, 0], flags: [0, 0], roles: [2, 3] };
  const matrix = matrixOf({ ...map, accounts, parties: [own], trusts }, filters, null, "units");
  const row = matrix.items.findIndex(({ accounts: [account] }) => account === 0);
  assert.equal(matrix.others[row]?.roles, 2);
  const ofUnit = matrixOf(
    { ...map, accounts, parties: [own], units: map.units.map((unit) => ({ ...unit, parent: null })), trusts },
    filters,
    0,
    "units",
  );
  assert.equal(ofUnit.others[0]?.roles, 5);
});

test("too many accounts to read are told unit by unit", () => {
  const map = sampleMap(1000, 20_000);
  const { items } = matrixOf(map, filters, null, "units");
  assert.ok(items.length <= mostItems);
  assert.ok(items.every(({ id }) => id.startsWith("unit:") || id === "organization"));
  assert.equal(
    items.reduce((sum, { accounts }) => sum + accounts.length, 0),
    1000,
  );
});

test("by likeness, accounts that let in the same stand side by side", () => {
  const map = sampleMap(4, 0, 0);
  const trusts = { from: [0, 0, 1, 1], to: [2, 3, 0, 0], flags: [0, 0, 0, 0], roles: [1, 1, 1, 1] };
  const { items } = matrixOf({ ...map, trusts }, filters, null, "likeness");
  const place = (account: number) => items.findIndex(({ accounts }) => accounts[0] === account);
  assert.equal(Math.abs(place(2) - place(3)), 1);
});
