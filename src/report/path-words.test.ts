import assert from "node:assert/strict";
import { test } from "node:test";
import type { ToldHop, ToldPath } from "../work/told-paths.ts";
import { pathLine } from "./path-words.ts";

function hop(from: string, to: string): ToldHop {
  return {
    from,
    to,
    kind: "assume",
    technique: null,
    proven: true,
    cause: { kind: "assume", from: 0, role: 1 },
    guard: [],
    reasons: [],
    evidence: [],
    requests: [],
    how: null,
    means: [],
  };
}

const arns = [
  "arn:aws:iam::111111111111:user/ada",
  "arn:aws:iam::111111111111:role/hub",
  "arn:aws:iam::222222222222:role/team/deploy",
  "arn:aws:iam::222222222222:role/admin",
];
const hops = arns.slice(1).map((to, at) => hop(arns[at] ?? "", to));
const path: ToldPath = { from: arns[0] ?? "", to: arns.at(-1) ?? "", proven: true, hops, administrator: [] };
const names = (account: string): string | null => (account === "111111111111" ? "tools" : null);

const lines: readonly (readonly [columns: number, line: string])[] = [
  [0, "tools:user/ada → tools:role/hub → 222222222222:role/deploy → 222222222222:role/admin"],
  [80, "tools:user/ada → role/hub → 222222222222:role/deploy → role/admin"],
  [62, "tools:user/ada → role/hub → role/deploy → role/admin"],
  [50, "user/ada → role/hub → role/deploy → role/admin"],
  [45, "user/ada → … 2 more … → role/admin"],
  [24, "user/ada → …→ role/admin"],
];

for (const [columns, line] of lines) {
  test(`in ${columns === 0 ? "any number of" : columns} columns a way is ${JSON.stringify(line)}`, () => {
    assert.equal(pathLine(path, null, names, columns), line);
    assert.ok(columns === 0 || line.length <= columns);
  });
}

test("what the last one is by that is told shorter before accounts are left out", () => {
  const end = { long: "administrator of shop (222222222222)", short: "admin of shop" };
  assert.equal(
    pathLine(path, end, names, 85),
    "tools:user/ada → role/hub → 222222222222:role/deploy → role/admin = admin of shop",
  );
  assert.equal(pathLine(path, end, names, 50), "user/ada → … 2 more … → role/admin = admin of shop");
});
