/** Events on disk: in order and each once, whatever was handed in; and what happens when a process or a disk fails. */
import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import fc from "fast-check";
import { randomTrail } from "../../../../test/support/trail/random-trail.ts";
import type { TrailEvent } from "../../../model/index.ts";
import { openSpill, type SpillBounds, spillBounds, type TrailSpill } from "./index.ts";
import { spillFault } from "./spill-fault.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "accesslens-spill-"));
});
afterEach(() => rmSync(place, { recursive: true }));

const kept = () => join(place, "kept");

function opened(directory: string | null, bounds: SpillBounds = spillBounds): TrailSpill {
  const spill = openSpill({ directory, source: "a trail", bounds });
  assert(spill.ok, JSON.stringify(spill));
  return spill.value;
}

function eventsIn(spill: TrailSpill): readonly TrailEvent[] {
  const events: TrailEvent[] = [];
  const batches = spill.inOrder();
  for (;;) {
    const next = batches.next();
    if (!next.done) {
      events.push(...next.value);
      continue;
    }
    assert(next.value.ok, JSON.stringify(next.value));
    return events;
  }
}

async function spilled(
  batches: readonly (readonly TrailEvent[])[],
  bounds?: SpillBounds,
): Promise<readonly TrailEvent[]> {
  const spill = opened(null, bounds);
  for (const batch of batches) assert.equal(await spill.take(batch), "more");
  const events = eventsIn(spill);
  spill.remove();
  assert(!existsSync(spill.directory));
  return events;
}

/** As it is kept: `shared` tells nothing beside a request. */
const asKept = (event: TrailEvent): TrailEvent => ({
  ...event,
  shared: event.request === null ? event.shared : null,
});

/** Bounds so narrow that hours go to minutes, seconds and hashes, buffers to blocks, and texts without numbers. */
const narrow: fc.Arbitrary<SpillBounds> = fc.record({
  buffers: fc.constantFrom(5_000, 2 ** 20),
  block: fc.constantFrom(1, 600, 10_000),
  part: fc.constantFrom(1, 400, 4_000, 2 ** 25),
  texts: fc.constantFrom(0, 300, 2 ** 26),
});

const shuffledTwice = randomTrail.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    fc.integer({ min: 1, max: 9 }),
  ),
);

