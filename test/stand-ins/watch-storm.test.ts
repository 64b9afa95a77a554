/** 10,000 changes out of CloudTrail's files, twice and out of order, among records that are none: each is told, and nothing else. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { DriftEvent } from "../../src/model/index.ts";
import { missingMoto } from "../support/moto.ts";
import { recordStorm } from "../support/record-storm.ts";
import { trusting } from "../support/storm.ts";
import { ended, WatchedOrganization } from "../support/watched-organization.ts";

const missing = missingMoto();

describe("A storm", { skip: missing ?? false }, () => {
  let watched: WatchedOrganization;
  before(async () => {
    watched = await WatchedOrganization.start(4, 50);
  });
  after(() => watched.close());

  test("of 10,000 changes is told, each of them once, and of nothing else", async (t) => {
    const trail = join(watched.folder, "trail");
    const { accounts } = watched;
    const made = recordStorm(trail, { accounts, rolesOfEach: 50, changesOfEach: 50, seed: 3 });
    for (const [place, outsiders] of made.trusted) {
      const [account = "", role = ""] = place.split(" ");
      await watched.setTrust(account, role, trusting(outsiders.at(-1) ?? ""));
    }
    const options = ["--trail-files", trail, "--until-empty", "--no-chains", "--format", "json"];
    const { status, stdout, stderr } = await ended(watched.begin(options, {}, false));
    assert.equal(status, 0, stderr);
    const counts = JSON.parse(stdout);
    const of = (all: Readonly<Record<string, number>>): number =>
      Object.values(all).reduce((sum, one) => sum + one, 0);
    t.diagnostic(`${made.records} records, ${counts.driftEvents} changes told`);
    assert.deepEqual(
      { ...counts, ignored: of(counts.ignored), unknown: of(counts.unknown), driftEvents: null },
      {
        messages: made.records,
        events: 10_000,
        duplicates: made.duplicates,
        malformed: made.malformed,
        ignored: made.ignored,
        unknown: made.unknown,
        driftEvents: null,
        deliveries: { waiting: 0, dead: 0 },
      },
    );
    assert.equal(watched.told().length, counts.driftEvents);

    const told = gainedByRole(watched.told());
    assert.deepEqual([...told.keys()].toSorted(), [...made.trusted.keys()].toSorted());
    for (const [place, outsiders] of made.trusted) {
      const { passed = [], stays = [] } = told.get(place) ?? {};
      assert.deepEqual(stays, outsiders.slice(-1), `${place}: who may come in at the end`);
      assert.deepEqual(passed.toSorted(), outsiders.slice(0, -1), `${place}: who could for a while`);
    }
  });
});

type Gained = { readonly passed: string[]; readonly stays: string[] };

function gainedByRole(events: readonly DriftEvent[]): ReadonlyMap<string, Gained> {
  const told = new Map<string, Gained>();
  for (const { kind, subject, account, changes } of events) {
    assert.ok(kind === "changed" || kind === "opened-and-closed", `${kind} ${subject}`);
    const place = `${account} ${subject.replace(/.*\//, "")}`;
    const gained = told.get(place) ?? { passed: [], stays: [] };
    told.set(place, gained);
    const ids = changes.flatMap((change) => change.gained.map(({ id }) => id));
    (kind === "changed" ? gained.stays : gained.passed).push(...ids);
  }
  return told;
}
