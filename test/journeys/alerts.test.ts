/** Alerts over a real store: sent to receivers of every temper, looked at, sent again, explained; and changes that were announced. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import type { DriftEvent } from "../../src/model/index.ts";
import { planAlerts } from "../../src/notify/index.ts";
import { openStateStore, type StateStore } from "../../src/store/state/index.ts";
import { alertingState } from "../../src/work/deliver/alerting-state.ts";
import { startDeliveryLoop } from "../../src/work/deliver/delivery-loop.ts";
import { openChannels } from "../../src/work/deliver/open-channels.ts";
import { readAlertConfiguration } from "../../src/work/deliver/read-alert-configuration.ts";
import { change, changedAt, driftEvent, externalId } from "../support/alerts.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { executable, workplace } from "./support/command-line.ts";

const { folder, environment, accesslens } = workplace();
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async function opened(name: string): Promise<{ readonly store: StateStore; readonly url: string }> {
  const url = `sqlite:${join(folder, name)}`;
  const store = await openStateStore(url);
  assert.ok(store.ok, JSON.stringify(store));
  return { store: store.value, url };
}

function configuration(channels: readonly object[]) {
  const path = join(folder, "alerts.json");
  writeFileSync(path, JSON.stringify({ channels, retry: { attempts: 4, longestMinutes: 0.02 } }));
  const read = readAlertConfiguration(path);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

/** As the watch does it: planned, and journaled in one piece with the event. */
async function settle(
  store: StateStore,
  channels: ReturnType<typeof configuration>,
  events: readonly DriftEvent[],
): Promise<void> {
  const now = Date.now();
  const plan = planAlerts(events, channels, await alertingState(store, channels, now));
  const settled = await store.settle({
    states: [],
    ...plan,
    events: events.flatMap((event) =>
      event.events.map(({ id, name, at }) => ({
        id,
        at,
        name,
        source: "iam.amazonaws.com",
        account: "111122223333",
        subjects: ["role 111122223333 backup"],
        verdict: "Told.",
      })),
    ),
    at: now,
  });
  assert.equal(settled.kind, "settled");
}

/** Until everything is delivered or given up. */
async function deliver(
  store: StateStore,
  channels: ReturnType<typeof configuration>,
  loops = 1,
): Promise<void> {
  const stop = new AbortController();
  const started = Array.from({ length: loops }, (_, index) =>
    startDeliveryLoop({
      outbox: store,
      configuration: channels,
      channels: openChannels(channels, {
        environment: { SECRET: secret },
        folder,
        now: Date.now,
        write: async () => undefined,
      }),
      holder: `loop-${index}`,
      now: Date.now,
      random: Math.random,
      signal: stop.signal,
      pollMilliseconds: 20,
    }),
  );
  for (;;) {
    await Promise.all(started.map((loop) => loop.idle()));
    const waiting = await store.deliveries({ status: "waiting" }, 1);
    const sending = await store.deliveries({ status: "sending" }, 1);
    if (waiting.length + sending.length === 0) break;
    await sleep(10);
  }
  stop.abort();
  await Promise.all(started.map((loop) => loop.ended));
}

const webhook = ({ url }: Receiver, own: object = {}) => ({
  type: "webhook",
  url,
  secretEnv: "SECRET",
  timeoutSeconds: 10,
  ...own,
});

const ids = (receiver: Receiver): readonly string[] =>
  receiver.received.map(({ headers }) => headers["webhook-id"] ?? "");

test("over receivers that fail in every way, each alert arrives, and is doubled only with its own id", async () => {
  const { store } = await opened("storm.db");
  const tempers = {
    fine: await startReceiver(),
    busy: await startReceiver((response, index) =>
      index % 3 === 0 ? response.writeHead(429, { "retry-after": "0" }).end() : response.writeHead(204).end(),
    ),
    broken: await startReceiver((response, index) => response.writeHead(index % 2 === 0 ? 500 : 204).end()),
    closing: await startReceiver((response, index) =>
      index % 2 === 0 ? response.destroy() : response.writeHead(204).end(),
    ),
  };
  const file = configuration(Object.entries(tempers).map(([name, one]) => webhook(one, { name })));
  const events = Array.from({ length: 40 }, (_, index) =>
    driftEvent({ id: `drift-${index}`, subject: `arn:aws:iam::111122223333:role/r-${index}` }),
  );
  for (const event of events)
    await settle(store, { ...file, retry: { attempts: 50, longestMilliseconds: 50 } }, [event]);
  await deliver(store, { ...file, retry: { attempts: 50, longestMilliseconds: 50 } }, 2);
  const all = await store.deliveries({}, 1000);
  assert.equal(all.length, 160);
  assert.deepEqual(new Set(all.map(({ status }) => status)), new Set(["delivered"]));
  for (const [name, receiver] of Object.entries(tempers)) {
    receiver.close();
    assert.equal(new Set(ids(receiver)).size, 40, name);
    for (const { headers, body } of receiver.received) new Webhook(secret).verify(body, headers);
  }
  assert.equal(ids(tempers.fine).length, 40);
  await store.close();
});

