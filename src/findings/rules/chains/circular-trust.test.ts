import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import { allow, type RolePlan, roleArn, trusts } from "../../../../test/support/planned-organization.ts";
import { circularTrust as rule } from "./circular-trust.ts";

const one = "111111111111";
const two = "222222222222";

/** A role that lets the one in and may assume the other. */
function link(name: string, from: string, to: string): RolePlan {
  return { name, policies: [[allow("sts:AssumeRole", to)]], trust: [trusts({ AWS: from })] };
}

function findings(inOne: readonly RolePlan[], inTwo: readonly RolePlan[]) {
  return chainFindings(rule, {
    accounts: [
      { id: one, roles: inOne },
      { id: two, roles: inTwo },
    ],
  });
}

const a = roleArn(one, "a");
const b = roleArn(two, "b");
const c = roleArn(one, "c");

test("roles of two accounts that let each other in are one finding, whose way goes round", () => {
  const [finding, ...others] = findings([link("a", b, b)], [link("b", a, a)]);
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.subject, finding?.severity], [a, "low"]);
  assert.equal(finding?.title, "2 roles of 2 accounts can assume each other in a circle");
  assert.equal(finding?.impact.length, 2);
  assert.equal(finding?.evidence.length, 4);
});

test("a circle of three is told once, with all its roles", () => {
  const found = findings([link("a", c, b), link("c", b, a)], [link("b", a, c)]);
  assert.deepEqual(told(found), ["low a"]);
  assert.match(found[0]?.title ?? "", /3 roles of 2 accounts/);
  assert.equal(found[0]?.impact.length, 3);
});

test("nothing is told of a circle within one account, of a chain without a way back, and of trust without permission", () => {
  assert.deepEqual(told(findings([link("a", c, c), link("c", a, a)], [])), []);
  assert.deepEqual(told(findings([link("a", c, b), link("c", c, a)], [link("b", a, b)])), []);
  assert.deepEqual(told(findings([link("a", b, b)], [link("b", a, c)])), []);
});
