/** A watched organization's findings after each changed trust policy are those of a scan of the changed organization. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FindingList } from "../../src/findings/finding-list.ts";
import type { RoleIndex, Snapshot } from "../../src/model/index.ts";
import { engineOf } from "../../src/work/engine.ts";
import { OrganizationWatch } from "../../src/work/organization-watch.ts";
import { scanSnapshot } from "../../src/work/scan.ts";
import { lawRuns } from "../support/law-runs.ts";
import { type Statement, snapshotOf } from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";
import { accountIds, randomOrganization, randomTrust } from "./reach/random-organization.ts";
import { type Random, seeded } from "./trust/random.ts";

const seed = 20_261_126;
const organizations = lawRuns(25);
const changes = 6;

function watchOf(snapshot: Snapshot): OrganizationWatch {
  return new OrganizationWatch(engineOf(snapshot), reachOf(snapshot).graph);
}

/** A way of the same length may lead over other nodes: the texts of chains are left out. */
function told({ summaries }: FindingList): readonly string[] {
  return summaries.map(({ id, rule, severity, subject }) => `${id} ${rule} ${severity} ${subject}`);
}

/** Outsiders with few external IDs, so that several roles have the same one. */
function outsidersTrust(random: Random): readonly Statement[] {
  const operator = random.pick(["StringEquals", "StringEqualsIgnoreCase"]);
  return [
    {
      Effect: "Allow",
      Principal: { AWS: random.pick(["464622532012", "999999999999"]) },
      Action: "sts:AssumeRole",
      Condition: { [operator]: { "sts:ExternalId": random.pick(["k7-Az", "K7-aZ", "q1-Bc"]) } },
    },
  ];
}

function changedTrust(random: Random, { roles }: Snapshot): { role: RoleIndex; text: string } {
  const role = random.below(roles.count);
  const owner = random.chance(90) ? roles.row(role).account : random.pick(accountIds);
  const Statement = random.chance(40) ? outsidersTrust(random) : randomTrust(random, owner);
  return { role, text: random.chance(4) ? "{" : JSON.stringify({ Version: "2012-10-17", Statement }) };
}

function without(all: Iterable<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...all].filter((one) => !others.has(one)));
}

test(`over ${organizations} random organizations with ${changes} changes each (seed ${seed}), what is found is what a scan finds`, () => {
  const random = seeded(seed);
  let opened = 0;
  let closed = 0;
  const rules = new Set<string>();
  for (let number = 0; number < organizations; number++) {
    const watch = watchOf(snapshotOf(randomOrganization(random)));
    for (let change = 0; change < changes; change++) {
      const before = watch.findings();
      const edits = [changedTrust(random, watch.engine.snapshot)];
      if (random.chance(20)) edits.push(changedTrust(random, watch.engine.snapshot));
      const result = watch.changeTrust(edits);
      assert.ok(result.ok);
      const where = `organization ${number}, change ${change}: ${JSON.stringify(edits)}`;
      const after = watch.findings();
      assert.deepEqual(
        told(after),
        told(scanSnapshot(watch.engine.snapshot, {}, { chains: true }).findings),
        where,
      );
      const ids = (list: FindingList): Set<string> => new Set(list.summaries.map(({ id }) => id));
      const [was, is] = [ids(before), ids(after)];
      const come = result.value.opened.map(({ id }) => id);
      const gone = result.value.closed.map(({ id }) => id);
      assert.deepEqual(new Set(come), without(is, was), where);
      assert.deepEqual(new Set(gone), without(was, is), where);
      opened += come.length;
      closed += gone.length;
      for (const { rule } of result.value.opened) rules.add(rule);
    }
  }
  assert.ok(opened > 4 * organizations && closed > 4 * organizations, `${opened} opened, ${closed} closed`);
  for (const rule of ["external-id-shared", "external-access", "outsider-reaches-administrator"])
    assert.ok(rules.has(rule), `${rule} was never opened: ${[...rules].join(", ")}`);
});

test("a role that does not exist changes nothing", () => {
  const watch = watchOf(snapshotOf(randomOrganization(seeded(seed))));
  const before = told(watch.findings());
  const result = watch.changeTrust([{ role: watch.engine.snapshot.roles.count, text: "{}" }]);
  assert.equal(result.ok, false);
  assert.deepEqual(told(watch.findings()), before);
});

test(`over ${organizations} random organizations, a change that is taken back leaves all as it was (seed ${seed})`, () => {
  const random = seeded(seed + 1);
  let moved = 0;
  for (let number = 0; number < organizations; number++) {
    const watch = watchOf(snapshotOf(randomOrganization(random)));
    const before = told(watch.findings());
    for (let change = 0; change < changes; change++) {
      const edits = [changedTrust(random, watch.engine.snapshot)];
      if (random.chance(20)) edits.push(changedTrust(random, watch.engine.snapshot));
      const where = `organization ${number}, change ${change}: ${JSON.stringify(edits)}`;
      const tried = watch.tryTrust(edits);
      assert.ok(tried.ok);
      const scanned = scanSnapshot(tried.value.engine.snapshot, {}, { chains: true });
      assert.deepEqual(told(watch.findings()), told(scanned.findings), where);
      moved += tried.value.opened.length;
      tried.value.takeBack();
      assert.deepEqual(told(watch.findings()), before, where);
    }
  }
  assert.ok(moved > organizations);
});
