/** Two watches over one queue and one store, killed at random moments of a storm: nothing is lost, and nothing told twice under two ids. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openStateStore } from "../../src/store/state/index.ts";
import { missingMoto } from "../support/moto.ts";
import { missingPostgres, type Postgres, startPostgres } from "../support/postgres.ts";
import { numbers, storm } from "../support/storm.ts";
import { ended, WatchedOrganization } from "../support/watched-organization.ts";

const missing = missingMoto() ?? missingPostgres();
const kills = 20;

describe("Two watches that are killed in a storm", { skip: missing ?? false }, () => {
  let watched: WatchedOrganization;
  let postgres: Postgres;
  before(async () => {
    watched = await WatchedOrganization.start(4, 10);
    postgres = await startPostgres();
  });
  after(() => watched.close());

  const cases = [
    {
      name: "SQLite",
      changesOfEach: 12,
      seed: 1,
      url: async () => `sqlite:${join(watched.folder, "kills.db")}`,
    },
    { name: "PostgreSQL", changesOfEach: 6, seed: 2, url: () => postgres.newDatabase() },
  ];
  for (const { name, changesOfEach, seed, url } of cases) {
    test(`lose nothing over ${name}`, async (t) => {
      watched.forget();
      const store = await url();
      const { accounts } = watched;
      const made = storm({ accounts, rolesOfEach: 10, changesOfEach, seed });
      const options = ["--store", store, "--hold", "5", "--patience", "10"];
      const fed = watched.feed(made.steps);
      await killAround(() => watched.begin(options), numbers(seed));
      const rest = [watched.begin(options), watched.begin(options)];
      await fed;
      for (const child of rest) child.kill("SIGTERM");
      await Promise.all(rest.map(ended));
      const last = await Promise.all([watched.run(options), watched.run(options)]);
      for (const { status, stderr } of last) assert.equal(status, 0, stderr);
      // What a killed process held comes again when its hold is over.
      for (let rounds = 0; rounds < 20 && (await watched.left()) > 0; rounds += 1) {
        await pause(2000);
        await watched.run(options);
      }
      t.diagnostic(
        `${made.steps.length - made.trusted.length} messages, ${made.trusted.length} changes, ${watched.receiver.received.length} alerts received`,
      );
      assert.equal(await watched.left(), 0);
      await assertSettled(store);
      assertToldOnce(watched);
      const told = new Set(
        watched.told().flatMap(({ changes }) => changes.flatMap(({ gained }) => gained.map(({ id }) => id))),
      );
      const lost = made.trusted.filter((account) => !told.has(account));
      assert.deepEqual(lost.slice(0, 5), [], `${lost.length} of ${made.trusted.length} were never told`);
    });
  }

  async function killAround(begin: () => ChildProcess, random: () => number): Promise<void> {
    const running = [begin(), begin()];
    for (const child of running) child.stderr?.resume();
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(300 + random() * 1500);
      const which = random() < 0.5 ? 0 : 1;
      const child = running[which];
      if (child === undefined) continue;
      const end = ended(child);
      child.kill("SIGKILL");
      await end;
      running[which] = begin();
      running[which]?.stderr?.resume();
    }
    for (const child of running) {
      const end = ended(child);
      child.kill("SIGKILL");
      await end;
    }
  }
});

/** Every delivery of an alert is the same message under the same key. */
function assertToldOnce(watched: WatchedOrganization): void {
  const bodies = new Map<string, Set<string>>();
  const events = new Map<string, Set<string>>();
  for (const { headers, body } of watched.receiver.received) {
    const id = headers["webhook-id"] ?? "";
    const { data } = JSON.parse(body);
    assert.equal(data.id, id);
    bodies.set(id, (bodies.get(id) ?? new Set()).add(JSON.stringify(data)));
    for (const event of data.events) events.set(event.id, (events.get(event.id) ?? new Set()).add(id));
  }
  assert.deepEqual(
    [...bodies].filter(([, all]) => all.size > 1).map(([id]) => id),
    [],
  );
  assert.deepEqual(
    [...events].filter(([, all]) => all.size > 1).map(([id]) => id),
    [],
    "told under two keys",
  );
}

async function assertSettled(url: string): Promise<void> {
  const store = await openStateStore(url);
  assert.ok(store.ok);
  const waiting = [
    ...(await store.value.deliveries({ status: "waiting" }, 10)),
    ...(await store.value.deliveries({ status: "sending" }, 10)),
    ...(await store.value.deliveries({ status: "dead" }, 10)),
  ];
  assert.deepEqual(waiting, []);
  await store.value.close();
}
