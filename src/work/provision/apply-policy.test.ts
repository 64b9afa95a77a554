/** Writers of one policy at the same time, in virtual time: nobody's statement is lost, whatever the order of their calls. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../test/support/state-store/random-numbers.ts";
import { VirtualTime } from "../../../test/support/virtual-time.ts";
import type { StandingPolicy, StandingText, Written } from "../../aws/writes/index.ts";
import type { AppliedChange, IntendedChange } from "../../model/index.ts";
import { addStatements, type ManagedStatement, statementsOf } from "../../provision/index.ts";
import { type Applied, type ApplyParts, applyPolicy, type PolicyChange } from "./apply-policy.ts";
import type { WriteTiming } from "./write-timing.ts";

const limit = { bytes: 100_000, of: "a policy" };
const timing: WriteTiming = { windowMilliseconds: 100, writers: 8, patienceMilliseconds: 50, attempts: 60 };

/** A place where a policy stands; `writers` look at it and write to it through doors of their own, each as slow as it gets. */
class Place {
  text: string | null = '{"Statement":[{"Sid":"first"}]}';
  revision = 0;
  readonly time = new VirtualTime();
  readonly random: () => number;

  constructor(seed: number) {
    this.random = randomNumbers(seed);
  }

  door(name: string, how: Partial<Door> = {}): StandingPolicy {
    const { time, random } = this;
    const slow = (most: number) => time.pause(random() * most);
    const isConditional = how.isConditional === true;
    return {
      target: `${name} arn:aws:s3:::logs`,
      account: "111122223333",
      isConditional,
      read: async (): Promise<StandingText> => {
        await slow(how.read ?? 45);
        const answer = { text: this.text, revision: isConditional ? String(this.revision) : null };
        await slow(how.answer ?? 20);
        return answer;
      },
      write: async (text, over, deadline): Promise<Written> => {
        if (time.now() >= deadline) return { kind: "too-late" };
        // Whatever is sent arrives within its window.
        await time.pause(random() * Math.min(how.write ?? 100, deadline - time.now()));
        if (isConditional && over.revision !== String(this.revision)) return { kind: "changed-since" };
        const fate = how.fate?.() ?? "written";
        if (fate !== "not-arrived") {
          this.text = text;
          this.revision += 1;
        }
        const refusal = { kind: "failed", code: "InternalError", message: "it failed" } as const;
        if (fate === "partly") return { kind: "partly", refusal };
        return fate === "written" ? { kind: "written" } : { kind: "unknown", refusal };
      },
    };
  }
}

type Door = {
  readonly read: number;
  readonly answer: number;
  readonly write: number;
  readonly isConditional: boolean;
  readonly fate: () => "written" | "partly" | "arrived-unanswered" | "not-arrived";
};

function journal(): ApplyParts["store"] & { readonly changes: Map<string, AppliedChange> } {
  const changes = new Map<string, AppliedChange>();
  const leases = new Map<string, { holder: string; until: number }>();
  return {
    changes,
    async lease(name, holder, now, milliseconds) {
      const had = leases.get(name);
      if (had !== undefined && had.until > now && had.holder !== holder) return false;
      leases.set(name, { holder, until: now + milliseconds });
      return true;
    },
    async release(names) {
      for (const name of names) leases.delete(name);
    },
    async intendChange(change: IntendedChange) {
      changes.set(change.id, { ...change, state: "intended", stateAt: change.at, note: null });
    },
    async endChange(id, _from, { at, ...outcome }) {
      const known = changes.get(id);
      if (known !== undefined) changes.set(id, { ...known, ...outcome, stateAt: at });
      return known !== undefined;
    },
  };
}

function changeFor(sid: string, more: Partial<PolicyChange> = {}): PolicyChange {
  const statement: ManagedStatement = { Sid: sid, Effect: "Allow" };
  return {
    id: sid,
    by: "arn:aws:iam::111122223333:role/admin",
    kind: "resource-policy",
    title: `adds ${sid}`,
    merge: addStatements([statement], limit),
    sids: new Set([sid]),
    inverse: () => "{}",
    undoes: null,
    ...more,
  };
}

function partsOf(place: Place, holder: string, more: Partial<ApplyParts> = {}): ApplyParts {
  const { now, pause } = place.time;
  return { store: journal(), holder, timing, now, pause, random: place.random, ...more };
}

function sidsIn(text: string | null): readonly (string | null)[] {
  const found = statementsOf(text ?? '{"Statement":[]}');
  assert.ok(found.ok);
  return found.value.map(({ sid }) => sid).toSorted();
}

const eight = Array.from({ length: 8 }, (_, n) => `s${n}`);

/** `groups`: so many stores, each shared by as many of them; null: each has its own. */
async function race(seed: number, used: WriteTiming, how: Partial<Door> = {}, groups: number | null = null) {
  const place = new Place(seed);
  const stores = Array.from({ length: groups ?? 0 }, journal);
  const all = eight.map(async (sid, n): Promise<Applied> => {
    await place.time.pause(place.random() * 150);
    const store = groups === null ? journal() : (stores[n % groups] ?? journal());
    // Other processes know the target by the same name; here it would keep those apart that share no store.
    const target = groups === null ? sid : String(n % groups);
    const parts = partsOf(place, sid, { timing: used, store });
    return applyPolicy({ ...place.door(sid, how), target }, changeFor(sid), parts);
  });
  const ends = await place.time.run(Promise.all(all));
  return { ends, sids: sidsIn(place.text) };
}

/** More of them where the environment asks for it. */
const rounds = Number(process.env.ACCESSLENS_ROUNDS ?? 60);

