/** Former disagreements with Z3: what each of the three judges says now. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PolicySet, RequestToDecide } from "../../src/authz/request-question.ts";
import { policySetOf } from "../judges/z3/ask.ts";
import { type Decision, decideConcretely, decideSymbolically } from "../judges/z3/evaluators.ts";
import { possibleDecisions } from "../judges/z3/formula-decision.ts";
import { judgePair, preparePair } from "../judges/z3/judge-pairs.ts";
import type { KeySpec } from "../judges/z3/random/vocabulary.ts";
import { startZ3, type Z3 } from "../judges/z3/wasm.ts";
import {
  type Judge,
  type JudgedRequestRow,
  judgedPairRows,
  judgedRequestRows,
} from "./tables/judge-disagreements.ts";

let z3: Z3;
before(async () => {
  z3 = await startZ3();
});
after(() => z3.close());

const reported = "reported, and not yet put right";

const none = {
  identity: [],
  resource: null,
  boundary: null,
  session: null,
  scps: null,
  rcps: null,
  endpoint: null,
  unknown: [],
} as const;

function requestOf(row: JudgedRequestRow): RequestToDecide {
  return {
    principal: row.by,
    action: row.action,
    resource: { arn: row.on, account: row.owner ?? "111111111111" },
    context: row.context ?? {},
    ...(row.role === undefined ? {} : { role: row.role }),
  };
}

function decisionsOf(judge: Judge, policies: PolicySet, request: RequestToDecide): readonly Decision[] {
  if (judge === "Z3") return possibleDecisions(policies, request);
  if (judge === "concrete") return [decideConcretely({ policies, request, organization: null })];
  const symbolic = decideSymbolically(policies, request, request.resource.account, "*");
  return symbolic === null ? [] : [symbolic.decide(request)];
}

for (const row of judgedRequestRows) {
  for (const judge of ["concrete", "symbolic", "Z3"] as const) {
    const todo = row.openWith?.includes(judge) === true ? reported : false;
    test(`rule ${row.rule}, ${judge}: ${row.says}`, { todo }, () => {
      const service = row.action.split(":")[0] ?? "";
      const policies = policySetOf({ ...none, ...row.policies }, service);
      const said = decisionsOf(judge, policies, requestOf(row));
      const right: readonly string[] =
        row.answer === "denied" ? ["ExplicitlyDenied", "ImplicitlyDenied"] : [row.answer];
      assert.ok(
        said.some((decision) => right.includes(decision)),
        `${judge} says ${said.join(" or ")}, the rule ${row.answer}`,
      );
    });
  }
}

const keys: readonly [KeySpec, ...KeySpec[]] = [
  { key: "aws:TagKeys", type: "text", several: true },
  { key: "aws:username", type: "text", derived: true },
];

for (const row of judgedPairRows) {
  const todo = row.openWith === undefined ? false : reported;
  test(`rule ${row.rule}, comparison: ${row.says}`, { todo }, () => {
    const { kind, a, b } = row;
    const alphabet = { letters: ["a", "b"], longest: 2 } as const;
    const subject = { service: "s3", account: "111111111111", alphabet, keys, likely: ["*"] } as const;
    const prepared = preparePair({ kind, a, b, subject });
    assert.ok(prepared !== null);
    assert.equal(prepared.said[row.question].within, row.within);
    assert.equal(judgePair(z3, prepared).conflict, null);
  });
}
