import assert from "node:assert/strict";
import { test } from "node:test";
import { simulatedClock } from "../../test/support/simulated-clock.ts";
import { CallGate } from "./call-gate.ts";
import type { Clock } from "./clock.ts";

const place = { service: "kms", call: "GetKeyPolicy", account: "111111111111", region: "us-east-1" };
const usual = { atOnce: 1000, atOnceForAccount: 1000, share: 1 };

async function calls(gate: CallGate, clock: Clock, count: number, changes: Partial<typeof place> = {}) {
  await Promise.all(
    Array.from({ length: count }, async () => {
      const leave = await gate.enter({ ...place, ...changes });
      await clock.sleep(60);
      leave("done");
    }),
  );
}

test("After the burst, calls pass at the rate of the limit", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ ...usual, clock });
  // 30 at once, 300 more at 30 a second, and the last one's answer.
  const took = await clock.run(calls(gate, clock, 330));
  assert.ok(Math.abs(took - 10_060) < 1, String(took));
});

test("Accounts, regions and calls with limits of their own do not wait for each other", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ ...usual, clock });
  const others = [{}, { account: "222222222222" }, { region: "eu-west-1" }, { call: "ListKeys" }];
  const took = await clock.run(Promise.all(others.map((change) => calls(gate, clock, 30, change))));
  assert.equal(took, 60);
});

test("Services of which no limit is known do not share one", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ ...usual, clock });
  const services = ["sqs", "sns", "ecr"].map((service) => calls(gate, clock, 20, { service, call: "List" }));
  assert.equal(await clock.run(Promise.all(services)), 60);
});

test("A share of the limits leaves the rest to others", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ ...usual, share: 0.5, clock });
  const took = await clock.run(calls(gate, clock, 165));
  assert.ok(Math.abs(took - 10_060) < 1, String(took));
});

test("No more calls are on their way at once than asked for, over all and for each account", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ atOnce: 8, atOnceForAccount: 3, share: 1, clock });
  let [most, underWay] = [0, 0];
  const mostOf = new Map<string, number>();
  const of = new Map<string, number>();
  const one = async (account: string): Promise<void> => {
    const leave = await gate.enter({ ...place, account });
    underWay += 1;
    of.set(account, (of.get(account) ?? 0) + 1);
    most = Math.max(most, underWay);
    mostOf.set(account, Math.max(mostOf.get(account) ?? 0, of.get(account) ?? 0));
    await clock.sleep(60);
    underWay -= 1;
    of.set(account, (of.get(account) ?? 0) - 1);
    leave("done");
  };
  const accounts = ["1", "2", "3", "4", "5"];
  await clock.run(Promise.all(accounts.flatMap((account) => Array.from({ length: 9 }, () => one(account)))));
  assert.equal(most, 8);
  assert.deepEqual([...mostOf.values()], [3, 3, 3, 3, 3]);
});

test("When AWS refuses, the rate halves at once, and is whole again after twenty seconds", async () => {
  const clock = simulatedClock();
  const gate = new CallGate({ ...usual, clock });
  const timed = async (work: Promise<unknown>): Promise<number> => {
    const before = clock.now();
    return (await clock.run(work)) - before;
  };
  const whole = await timed(calls(gate, clock, 60));
  const refused = async (): Promise<void> => {
    const leave = await gate.enter(place);
    leave("throttled");
  };
  await clock.run(Promise.all([refused(), refused(), refused()]));
  const halved = await timed(calls(gate, clock, 30));
  assert.ok(halved > 1.8 * 1000 && halved < 2.2 * 1000, `${halved} instead of ${whole}`);
  await clock.run(clock.sleep(30_000));
  const again = await timed(calls(gate, clock, 60));
  assert.ok(Math.abs(again - whole) < 1, `${again} instead of ${whole}`);
});
