/** Access to moto for writes, as the account that it acts in where nobody says which. */
import { CallGate, Connection } from "../../../src/aws/index.ts";
import type { WriteAccess } from "../../../src/aws/writes/index.ts";
import { motoAccount } from "../moto.ts";

export function writeAccess(more: Partial<WriteAccess> = {}): WriteAccess {
  // moto throttles nobody.
  const gate = new CallGate({ atOnce: 100, atOnceForAccount: 100, share: 1_000 });
  return {
    connection: new Connection({ gate, fips: false, version: "test", connections: 16, attempts: 3 }),
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    account: motoAccount,
    region: "us-east-1",
    now: Date.now,
    ...more,
  };
}
