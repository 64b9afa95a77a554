/**
 * One of the writers of `provision.ts`: for each line of standard input, the name of a queue, it adds a statement of its own to that queue's
 * policy, and answers with a line. Arguments: store, name, window in ms, writers.
 */
import { writeSync } from "node:fs";
import { argv, stdin } from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { queuePolicy } from "../src/aws/writes/index.ts";
import { addStatements } from "../src/provision/index.ts";
import { openStateStore } from "../src/store/state/index.ts";
import { applyPolicy } from "../src/work/provision/index.ts";
import { motoAccount } from "../test/support/moto.ts";
import { writeAccess } from "../test/support/provision/aws-writes.ts";
import { statementNamed } from "../test/support/provision/writer.ts";

const [, , url = "", me = "", window = "2000", writers = "0"] = argv;
const opened = await openStateStore(url);
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
const access = writeAccess();
for await (const name of createInterface({ input: stdin })) {
  const arn = `arn:aws:sqs:us-east-1:${motoAccount}:${name}`;
  const statement = statementNamed(me, { target: "queue", name });
  const end = await applyPolicy(
    await queuePolicy(name, arn, access),
    {
      ...{ id: `${me} ${name}`, by: "bench", kind: "resource-policy", title: "bench", undoes: null },
      merge: addStatements([statement], { bytes: 1_000_000, of: "a policy has" }),
      sids: new Set([me]),
      inverse: () => "{}",
    },
    {
      ...{ store, holder: me, now: Date.now, pause, random: Math.random },
      timing: {
        windowMilliseconds: Number(window),
        writers: Number(writers),
        patienceMilliseconds: 2_000,
        attempts: 50,
      },
    },
  );
  writeSync(1, `${end.kind} ${"writes" in end ? end.writes : 0}\n`);
}
await store.close();