test("Whatever the order, the repetitions, the batches and the bounds, the same events come out alike", async () => {
  await fc.assert(
    fc.asyncProperty(shuffledTwice, narrow, async ([events, handed, size], bounds) => {
      const batches = Array.from({ length: Math.ceil(handed.length / size) }, (_, at) =>
        handed.slice(at * size, (at + 1) * size),
      );
      const plain = await spilled([events]);
      assert.deepEqual(await spilled(batches, bounds), plain);
      const byId = (a: TrailEvent, b: TrailEvent) => (a.id < b.id ? -1 : 1);
      assert.deepEqual(plain.toSorted(byId), events.map(asKept).sort(byId));
      const seconds = plain.map(({ time }) => Math.floor(time / 1000));
      assert.deepEqual(
        seconds,
        seconds.toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 12 },
  );
});

const [sample] = fc.sample(randomTrail, { numRuns: 1, seed: 7 });
const someEvents: readonly TrailEvent[] = (sample ?? []).slice(0, 40);

test("An id at two times is two events; of two texts of one event the one that tells more stays", async () => {
  const [event] = someEvents;
  assert(event !== undefined);
  const later = { ...event, time: event.time + 1 };
  const more = { ...event, userAgent: "a long agent, which the other copy of the file has left out" };
  const first = await spilled([[event, later, more]]);
  assert.deepEqual(first, await spilled([[more], [later, event]]));
  assert.deepEqual(first.map(({ userAgent }) => userAgent).sort(), [event.userAgent, more.userAgent].sort());
});

test("Events that are larger than all buffers, and hours of more events than pages, come out whole", async () => {
  const large = someEvents.map((event, at) => ({ ...event, sessionName: "ü".repeat(at * 700) }));
  const narrow = { ...spillBounds, buffers: 8192, texts: 0 };
  assert.deepEqual(await spilled([large], narrow), await spilled([large.toReversed()]));
  assert.equal((await spilled([large], narrow)).length, large.length);
});

test("Thousands of events of one hour, each handed in twice, come out once, and so do those of the hour after", async () => {
  const [event] = someEvents;
  assert(event !== undefined);
  const hour = Math.floor(event.time / 3_600_000) * 3_600_000;
  const many = Array.from({ length: 6000 }, (_, at) => ({
    ...event,
    id: `event ${at % 5000}`,
    time: hour + Math.floor(at / 5000) * 3_600_000 + ((at % 5000) % 977) * 1000,
  }));
  const out = await spilled([many, many.toReversed()]);
  const named = (events: readonly TrailEvent[]) => events.map(({ id, time }) => `${time} ${id}`).sort();
  assert.deepEqual(named(out), named(many));
});

test("What was kept is there for the run after a kill, and what was cut off by it is taken again", async () => {
  const half = someEvents.length / 2;
  const first = opened(kept());
  await first.take(someEvents.slice(0, half));
  assert.equal(await first.keep(), "more");
  const manifest = first.manifest;
  assert(manifest !== null);
  writeFileSync(manifest, "the first half");
  // The process dies: with a block half written, a text without its end, and a part being split.
  const [part] = readdirSync(kept()).filter((name) => name.startsWith("part-"));
  assert(part !== undefined);
  appendFileSync(join(kept(), part), Buffer.from("ALB1\u0010\u0000\u0000\u0000half"));
  appendFileSync(join(kept(), "texts"), '"arn:aws');
  mkdirSync(join(kept(), `${part}.split`));
  // The system takes the lock of whoever dies.
  first.close();

  const second = opened(kept());
  await second.take(someEvents.slice(half - 3));
  assert.deepEqual(eventsIn(second), await spilled([someEvents]));
  second.remove();
  assert(!existsSync(kept()));
});

test("The directory is private, and goes on with the same trail alone", () => {
  const spill = opened(kept());
  assert.equal(statSync(kept()).mode & 0o777, 0o700);
  spill.close();
  const other = openSpill({ directory: kept(), source: "another trail" });
  assert(!other.ok);
  assert.match(other.error.message, /another trail, or of another time/);
  spill.remove();
  const foreign = openSpill({ directory: place.replace(/[^/]*$/, ""), source: "a trail" });
  assert(!foreign.ok);
  assert.match(foreign.error.message, /isn't empty/);
});

test("A directory that can't be written stops the reader, and says so", async () => {
  const spill = opened(kept(), { ...spillBounds, block: 1 });
  rmSync(kept(), { recursive: true });
  assert.equal(await spill.take(someEvents), "stop");
  assert.equal(await spill.keep(), "stop");
  assert.match(spill.fault?.message ?? "", /kept: ENOENT.*Set TMPDIR/);
  assert.deepEqual(spill.inOrder().next(), { done: true, value: { ok: false, error: spill.fault } });
});

test("A full disk is told as such, and a bug is no fault", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
    syscall: "write",
  });
  assert.deepEqual(spillFault(full, "/tmp/x").kind, "no-room");
  assert.match(spillFault(full, "/tmp/x").message, /^\/tmp\/x: no room left.*Make room, or set TMPDIR/);
  assert.throws(() => spillFault(new TypeError("a bug"), "/tmp/x"), TypeError);
});

test("A file that somebody wrote over is told, not read", async () => {
  const spill = opened(kept());
  await spill.take(someEvents);
  await spill.keep();
  const [part] = readdirSync(kept()).filter((name) => name.startsWith("part-"));
  writeFileSync(join(kept(), part ?? ""), "nonsense of some length");
  const end = [...iterated(spill)].at(-1);
  assert.match(JSON.stringify(end), /cut off: somebody else wrote to it/);
});

/** With what it returns at last. */
function* iterated(spill: TrailSpill): Generator<unknown> {
  yield yield* spill.inOrder();
}

test("A directory whose texts are spoilt can be had by the next reading, once they are removed", () => {
  opened(kept()).close();
  writeFileSync(join(kept(), "texts"), "no text\n");
  assert(!openSpill({ directory: kept(), source: "a trail" }).ok);
  rmSync(join(kept(), "texts"));
  const again = opened(kept());
  rmSync(kept(), { recursive: true });
  again.remove();
  opened(kept()).remove();
});
