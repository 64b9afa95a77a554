import assert from "node:assert/strict";
import { test } from "node:test";
import { openHop, openHopText, sidesOf, trustingRole, waysWithout } from "./hop.ts";

const step = (from: string, to: string, technique?: string) => ({
  from,
  to,
  kind: technique === undefined ? ("assume" as const) : ("escalate" as const),
  ...(technique === undefined ? {} : { technique }),
});

test("ways that do without a step are told by their places", () => {
  const ways = [
    { hops: [step("a", "b"), step("b", "c")] },
    { hops: [step("a", "c")] },
    { hops: [step("a", "b", "pass-role"), step("b", "c")] },
  ];
  assert.deepEqual(waysWithout(ways, step("a", "b")), [1, 2]);
  assert.deepEqual(waysWithout(ways, step("b", "c")), [1]);
  assert.deepEqual(waysWithout(ways, step("x", "y")), [0, 1, 2]);
});

test("trust policies and resources' policies are the side that lets in", () => {
  const evidence = ["trust policy of r", "r/inline", "policy of bucket", "arn:aws:iam::1:policy/p"].map(
    (policy) => ({
      policy,
      statement: 0,
      lines: [1, 1] as [number, number],
      text: "{}",
    }),
  );
  const { caller, trust } = sidesOf(evidence);
  assert.deepEqual(
    [caller.map(({ policy }) => policy), trust.map(({ policy }) => policy)],
    [
      ["r/inline", "arn:aws:iam::1:policy/p"],
      ["trust policy of r", "policy of bucket"],
    ],
  );
  assert.equal(trustingRole({ policy: "trust policy of arn:aws:iam::1:role/r" }), "arn:aws:iam::1:role/r");
  assert.equal(trustingRole({ policy: "policy of bucket" }), null);
});

test("an opened hop is told in the address, from 1", () => {
  assert.deepEqual(openHop("2.1"), { way: 1, hop: 0 });
  assert.equal(openHopText({ way: 1, hop: 0 }), "2.1");
  for (const text of [undefined, "", "2", "a.b", "2.1.1", "-1.1"]) assert.equal(openHop(text), null, text);
});
