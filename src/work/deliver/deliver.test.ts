import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { alert, driftEvent, externalId } from "../../../test/support/alerts.ts";
import { memoryOutbox } from "../../../test/support/memory-outbox.ts";
import { startReceiver } from "../../../test/support/receiver.ts";
import { planAlerts } from "../../notify/index.ts";
import { alertingState } from "./alerting-state.ts";
import { startDeliveryLoop } from "./delivery-loop.ts";
import { openChannels } from "./open-channels.ts";
import { readAlertConfiguration } from "./read-alert-configuration.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-deliver-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

function configuration(text: string) {
  const path = join(folder, "alerts.json");
  writeFileSync(path, text);
  const read = readAlertConfiguration(path);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

const means = (environment: Readonly<Record<string, string>>) => ({
  environment,
  folder,
  now: Date.now,
  write: async () => undefined,
});

test("from a change to a signed webhook, by the shortest file that there is", async () => {
  const receiver = await startReceiver();
  const found = configuration(
    JSON.stringify({ channels: [{ type: "webhook", url: receiver.url, secretEnv: "SECRET" }] }),
  );
  const store = { approvals: async () => [], deliveredSince: async () => 0 };
  const plan = planAlerts([driftEvent()], found, await alertingState(store, found, Date.now()));
  const outbox = memoryOutbox();
  const stop = new AbortController();
  const loop = startDeliveryLoop({
    outbox,
    configuration: found,
    channels: openChannels(found, means({ SECRET: secret })),
    holder: "test",
    now: Date.now,
    random: Math.random,
    signal: stop.signal,
  });
  outbox.put(plan.deliveries, Date.now());
  await loop.idle();
  stop.abort();
  await loop.ended;
  receiver.close();
  assert.equal(outbox.all()[0]?.status, "delivered");
  const [received] = receiver.received;
  assert.equal(received?.headers["webhook-id"], plan.deliveries[0]?.alert.id);
  const message = new Webhook(secret).verify(received?.body ?? "", received?.headers ?? {});
  assert.deepEqual(message, JSON.parse(received?.body ?? ""));
  assert.ok(!received?.body.includes(externalId), "external IDs are masked");
  assert.ok(received?.body.includes(driftEvent().subject));
});

test("external IDs are told where the channel says so", async () => {
  const receiver = await startReceiver();
  const found = configuration(
    JSON.stringify({
      channels: [{ type: "webhook", url: receiver.url, unsigned: true, showExternalIds: true }],
    }),
  );
  const channel = openChannels(found, means({})).get("webhook");
  assert.equal((await channel?.send(alert(), new AbortController().signal))?.kind, "delivered");
  receiver.close();
  assert.ok(receiver.received[0]?.body.includes(externalId));
  assert.equal(receiver.received[0]?.headers["webhook-signature"], undefined);
});

test("an address and a header that are secrets are read when something is sent, and told nowhere", async () => {
  const receiver = await startReceiver((response, _, request) =>
    response.writeHead(500).end(`no ${request.url} and ${request.headers["x-token"]}`),
  );
  const token = "t0ken-of-the-receiver";
  const found = configuration(
    JSON.stringify({
      channels: [
        {
          type: "webhook",
          urlFile: "url.txt",
          unsigned: true,
          headers: { "x-token": { env: "TOKEN" } },
        },
      ],
    }),
  );
  const environment: Record<string, string> = {};
  const channel = openChannels(found, means(environment)).get("webhook");
  const send = async (): Promise<string> =>
    JSON.stringify(await channel?.send(alert(), new AbortController().signal));
  assert.match(await send(), /try-again.*url.txt can't be read \(ENOENT\)/);
  writeFileSync(join(folder, "url.txt"), `${receiver.url}/T0KEN1234/path?key=12345678\n`);
  assert.match(await send(), /try-again.*the variable TOKEN is not set/);
  environment.TOKEN = token;
  const answer = await send();
  receiver.close();
  assert.match(answer, /answered 500: no <secret> and <secret>/);
  assert.equal(receiver.received[0]?.headers["x-token"], token);
  assert.ok(!/T0KEN|12345678/i.test(answer) && !answer.includes(token));
});

test("a file has a line for each alert, for its owner alone", async () => {
  const found = configuration(JSON.stringify({ channels: [{ type: "file", path: "alerts.ndjson" }] }));
  const channel = openChannels(found, means({})).get("file");
  for (const id of ["alert-1", "alert-2"]) {
    await channel?.send(alert({ id, title: "a\nb\u001b[31m\u202e" }), new AbortController().signal);
  }
  const text = readFileSync(join(folder, "alerts.ndjson"), "utf8");
  assert.ok(!/[\u001b\u202e]/.test(text));
  assert.deepEqual(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).data.id),
    ["alert-1", "alert-2"],
  );
});

test("what is wrong in a channel file is told with its place", () => {
  const path = join(folder, "bad.yaml");
  writeFileSync(path, "channels:\n  - type: webhook\n    url: http://example.com/\n    secretEnv: S\n");
  const read = readAlertConfiguration(path);
  assert.deepEqual(read.ok ? [] : read.error.map(({ place }) => place.slice(folder.length)), [
    "/bad.yaml:3:10",
  ]);
});

test("the examples of the guide are files that can be used", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../docs/alerts.md"), "utf8");
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  assert.deepEqual(
    configuration(yaml).channels.map(({ name }) => name),
    ["slack", "siem", "payments-team"],
  );
  const [, shortest = ""] = /The shortest file is `([^`]+)`/.exec(guide) ?? [];
  assert.equal(configuration(shortest).channels.length, 1);
});
