import assert from "node:assert/strict";
import { test } from "node:test";
import { type AccountId, isAccountId, ok } from "../../../model/index.ts";
import { type EachTarget, runEach } from "./run-each.ts";

function account(id: string): AccountId {
  assert.ok(isAccountId(id));
  return id;
}

const role = "arn:aws:iam::222222222222:role/Audit";

function targets(count: number): readonly EachTarget[] {
  return Array.from({ length: count }, (_, n) => ({
    account: { id: account("222222222222"), name: null, partition: null },
    role,
    region: `eu-west-${n + 1}`,
  }));
}

/** How many sessions were taken for three regions, where each lasts so long from now on. */
async function taken(leftSeconds: number, atOnce: number): Promise<number> {
  let count = 0;
  const results = await runEach({
    targets: targets(3),
    command: [process.execPath, "-e", "console.log(process.env.AWS_ACCESS_KEY_ID)"],
    atOnce,
    environment: {},
    async take() {
      count += 1;
      const expiration = new Date(Date.now() + leftSeconds * 1000);
      const credentials = { accessKeyId: `key${count}`, secretAccessKey: "s", sessionToken: "t", expiration };
      return ok({
        ...{ role, arn: role, region: "eu-west-1", seconds: 900, packedPercent: null },
        credentials,
      });
    },
    snapshot: async () => null,
    told: () => undefined,
    ended: () => undefined,
    stop: new AbortController().signal,
    mostBytes: 100,
  });
  assert.ok(results.every(({ exitCode }) => exitCode === 0));
  return count;
}

/** Three at once, of which the first waits longest; each writes so much, and its number. */
async function toldOf(letters: number): Promise<readonly string[]> {
  const told: string[] = [];
  const write = `process.stdout.write(("x".repeat(99) + "\\n").repeat(${letters / 100}))`;
  const program = `const n = process.env.AWS_REGION.at(-1); setTimeout(() => { ${write}; console.log(n) }, 200 * (3 - n))`;
  await runEach({
    targets: targets(3),
    command: [process.execPath, "-e", program],
    atOnce: 3,
    environment: {},
    async take() {
      const expiration = new Date(Date.now() + 900_000);
      return ok({
        ...{ role, arn: role, region: "eu-west-1", seconds: 900, packedPercent: null },
        credentials: { accessKeyId: "k", secretAccessKey: "s", sessionToken: "t", expiration },
      });
    },
    snapshot: async () => null,
    told: ({ region }, _, line) => {
      if (!line.startsWith("x")) told.push(`${region} ${line}`);
    },
    ended: ({ region }) => told.push(`${region} ended`),
    stop: new AbortController().signal,
    mostBytes: 0,
  });
  return told;
}

test("What commands write is told in the order of the targets, whichever ends first and however much it is", async () => {
  const inOrder = [1, 2, 3].flatMap((n) => [`eu-west-${n} ${n}`, `eu-west-${n} ended`]);
  assert.deepEqual(await toldOf(100), inOrder);
  assert.deepEqual(await toldOf(4_000_000), inOrder);
});

test("The regions of an account share a session, and one that is about to end is taken anew", async () => {
  assert.deepEqual([await taken(900, 1), await taken(900, 3)], [1, 1]);
  assert.equal(await taken(100, 1), 3);
});
