/** What crown-jewels says of a thing is what exposure says of it, and its order is that of the nearest way from outside. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Comers, crownJewels } from "../../src/graph/crown-jewels/index.ts";
import { type Exposed, exposure, readEnd } from "../../src/graph/reach/index.ts";
import { splitArn } from "../../src/model/index.ts";
import { snapshotOf } from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";
import { randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const organizations = 60;

function comers(some: readonly Exposed[]): Comers {
  return {
    count: some.length,
    proven: some.filter(({ proven }) => proven).length,
    hops: some.length === 0 ? null : Math.min(...some.map(({ hops }) => hops)),
  };
}

test(`over ${organizations} random organizations`, () => {
  const random = seeded(20_261_125);
  let outside = 0;
  for (let round = 0; round < organizations; round += 1) {
    const snapshot = snapshotOf(randomOrganization(random));
    const { graph, scope } = reachOf(snapshot);
    const limits = { mostHops: 8, onlyProven: false };
    for (const patterns of [[], ["arn:aws:*"]]) {
      const choice = { tags: [], patterns, declared: [] };
      const { jewels } = crownJewels(graph, { choice, most: null, ...limits }, scope);
      assert.equal(new Set(jewels.map(({ id }) => id)).size, jewels.length);
      for (const jewel of jewels) {
        const to = readEnd(jewel.id);
        if (to === null || !/^(admin:|organization|arn:)/.test(jewel.id)) continue;
        const who = exposure(graph, { to, action: null, ...limits }, scope)?.who ?? [];
        const own = ({ id }: Exposed): boolean => splitArn(id)?.account === jewel.account;
        const inside = who.filter(({ external }) => !external);
        assert.deepEqual(jewel.outsiders, comers(who.filter(({ external }) => external)), jewel.id);
        assert.deepEqual(jewel.otherAccounts, comers(inside.filter((one) => !own(one))), jewel.id);
        assert.deepEqual(jewel.ownAccount, comers(inside.filter(own)), jewel.id);
        outside += jewel.outsiders.count;
      }
      const ranks = jewels.map(({ outsiders: { count, proven, hops } }) => [
        count > 0 ? 0 : 1,
        proven > 0 ? 0 : 1,
        hops ?? 0,
      ]);
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a.map((one, index) => one - (b[index] ?? 0)).find((one) => one !== 0) ?? 0),
      );
    }
  }
  assert.ok(outside > 100);
});
