/** Laws of grants over random policies: who had access keeps it, who is named gains it, and revoked it means what it meant before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePolicies } from "../../src/authz/symbolic/index.ts";
import {
  addStatements,
  declareGrant,
  grantServices,
  grantStatements,
  removeStatements,
  standingGrants,
} from "../../src/provision/index.ts";
import { policyOf } from "../support/policies.ts";
import { type NaivePolicy, naively } from "./comparison/naive.ts";
import { randomPolicy, randomRequest } from "./comparison/random-pair.ts";
import { smallCatalogue } from "./comparison/small-catalogue.ts";
import { seeded } from "./trust/random.ts";

const cases = Number(process.env.ACCESSLENS_CASES ?? 20_000) / 20;
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_126);

test(`for ${cases} random policies (seed ${seed}), a grant takes nothing from anybody, and revoked it leaves the meaning as it was`, () => {
  const random = seeded(seed);
  const catalogue = smallCatalogue();
  let changed = 0;
  for (let i = 0; i < cases; i++) {
    const policy = randomPolicy(random, true);
    const before = JSON.stringify(policy, null, i % 3);
    const organization = i % 4 === 0 ? { organization: "o-a1b2c3d4e5" } : {};
    const declared = declareGrant({
      principal: `arn:aws:iam::222222222222:role/r${i % 5}`,
      resource: i % 2 === 0 ? "arn:aws:s3:::bucket/a*" : "arn:aws:s3:::bucket",
      actions: ["s3:GetObject", "s3:ListBucket"].slice(i % 2),
      ...organization,
    });
    assert.ok(declared.ok, JSON.stringify(declared));
    const statements = grantStatements(declared.value, catalogue);
    const granted = addStatements(statements, grantServices.bucket.limit)(before);
    assert.equal(granted.kind, "changed", before);
    if (granted.kind !== "changed" || granted.text === null) continue;
    const after: NaivePolicy = JSON.parse(granted.text);
    const alone: NaivePolicy = JSON.parse(JSON.stringify({ Version: policy.Version, Statement: statements }));
    if (i % 4 === 0) {
      const wider = comparePolicies(policyOf(policy, "resource"), policyOf(after, "resource"), "resource");
      assert.ok(wider.onlyInA === null && wider.denyEqual, `${before}\n${granted.text}`);
      if (wider.onlyInB !== null) changed++;
    }
    for (let n = 0; n < 10; n++) {
      const request = randomRequest(random, true);
      const [was, is, given] = [policy, after, alone].map((one) => naively(one, request));
      assert.equal(is?.denied, was?.denied);
      if (was?.denied === false && given?.allowed === true) assert.equal(is?.allowed, true);
      if (given?.allowed === false) assert.equal(is?.allowed, was?.allowed);
    }
    // As it is revoked: by what stands there, and not by what is remembered.
    const standing = standingGrants(granted.text, { ...declared.value, actions: null });
    assert.equal(standing.length, statements.length);
    const revoked = removeStatements(standing)(granted.text);
    assert.ok(revoked.kind === "changed" && revoked.text !== null);
    const back: NaivePolicy = JSON.parse(revoked.text);
    assert.deepEqual(back, policy);
    const same = comparePolicies(policyOf(policy, "resource"), policyOf(back, "resource"), "resource");
    assert.ok(same.equal && same.denyEqual, `${before}\n${revoked.text}`);
  }
  assert.ok(changed > cases / 16, `most grants gave something: ${changed}`);
});
