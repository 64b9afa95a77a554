/**
 * Whom a role lets in without any permission of theirs, the graph decides about once for all who stand alike: each has to be
 * decided as on its own.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CallEngine, callEngine } from "../../src/authz/calls/index.ts";
import { organizationView } from "../../src/authz/index.ts";
import type { CallerDecision, CallTarget, TrustGrant } from "../../src/authz/types.ts";
import { buildAssumeGraph, trustReader } from "../../src/graph/index.ts";
import { askedGrant } from "../../src/graph/reach/asked-grant.ts";
import { lawRuns } from "../support/law-runs.ts";
import { type OrganizationPlan, snapshotOf } from "../support/planned-organization.ts";
import { callersOf } from "./calls/callers.ts";
import { randomCallers } from "./calls/random-callers.ts";
import { randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_127;
const cases = lawRuns(1600);
const action = "sts:AssumeRole";

function shown(decision: CallerDecision): string {
  return decision.kind === "denied" ? "denied" : `allowed, ${decision.certainty.kind}`;
}

/** How each class of callers is decided about; more than one way is a mistake. */
function* decidedByClass(plan: OrganizationPlan): Iterable<readonly [string, ReadonlySet<string>, number]> {
  const snapshot = snapshotOf(plan);
  const organization = organizationView(snapshot);
  const engine = callEngine(snapshot, organization, []);
  const assumptions = buildAssumeGraph(trustReader(snapshot, organization));
  for (let role = 0; role < snapshot.roles.count; role++) {
    const target = snapshot.roles.row(role);
    for (const grant of assumptions.grantsOf(role)) {
      const isForAll = grant.matchedAs === "wildcard" && !("arn" in grant.party);
      const isOpen = grant.action === action && isForAll && !askedGrant(grant).asksWho;
      if (isOpen) yield* classesOf(engine, [...callersOf(snapshot)], target, grant);
    }
  }
}

function* classesOf(
  engine: CallEngine,
  callers: readonly Parameters<CallEngine["subjects"]["subjectOf"]>[0][],
  target: CallTarget,
  grant: TrustGrant,
): Iterable<readonly [string, ReadonlySet<string>, number]> {
  const found = new Map<string, { readonly told: Set<string>; callers: number }>();
  for (const principal of callers) {
    const subject = engine.subjects.subjectOf(principal);
    if (subject?.accountId !== target.account) continue;
    const alike = engine.decisions.admittedClass(subject, action);
    if (alike === null) continue;
    const known = found.get(alike) ?? { told: new Set(), callers: 0 };
    known.told.add(shown(engine.decisions.decide(subject, { action, target, context: [], grants: [grant] })));
    known.callers++;
    found.set(alike, known);
  }
  for (const [alike, { told, callers: count }] of found)
    yield [`${target.arn}: ${alike} by ${JSON.stringify(grant)}`, told, count];
}

test(`in ${cases} random organizations (seeds from ${seed}), callers who stand alike are let in alike`, () => {
  let shared = 0;
  const ways = new Set<string>();
  for (let at = 0; at < cases; at++) {
    const make = at % 2 === 0 ? randomCallers : randomOrganization;
    for (const [about, told, callers] of decidedByClass(make(seeded(seed + at)))) {
      assert.equal(told.size, 1, `seed ${seed + at}: ${about}: ${[...told].join(" and ")}`);
      if (callers > 1) shared++;
      for (const one of told) ways.add(one);
    }
  }
  assert.ok(
    shared > cases / 8 && ways.size > 1,
    `${shared} classes of several callers, told ${[...ways].join("; ")}`,
  );
});
