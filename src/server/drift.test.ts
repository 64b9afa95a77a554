/** What a store remembers, over HTTP: filters, counts, one change whole, and news that neither miss nor double one. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { z } from "zod";
import {
  driftStory,
  hostileDrift,
  secretId,
  settleDrift,
  settleStory,
  usualPlace,
} from "../../test/support/drift-events.ts";
import { snapshotOf } from "../../test/support/planned-organization.ts";
import { somePages } from "../../test/support/some-pages.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import { acceptedFile } from "../work/accepted-file.ts";
import {
  DriftHistory,
  driftFacetsShape,
  driftNewsShape,
  driftRowsShape,
  driftStoryShape,
  driftTimelineShape,
  findingLifeShape,
} from "../work/history/index.ts";
import { scanSnapshot } from "../work/scan.ts";
import { type RunningServer, servedOf, startServer } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-drift-"));
const scanned = scanSnapshot(snapshotOf({ accounts: [{ id: "111122223333" }] }), {}, { chains: true });
const settings = { accepted: acceptedFile(join(folder, "none.yaml")), where: "org.alens" };

let store: StateStore;
let opened: Opened;

type Opened = { readonly server: RunningServer; readonly origin: string; readonly cookie: string };
type Answered = { readonly status: number; readonly body: ReturnType<typeof JSON.parse> };

async function openStore(name: string): Promise<StateStore> {
  const made = await openStateStore(`sqlite:${join(folder, name)}`);
  assert.ok(made.ok);
  return made.value;
}

async function serve(from: StateStore | null, masksExternalIds = true): Promise<Opened> {
  const history = from === null ? null : new DriftHistory(from, { masksExternalIds });
  const served = servedOf(scanned, { ...settings, history, masksExternalIds });
  const server = await startServer({ served, pages: somePages, port: 0, version: "test" });
  const { headers } = await fetch(server.url, { redirect: "manual" });
  const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
  return { server, origin: new URL(server.url).origin, cookie };
}

async function ask(path: string, { origin, cookie }: Opened = opened): Promise<Answered> {
  const response = await fetch(new URL(path, origin), { headers: { cookie } });
  return { status: response.status, body: await response.json() };
}

async function look(path: string, of: Opened = opened): Promise<Answered["body"]> {
  const { status, body } = await ask(path, of);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const idsOf = ({ events }: { readonly events: readonly { readonly id: string }[] }) =>
  events.map(({ id }) => id);

before(async () => {
  store = await openStore("story.db");
  await settleStory(store);
  opened = await serve(store);
});
after(async () => {
  await opened.server.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const shapes: readonly (readonly [path: string, shape: z.ZodType])[] = [
  ["/api/drift", driftRowsShape],
  ["/api/drift/facets", driftFacetsShape],
  ["/api/drift/timeline", driftTimelineShape],
  ["/api/drift/news?after=0", driftNewsShape],
  ...driftStory().map(({ id }) => [`/api/drift/event?id=${id}`, driftStoryShape] as const),
  [`/api/findings/${usualPlace.finding}/life`, findingLifeShape],
  ["/api/findings/0000000000000000/life", findingLifeShape],
];
for (const [path, shape] of shapes) {
  test(`${path} answers as it is described, and without an external ID`, async () => {
    const body = await look(path);
    const parsed = shape.safeParse(body);
    assert.ok(parsed.success, parsed.error?.message);
    assert.ok(!JSON.stringify(body).includes(secretId));
  });
}

test("external IDs are told where the server shows them, and can't be searched for where it does not", async () => {
  const shown = await serve(store, false);
  try {
    assert.ok(JSON.stringify(await look("/api/drift/event?id=drift-dropped", shown)).includes(secretId));
  } finally {
    await shown.server.close();
  }
  for (const text of [secretId, secretId.slice(0, 4)]) {
    assert.equal((await look(`/api/drift?text=${text}`)).total, 0);
  }
});

test("changes are told latest first, by page", async () => {
  const all = await look("/api/drift");
  const latestFirst = driftStory()
    .toSorted((a, b) => b.at - a.at)
    .map(({ id }) => id);
  assert.deepEqual(idsOf(all), latestFirst);
  assert.equal(all.total, latestFirst.length);
  assert.deepEqual(idsOf(await look("/api/drift?offset=2&limit=3")), latestFirst.slice(2, 5));
});

const filters: readonly (readonly [query: string, ids: readonly string[]])[] = [
  ["severity=critical", ["drift-opened", "drift-bucket"]],
  [
    "severities=critical&severities=info",
    ["drift-narrowed", "drift-opened", "drift-put-back", "drift-bucket"],
  ],
  ["kind=opened-and-closed", ["drift-opened"]],
  ["kind=missed-by-events&kind=unresolved", ["drift-unresolved", "drift-missed"]],
  ["about=control-policy", ["drift-scp"]],
  ["account=organization", ["drift-scp"]],
  ["account=333344445555", ["drift-missed", "drift-moved"]],
  ["side=outsiders", ["drift-opened", "drift-dropped", "drift-bucket"]],
  ["side=neither", ["drift-unresolved"]],
  ["side=lost", ["drift-narrowed", "drift-put-back", "drift-moved"]],
  ["actor=ANNA.MEIER", ["drift-opened", "drift-dropped", "drift-scp"]],
  ["actor=platformadmin&severity=critical", ["drift-opened"]],
  ["expected=true", ["drift-announced"]],
  [`subject=${usualPlace.role}`, ["drift-put-back", "drift-dropped"]],
  ["text=guardrails%20FORBIDS", ["drift-scp"]],
  ["text=chg-4711", ["drift-announced"]],
  [
    `from=${usualPlace.now - 2 * 86_400_000}&to=${usualPlace.now - 26 * 3_600_000}`,
    ["drift-opened", "drift-put-back", "drift-dropped"],
  ],
];
for (const [query, ids] of filters) {
  test(`of ?${decodeURIComponent(query)} exactly those are told that meet it`, async () => {
    assert.deepEqual(idsOf(await look(`/api/drift?${query}`)), ids);
    const { total } = await look(`/api/drift/facets?${query}`);
    assert.equal(total, ids.length);
  });
}

test("each facet is counted under the other filters", async () => {
  const { severity, account, total } = await look("/api/drift/facets?severities=critical");
  assert.equal(total, 2);
  assert.equal(
    severity.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
    driftStory().length,
  );
  assert.deepEqual(
    account.map(({ value, name }: { value: string; name: string }) => [value, name]),
    [
      ["111122223333", "payments-prod"],
      ["222233334444", "shared-services"],
    ],
  );
});

test("the timeline counts every change once, by day and by account", async () => {
  const { unit, buckets, accounts, outside, from, to } = await look("/api/drift/timeline");
  const sum = (list: readonly { readonly events: number }[]) => list.reduce((n, { events }) => n + events, 0);
  assert.equal(unit, "day");
  assert.equal(sum(buckets) + outside, driftStory().length);
  assert.ok(buckets.every(({ at }: { at: number }) => at >= from && at < to && at % 86_400_000 === 0));
  const [day] = buckets;
  assert.deepEqual(day, {
    at: Date.parse("2026-11-11"),
    events: 1,
    gained: 1,
    outsiders: 1,
    lost: 0,
    worst: "critical",
  });
  const organization = accounts.find(({ account }: { account: string | null }) => account === null);
  assert.equal(organization.events, 1);
});

test("a day is told by the hour", async () => {
  const from = Date.parse("2026-11-22T00:00:00Z");
  const { unit, buckets } = await look(`/api/drift/timeline?from=${from}&to=${from + 86_399_999}`);
  assert.equal(unit, "hour");
  assert.deepEqual(
    buckets.map(({ at, gained, lost }: { at: number; gained: number; lost: number }) => [
      (at - from) / 3_600_000,
      gained,
      lost,
    ]),
    [
      [15, 1, 0],
      [18, 0, 1],
    ],
  );
});

test("a change is told whole: who was told or not, what took it back, and by whom it was announced", async () => {
  const drop = await look("/api/drift/event?id=drift-dropped");
  assert.deepEqual(
    drop.decisions.map(({ channel, verdict }: { channel: string; verdict: string }) => [channel, verdict]),
    [
      ["security-room", "sent"],
      ["everyone", "below-severity"],
    ],
  );
  assert.deepEqual(
    drop.deliveries.map(({ status, attempts }: { status: string; attempts: number }) => [status, attempts]),
    [["delivered", 1]],
  );
  assert.equal(drop.takenBackBy.id, "drift-put-back");
  assert.equal((await look("/api/drift/event?id=drift-put-back")).takesBack.id, "drift-dropped");
  assert.equal((await look("/api/drift/event?id=drift-announced")).approval.ticket, "CHG-4711");
});

test("a finding's life has the changes that opened and closed it", async () => {
  const { life, opened: by, closed } = await look(`/api/findings/${usualPlace.finding}/life`);
  assert.deepEqual(
    life.history.map(({ state }: { state: string }) => state),
    ["open", "fixed", "reopened"],
  );
  assert.deepEqual(idsOf({ events: by }), ["drift-dropped"]);
  assert.deepEqual(idsOf({ events: closed }), ["drift-put-back"]);
});

test("what is asked wrongly, or of what is not there, is refused with advice", async () => {
  for (const [path, status] of [
    ["/api/drift?severity=terrible", 400],
    ["/api/drift?from=yesterday", 400],
    ["/api/drift/news", 400],
    ["/api/drift/news?after=0&wait=3600", 400],
    ["/api/drift/event?id=nothing", 404],
    ["/api/findings/zz/life", 400],
  ] as const) {
    const { status: answered, body } = await ask(path);
    assert.equal(answered, status, path);
    assert.ok(body.error.message.length > 10 && body.error.advice.length > 10, path);
  }
});

test("without a store, it is said how there would be one", async () => {
  const bare = await serve(null);
  try {
    for (const path of [
      "/api/drift",
      "/api/drift/facets",
      "/api/drift/timeline",
      "/api/drift/news?after=0",
    ]) {
      const { status, body } = await ask(path, bare);
      assert.equal(status, 404, path);
      assert.match(body.error.advice, /serve --store/);
    }
    assert.equal((await look("/api/session", bare)).history, false);
    assert.equal((await look("/api/session")).history, true);
  } finally {
    await bare.server.close();
  }
});

test("nobody is told anything without a cookie", async () => {
  for (const path of ["/api/drift", "/api/drift/news?after=0&wait=20", "/api/drift/event?id=drift-dropped"]) {
    assert.equal((await ask(path, { ...opened, cookie: "" })).status, 401, path);
  }
});

test("news come while one waits, and over many questions none is missed or told twice", async () => {
  const own = await openStore("news.db");
  const server = await serve(own);
  try {
    const count = 40;
    const told: string[] = [];
    let after = (await look("/api/drift", server)).sequence;
    const reading = (async () => {
      while (told.length < count) {
        const { events, sequence } = await look(`/api/drift/news?after=${after}&wait=20`, server);
        told.push(...idsOf({ events: events.toReversed() }));
        after = sequence;
      }
    })();
    const other = await openStore("news.db");
    for (let at = 0; at < count; at++) {
      await settleDrift(other, [{ ...hostileDrift("x", usualPlace.now), id: `news-${at}` }]);
    }
    await other.close();
    await reading;
    assert.deepEqual(
      told,
      Array.from({ length: count }, (_, at) => `news-${at}`),
    );
  } finally {
    await server.server.close();
    await own.close();
  }
});

test("news that the filters leave out wake nobody, and are not asked for again", async () => {
  const own = await openStore("filtered.db");
  const server = await serve(own);
  try {
    await settleDrift(own, [hostileDrift("x", usualPlace.now)]);
    const quiet = await look("/api/drift/news?after=0&severity=critical", server);
    assert.deepEqual([quiet.total, quiet.sequence], [0, 1]);
  } finally {
    await server.server.close();
    await own.close();
  }
});

test("a server that stops answers those who wait, at once", async () => {
  const own = await openStore("stopping.db");
  const server = await serve(own);
  const waiting = look("/api/drift/news?after=0&wait=20", server);
  // Once the question has arrived.
  await look("/api/drift", server);
  await server.server.close();
  assert.deepEqual(await waiting, { events: [], total: 0, sequence: 0 });
  await own.close();
});
