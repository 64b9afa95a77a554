/** Cuts over statements, held to a search through all sets of statements in small random organizations. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultBudget, readEnd, readStart, statementCut } from "../../src/graph/reach/index.ts";
import { lawRuns, wholeLaws } from "../support/law-runs.ts";
import { type OrganizationPlan, roleArn, snapshotOf, userArn } from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";
import { nameOfRemovable, planWithout, removalsOf } from "./reach/planned-removals.ts";
import { accountIds, randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

type Ends = { readonly from: string; readonly to: string; readonly onlyProven: boolean };

function isReached(plan: OrganizationPlan, ends: Ends): boolean {
  return reachOf(snapshotOf(plan)).paths({ ...ends, mostHops: 60, most: 1 }).length > 0;
}

/** Up to `most`; null: more are needed. */
function fewest(plan: OrganizationPlan, ends: Ends, most: number): number | null {
  const all = removalsOf(plan);
  const isCut = (chosen: readonly string[], from: number, more: number): boolean => {
    if (more === 0) return !isReached(planWithout(plan, new Set(chosen)), ends);
    return all.some((one, at) => at >= from && isCut([...chosen, one], at + 1, more - 1));
  };
  for (let size = 0; size <= most; size++) if (isCut([], 0, size)) return size;
  return null;
}

const [first] = accountIds;
const ends = [
  { from: "external", to: "admin" },
  { from: userArn(first, "ada"), to: "admin" },
  { from: userArn(first, "ada"), to: roleArn(first, "target") },
  { from: first, to: roleArn(accountIds[1], "app") },
] as const;

/** Sets of more are too many to try each. */
const mostTried = 2;

const sums = { cuts: 0, ofSeveral: 0, minimum: 0, uncuttable: 0 };

function check(seed: number, budget: number): void {
  const random = seeded(seed);
  const plan = randomOrganization(random);
  const question = { ...random.pick(ends), onlyProven: random.chance(30) };
  const from = readStart(question.from);
  const to = readEnd(question.to);
  assert.ok(from !== null && to !== null);
  const told = `seed ${seed}, ${JSON.stringify(question)}`;
  const { graph } = reachOf(snapshotOf(plan));
  const found = statementCut(graph, { from, to, onlyProven: question.onlyProven, budget });
  if (found.kind === "uncuttable") {
    assert.equal(isReached(planWithout(plan, new Set(removalsOf(plan))), question), true, told);
    sums.uncuttable++;
    return;
  }
  const size = found.kind === "cut" ? found.cut.length : Number.POSITIVE_INFINITY;
  // Among proven ways alone fewer may seem to do, where they only put a way that is left in doubt.
  const least = fewest(plan, { ...question, onlyProven: false }, Math.min(size, mostTried));
  assert.ok(found.atLeast <= (least ?? Number.POSITIVE_INFINITY), `${told}: bounded by more than suffice`);
  if (found.kind !== "cut") return;
  const names = found.cut.map(({ place, statement }) => nameOfRemovable(place, statement));
  assert.equal(isReached(planWithout(plan, new Set(names)), question), false, `${told}: a way is left`);
  for (const name of names) {
    const others = new Set(names.filter((other) => other !== name));
    assert.equal(isReached(planWithout(plan, others), question), true, `${told}: ${name} is not needed`);
  }
  assert.ok(found.atLeast <= size, told);
  assert.equal(found.minimum, found.atLeast === size, told);
  if (found.minimum && !question.onlyProven) assert.equal(least, size <= mostTried ? size : null, told);
  sums.cuts += size > 0 ? 1 : 0;
  sums.ofSeveral += size > 1 ? 1 : 0;
  sums.minimum += found.minimum && size > 0 ? 1 : 0;
}

test("a cut leaves no way, each of its statements is needed, and what is called the fewest is", () => {
  const organizations = Number(process.env.ACCESSLENS_CUT_CASES ?? lawRuns(40));
  for (let seed = 1; seed <= organizations; seed++) check(seed, defaultBudget);
  assert.ok(sums.cuts > (wholeLaws ? organizations / 6 : 0) && sums.ofSeveral > 0, JSON.stringify(sums));
  assert.equal(sums.minimum, sums.cuts, "organizations as small are solved to the end");
});

test("with a small budget the bounds still hold", () => {
  for (let seed = 1; seed <= 20; seed++) check(seed, 1 + 400 * (seed % 5));
});
