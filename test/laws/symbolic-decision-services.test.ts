/** The whole decision as a region says what deciding request by request says, over all layers and the services' rules. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decideRequest } from "../../src/authz/concrete/index.ts";
import { allowedRequests, knownCaller, surely, witness } from "../../src/authz/symbolic/index.ts";
import { lawRuns } from "../support/law-runs.ts";
import { symbolicDecider } from "../support/symbolic-decision.ts";
import { home, randomQuestion } from "./decisions/random-question.ts";
import { seeded } from "./trust/random.ts";

const questions = Number(process.env.ACCESSLENS_CASES ?? lawRuns(20_000)) / 40;
const each = 20;
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_129);

test(`for ${questions} random sets of policies of all layers (seed ${seed}), both evaluators decide alike`, () => {
  const random = seeded(seed);
  const told = new Map<string, number>();
  for (let i = 0; i < questions; i++) {
    const { policies, by, requests, text } = randomQuestion(random, each);
    const decide = symbolicDecider(policies, by, home);
    assert.ok(decide !== null, text);
    for (const request of requests) {
      const concrete = decideRequest({ request, policies, organization: null }).decision;
      const symbolic = decide(request);
      assert.equal(
        symbolic,
        concrete,
        `symbolic ${symbolic}, concrete ${concrete}\n${JSON.stringify(request)}\n${text}`,
      );
      told.set(concrete, (told.get(concrete) ?? 0) + 1);
    }
  }
  const about = JSON.stringify([...told]);
  for (const decision of ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Unknown"]) {
    assert.ok((told.get(decision) ?? 0) > (questions * each) / 50, about);
  }
});

test(`for ${questions / 2} random sets of policies, what the regions show as an example is so`, () => {
  const random = seeded(seed + 1);
  let shown = 0;
  for (let i = 0; i < questions / 2; i++) {
    const { policies, by, text } = randomQuestion(random, 0);
    const known = knownCaller(by.principal, by.role ?? null);
    assert.ok(known.ok, text);
    for (const caller of [known.value, null]) {
      const found = allowedRequests({ policies, resourceAccount: home, caller });
      for (const [decision, region] of [
        ["Allowed", surely(found.allowed)],
        ["ExplicitlyDenied", surely(found.explicitlyDenied)],
      ] as const) {
        assert.ok(region.kind === "exact", text);
        const example = witness(region.value);
        assert.ok(example.kind === "exact", text);
        if (example.value === null) continue;
        shown++;
        const told = decideRequest({ request: example.value, policies, organization: null });
        assert.equal(told.decision, decision, `${JSON.stringify(example.value)}\n${text}`);
      }
    }
  }
  assert.ok(shown > questions / 2, String(shown));
});