test("eight writers that share nothing lose nobody's statement, in any order of their calls", async () => {
  for (let seed = 1; seed <= rounds; seed += 1) {
    const { ends, sids } = await race(seed, timing);
    for (const end of ends) assert.equal(end.kind, "applied", `seed ${seed}: ${JSON.stringify(end)}`);
    assert.deepEqual(sids, ["first", ...eight], `seed ${seed}`);
  }
});

test("two stores that four writers share each lose nobody's either", async () => {
  for (let seed = 1; seed <= rounds / 2; seed += 1) {
    const { ends, sids } = await race(seed, timing, {}, 2);
    for (const end of ends) assert.equal(end.kind, "applied", `seed ${seed}: ${JSON.stringify(end)}`);
    assert.deepEqual(sids, ["first", ...eight], `seed ${seed}`);
  }
});

test("without the settling time they do: the race is a real one", async () => {
  let lost = 0;
  for (let seed = 1; seed <= 10; seed += 1) {
    const { sids } = await race(seed, { ...timing, writers: 0 });
    if (sids.length < 9) lost += 1;
  }
  assert.ok(lost > 0);
});

test("a service that refuses a write over another state needs no settling time", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { ends, sids } = await race(seed, { ...timing, writers: 0 }, { isConditional: true });
    for (const end of ends) assert.equal(end.kind, "applied", `seed ${seed}: ${JSON.stringify(end)}`);
    assert.deepEqual(sids, ["first", ...eight], `seed ${seed}`);
  }
});

test("writers that share a store take turns, and need none either", async () => {
  const place = new Place(5);
  const store = journal();
  const all = eight.map((sid) => {
    const door = { ...place.door(sid), target: "arn:aws:s3:::logs" };
    return applyPolicy(
      door,
      changeFor(sid),
      partsOf(place, sid, { store, timing: { ...timing, writers: 0 } }),
    );
  });
  const ends = await place.time.run(Promise.all(all));
  assert.deepEqual(new Set(ends.map(({ kind }) => kind)), new Set(["applied"]));
  assert.deepEqual(sidsIn(place.text), ["first", ...eight]);
  assert.ok([...store.changes.values()].every(({ state }) => state === "applied"));
});

test("writes that are not answered are looked after, whether they arrived or not", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = randomNumbers(seed);
    const fate = () => {
      const number = random();
      return number < 0.25 ? "arrived-unanswered" : number < 0.5 ? "not-arrived" : "written";
    };
    const { ends, sids } = await race(seed, timing, { fate });
    for (const end of ends) assert.equal(end.kind, "applied", `seed ${seed}: ${JSON.stringify(end)}`);
    assert.deepEqual(sids, ["first", ...eight], `seed ${seed}`);
  }
});

test("the journal has the intent before the write, and what it came to after it", async () => {
  const place = new Place(1);
  const parts = partsOf(place, "me");
  const store = journal();
  const door = place.door("me");
  const seen: (string | undefined)[] = [];
  const watched: StandingPolicy = {
    ...door,
    write: (...args) => {
      seen.push(store.changes.get("s0")?.state);
      return door.write(...args);
    },
  };
  const first = await place.time.run(applyPolicy(watched, changeFor("s0"), { ...parts, store }));
  assert.equal(first.kind, "applied");
  assert.deepEqual(seen, ["intended"]);
  const change = store.changes.get("s0");
  assert.equal(change?.state, "applied");
  assert.equal(change?.before, '{"Statement":[{"Sid":"first"}]}');
  assert.deepEqual(sidsIn(change?.after ?? null), ["first", "s0"]);
  const second = await place.time.run(
    applyPolicy(watched, changeFor("s0", { id: "again" }), { ...parts, store }),
  );
  assert.equal(second.kind, "same");
  assert.equal(store.changes.has("again"), false, "what stands there already is no change");
});

test("a writer that is too slow starts over, and gives up without having written", async () => {
  const place = new Place(1);
  const store = journal();
  const parts = partsOf(place, "me", { store, timing: { ...timing, attempts: 5 } });
  const before = place.text;
  const end = await place.time.run(
    applyPolicy(place.door("me", { answer: 2_000_000 }), changeFor("s0"), parts),
  );
  assert.ok(end.kind === "gave-up" && end.why.includes("longer than 100 ms"), JSON.stringify(end));
  assert.equal(place.text, before);
  assert.equal(store.changes.get("s0")?.state, "failed");
});

test("of a change of which AWS took a part the journal does not say that nothing was written", async () => {
  const place = new Place(1);
  const store = journal();
  const door = place.door("me", { isConditional: true, fate: () => "partly" });
  const end = await place.time.run(applyPolicy(door, changeFor("s0"), partsOf(place, "me", { store })));
  assert.ok(end.kind === "gave-up" && /refused the rest/.test(end.why), JSON.stringify(end));
  assert.equal(place.revision, 1, "what AWS refuses is not tried again");
  assert.equal(store.changes.get("s0")?.state, "intended");
});

test("what must not stand there is not written", async () => {
  const place = new Place(1);
  const mayStand = () => ({ why: "nobody could change it any more", advice: "Do not." });
  const end = await place.time.run(
    applyPolicy(place.door("me"), changeFor("s0", { mayStand }), partsOf(place, "me")),
  );
  assert.equal(end.kind, "refused");
  assert.equal(place.revision, 0);
});

test("others' statements that go while we write are told", async () => {
  const place = new Place(1);
  const door = place.door("me");
  const end = await place.time.run(
    applyPolicy(
      {
        ...door,
        write: async (...args) => {
          const written = await door.write(...args);
          place.text = place.text?.replace('{"Sid":"first"},', "") ?? null;
          return written;
        },
      },
      changeFor("s0"),
      partsOf(place, "me"),
    ),
  );
  assert.ok(end.kind === "applied");
  assert.deepEqual(
    end.gone.map(({ sid }) => sid),
    ["first"],
  );
});
