import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AccountId, TrailEvent } from "../../model/index.ts";
import { KeptSessions } from "./keep-sessions.ts";

const session = (number: number, second: number, seconds: number): TrailEvent => ({
  id: `event-${String(number).padStart(5, "0")}`,
  time: second * 1000,
  call: "AssumeRole",
  request: null,
  shared: null,
  account: "123456789012" as AccountId,
  region: "us-east-1",
  caller: { kind: "service", service: "ec2.amazonaws.com" },
  callerKey: null,
  role: null,
  outcome: { kind: "granted", key: null, seconds },
  sessionName: null,
  externalId: null,
  sourceIdentity: null,
  tags: [],
  transitiveTagKeys: [],
  narrowed: false,
  mfa: null,
  sourceIp: null,
  vpcEndpoint: null,
  userAgent: null,
  console: false,
});

test("Of thousands of sessions those are kept, in whatever order they come, that a sort of all would begin with", () => {
  const shape = fc.record({
    order: fc.constantFrom("longest" as const, "latest" as const),
    limit: fc.constantFrom(1, 7, 300, 5000),
    perSecond: fc.constantFrom(1, 4, 40),
    lengths: fc.constantFrom(1, 3, 1000),
    isShuffled: fc.boolean(),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(shape, ({ order, limit, perSecond, lengths, isShuffled, seed }) => {
      const all = Array.from({ length: 2000 }, (_, number) => {
        const random = Math.imul(number ^ seed, 0x9e3779b1) >>> 8;
        return session(random, Math.floor(number / perSecond), 900 + (random % lengths));
      });
      const kept = new KeptSessions({ role: null, order, limit });
      const handed = isShuffled ? all.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : all;
      for (const one of handed) kept.add(one, 0);
      const length = ({ outcome }: TrailEvent) => (outcome.kind === "granted" ? (outcome.seconds ?? 0) : 0);
      const expected = all.toSorted(
        (a, b) =>
          (order === "longest" ? length(b) - length(a) || a.time - b.time : b.time - a.time) ||
          (a.id < b.id ? -1 : 1),
      );
      assert.deepEqual(
        kept.all.map(({ eventId }) => eventId),
        expected.slice(0, limit).map(({ id }) => id),
      );
    }),
    { numRuns: 25 },
  );
});
