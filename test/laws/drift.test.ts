/** Laws of the difference of two snapshots. `npm run judges` has the long run of the first two. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type DriftAnswer, driftBetween } from "../../src/drift/index.ts";
import { whoCanAssume } from "../../src/graph/index.ts";
import type { AccessParty, DriftChange, RoleIndex, SnapshotEdit } from "../../src/model/index.ts";
import { editedSnapshot } from "../../src/model/index.ts";
import { defaultOptions, toSnapshot } from "../../src/synth/index.ts";
import { type Engine, engineOf } from "../../src/work/engine.ts";
import { checkEdits } from "../judges/z3/check-edits.ts";
import { startZ3 } from "../judges/z3/wasm.ts";
import { checkRewrites } from "./drift/check-rewrites.ts";
import { type Random, seeded } from "./trust/random.ts";

const cases = Number(process.env.ACCESSLENS_CASES ?? 20_000);
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_127);

test(`${cases / 20} rewrites that mean the same are silence (seed ${seed})`, () => {
  const { rewrites, told } = checkRewrites({ seed, cases: cases / 20 });
  assert.equal(rewrites, cases / 20);
  assert.deepEqual(told, []);
});

const z3 = await startZ3();
after(() => z3.close());

test(`${cases / 200} edits of one character that mean something else are told (seed ${seed})`, () => {
  const { differing, missed } = checkEdits(z3, { seed, cases: cases / 200 });
  assert.equal(differing, cases / 200);
  assert.deepEqual(missed, []);
});

/** A made-up organization, and the same after some trust policies were given to other roles. */
function organizations(random: Random): {
  readonly before: Engine;
  readonly after: Engine;
  readonly roles: readonly RoleIndex[];
} {
  const snapshot = toSnapshot({ ...defaultOptions, accounts: 8, roles: 12, seed: random.below(1000) });
  const { roles, accounts, documents } = snapshot;
  const changed = new Set(Array.from({ length: 8 }, () => random.below(roles.count)));
  const edits = [...changed].flatMap((role): SnapshotEdit[] => {
    const other = random.below(roles.count);
    const document = roles.row(other).trustPolicy;
    const owner = accounts[roles.account[random.chance(50) ? other : role] ?? 0];
    if (document === null || owner === undefined) return [];
    const text = documents.text(document, owner.id);
    return [{ kind: "trust-policy", role, text: loosened(random, text) }];
  });
  const edited = editedSnapshot(snapshot, edits);
  assert.ok(edited.ok);
  return { before: engineOf(snapshot), after: engineOf(edited.value), roles: [...changed] };
}

/** As it is, without its conditions, or for anyone. */
function loosened(random: Random, text: string): string {
  const choice = random.below(4);
  if (choice === 0) return text.replaceAll(/"Condition":\{(?:[^{}]|\{[^{}]*\})*\}/g, '"Condition":{}');
  return choice === 1 ? text.replace(/"Principal":\{[^{}]*\}/, '"Principal":"*"') : text;
}

const keys = (parties: readonly Pick<AccessParty, "kind" | "id">[]): readonly string[] =>
  [...new Set(parties.map(({ kind, id }) => `${kind} ${id}`))].toSorted();

for (let round = 0; round < 12; round++) {
  test(`gained and lost are those of everybody who can assume the roles, before and after (seed ${seed + round})`, () => {
    const { before, after: later, roles } = organizations(seeded(seed + round));
    const answer = driftBetween(before, later, { mostParties: Number.POSITIVE_INFINITY });
    for (const role of roles) {
      const arn = before.snapshot.roles.arn(role);
      const [was, is] = [everybody(before, role), everybody(later, role)];
      const change = answer.changes.find(({ subject, kind }) => subject === arn && kind === "trust-policy");
      const told = { gained: keys(change?.gained ?? []), lost: keys(change?.lost ?? []) };
      const wanted = {
        gained: is.filter((key) => !was.includes(key)),
        lost: was.filter((key) => !is.includes(key)),
      };
      assert.deepEqual(told, wanted, arn);
    }
    const subjects = new Set<string>(roles.map((role) => before.snapshot.roles.arn(role)));
    assert.ok(answer.changes.every(({ subject }) => subjects.has(subject)));
  });

  test(`what one way gained, the other way lost, and each equals itself (seed ${seed + round})`, () => {
    const { before, after: later } = organizations(seeded(seed + round));
    for (const one of [before, later]) {
      const same = driftBetween(one, one);
      assert.deepEqual([same.equal, same.changes, same.textOnly], [true, [], []]);
    }
    const [there, back] = [driftBetween(before, later), driftBetween(later, before)];
    assert.deepEqual(told(there, "gained", "lost"), told(back, "lost", "gained"));
    assert.deepEqual(there.findings.opened.map(idOf).toSorted(), back.findings.closed.map(idOf).toSorted());
    assert.deepEqual(there.findings.closed.map(idOf).toSorted(), back.findings.opened.map(idOf).toSorted());
  });
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function everybody(engine: Engine, role: RoleIndex): readonly string[] {
  const grants = engine.reader.ofRole(role)?.outcome.grants ?? [];
  return keys(whoCanAssume(role, grants, { ...engine.expansion, ownBehindAnyone: true }).who);
}

function told(answer: DriftAnswer, one: "gained" | "lost", other: "gained" | "lost"): unknown {
  const of = (change: DriftChange): unknown => [
    change.subject,
    change.kind,
    keys(change[one]),
    keys(change[other]),
  ];
  return answer.changes.map(of).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