test("what was given up is listed with its reason, sent again when asked, and explained", async () => {
  const { store, url } = await opened("dead.db");
  let isBack = false;
  const gone = await startReceiver((response) =>
    response.writeHead(isBack ? 204 : 410).end("this hook \u001b[31mis gone"),
  );
  const channels = configuration([
    webhook(gone),
    { type: "stdout", name: "critical-only", route: { atLeast: "critical" } },
  ]);
  const event = driftEvent({ title: `Backup asks for ${externalId} no more`, changes: [change] });
  await settle(store, channels, [event]);
  await deliver(store, channels);

  const listed = accesslens(["alerts", "list", "--store", url]);
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(listed.stdout, /dead +webhook +high +1 +Backup asks for <masked, 18 characters> no more/);
  assert.match(listed.stdout, /answered 410: this hook \\u\{1b\}\[31mis gone/);
  const json = JSON.parse(
    accesslens(["alerts", "list", "--store", url, "--status", "dead", "--format", "json"]).stdout,
  );
  assert.deepEqual(schemaJudge("alerts-list.schema.json", { isClosed: true })(json), []);
  assert.equal(json.deliveries.length, 1);

  const abouts = [event.id, event.subject, event.events[0]?.id ?? "", json.deliveries[0].alert];
  for (const about of abouts) {
    const why = accesslens(["alerts", "why", about, "--store", url, "--format", "json"]);
    assert.equal(why.code, 0, why.stderr);
    const answer = JSON.parse(why.stdout);
    assert.deepEqual(schemaJudge("alerts-why.schema.json", { isClosed: true })(answer), []);
    assert.ok(!why.stdout.includes(externalId));
    assert.match(
      answer.answer[0],
      /given up over webhook \(answered 410.*; not over critical-only: It is high, and critical-only takes what is critical or worse/,
    );
  }
  const told = accesslens(["alerts", "why", event.subject, "--store", url]).stdout;
  assert.match(told, /UpdateAssumeRolePolicy +6f1c2a34-0000-4000-8000-000000000001 +Told\./);

  const none = accesslens(["alerts", "why", "arn:aws:iam::111122223333:role/Other", "--store", url]);
  assert.match(none.stdout, /Nothing that was seen is called/);

  const retried = accesslens(["alerts", "retry", "--all-dead", "--store", url, "--format", "json"]);
  assert.deepEqual(JSON.parse(retried.stdout), { retried: 1 });
  assert.deepEqual(
    schemaJudge("alerts-retry.schema.json", { isClosed: true })(JSON.parse(retried.stdout)),
    [],
  );
  isBack = true;
  await deliver(store, channels);
  gone.close();
  assert.equal((await store.deliveries({ status: "delivered" }, 10)).length, 1);
  assert.equal(new Set(ids(gone)).size, 1);
  const again = accesslens(["alerts", "retry", json.deliveries[0].id, "--store", url]);
  assert.match(again.stderr, /not dead/);
  await store.close();
});

test("retry needs to be told what", async () => {
  const { store, url } = await opened("none.db");
  await store.close();
  assert.equal(accesslens(["alerts", "retry", "--store", url]).code, 2);
  assert.equal(accesslens(["alerts", "retry", "x", "--all-dead", "--store", url]).code, 2);
  const unknown = accesslens(["alerts", "retry", "x", "--store", url]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /they are not dead, or are not there/);
  const json = accesslens(["alerts", "retry", "x", "--store", url, "--format", "json"]);
  assert.deepEqual([json.code, json.stdout], [2, ""], "an answer, and then an error");
});

test("an announced change is recorded with its ticket and not told, until the announcement is withdrawn", async () => {
  const { store, url } = await opened("expected.db");
  const receiver = await startReceiver();
  const channels = configuration([webhook(receiver)]);
  const added = accesslens([
    ...["expect", "add", "--ticket", "CHG-4711", "--principal", "arn:aws:iam::*:role/Deploy"],
    ...["--from", "2026-03-01T09:00:00Z", "--for", "2h", "--store", url],
  ]);
  // What is over is announced to nobody.
  assert.equal(added.code, Date.now() > changedAt + 3_600_000 ? 2 : 0);
  const now = Date.now();
  const add = accesslens([
    ...["expect", "add", "--ticket", "CHG-4711", "--principal", "arn:aws:iam::*:role/Deploy"],
    ...["--for", "2h", "--by", "ada", "--store", url, "--format", "json"],
  ]);
  assert.equal(add.code, 0, add.stderr);
  const { approval } = JSON.parse(add.stdout);
  assert.deepEqual(schemaJudge("expect-add.schema.json", { isClosed: true })({ approval }), []);

  const soon = (id: string): DriftEvent =>
    driftEvent({
      id,
      at: now + 60_000,
      events: [{ id: `event-of-${id}`, name: "UpdateAssumeRolePolicy", at: now + 60_000 }],
    });
  await settle(store, channels, [soon("drift-a")]);
  await deliver(store, channels);
  assert.equal(receiver.received.length, 0);
  const why = accesslens(["alerts", "why", "drift-a", "--store", url]).stdout;
  assert.match(why, /not over webhook: It was announced by ticket CHG-4711/);
  assert.deepEqual((await store.driftEvent("drift-a"))?.expected, {
    approval: approval.id,
    ticket: "CHG-4711",
  });

  const list = accesslens(["expect", "list", "--store", url]);
  assert.match(list.stdout, /open +CHG-4711 .*by arn:aws:iam::\*:role\/Deploy of anything/);
  assert.equal(accesslens(["expect", "withdraw", approval.id, "--store", url]).code, 0);
  assert.equal(accesslens(["expect", "withdraw", approval.id, "--store", url]).code, 2);
  assert.match(accesslens(["expect", "list", "--store", url]).stdout, /Nothing is expected/);
  const all = JSON.parse(accesslens(["expect", "list", "--all", "--store", url, "--format", "json"]).stdout);
  assert.deepEqual(schemaJudge("expect-list.schema.json", { isClosed: true })(all), []);
  assert.equal(all.approvals[0].state, "withdrawn");

  await settle(store, channels, [soon("drift-b")]);
  await deliver(store, channels);
  receiver.close();
  assert.equal(receiver.received.length, 1);
  await store.close();
});

const refusals: readonly (readonly [what: string, options: readonly string[]])[] = [
  ["that covers everything", ["--for", "2h"]],
  ["without an end", ["--subject", "x"]],
  ["with two ends", ["--subject", "x", "--for", "2h", "--until", "2099-01-01T00:00:00Z"]],
  [
    "that ends before it begins",
    ["--subject", "x", "--from", "2099-01-02T00:00:00Z", "--until", "2099-01-01T00:00:00Z"],
  ],
  ["that lasts for good", ["--subject", "x", "--for", "400d"]],
  ["at an hour of nowhere", ["--subject", "x", "--until", "2099-01-01T00:00:00"]],
  ["in no account", ["--account", "12", "--for", "2h"]],
];
for (const [what, options] of refusals) {
  test(`an announcement ${what} is refused`, () => {
    const run = accesslens([
      "expect",
      "add",
      "--ticket",
      "CHG-1",
      ...options,
      "--store",
      "sqlite:refused.db",
    ]);
    assert.equal(run.code, 2, run.stdout);
  });
}

test("a channel is tried with an alert that says that it is a test, and what came back is told", async () => {
  const receiver = await startReceiver();
  configuration([webhook(receiver), { type: "stdout" }]);
  // This process answers: the command must not keep it from that.
  const run = async (...args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      [executable, "alerts", "test", ...args, "--notify", "alerts.json"],
      {
        cwd: folder,
        env: { ...environment, SECRET: secret },
      },
    );
    let stdout = "";
    child.stdout.on("data", (piece: Buffer) => {
      stdout += piece.toString("utf8");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    return { code, stdout };
  };
  const fine = await run("webhook");
  assert.deepEqual(fine, { code: 0, stdout: "webhook: delivered (answered 204)\n" });
  assert.match(receiver.received[0]?.body ?? "", /TEST: nothing has changed/);
  receiver.close();
  const broken = await run("webhook", "--format", "json");
  assert.equal(broken.code, 3);
  assert.deepEqual(schemaJudge("alerts-test.schema.json", { isClosed: true })(JSON.parse(broken.stdout)), []);
  assert.equal(JSON.parse(broken.stdout).result, "try-again");
  assert.equal((await run("nowhere")).code, 2);
  const line = (await run("stdout")).stdout.split("\n")[0] ?? "";
  assert.deepEqual(schemaJudge("alert.schema.json", { isClosed: true })(JSON.parse(line)), []);
});

test("an alert with everything in it is as its schema says", async () => {
  const receiver = await startReceiver();
  const { store } = await opened("shape.db");
  const channels = configuration([webhook(receiver)]);
  const lost =
    change.examples.gained === null ? null : { ...change.examples.gained, principal: { federated: "x" } };
  await settle(store, channels, [
    driftEvent({
      changes: [{ ...change, examples: { gained: change.examples.gained, lost } }],
      interlude: { eventId: "e", from: 1, to: 2 },
      reverts: "drift-0",
    }),
  ]);
  await deliver(store, channels);
  receiver.close();
  const message = JSON.parse(receiver.received[0]?.body ?? "");
  assert.deepEqual(schemaJudge("alert.schema.json", { isClosed: true })(message), []);
  await store.close();
});
