/** Reads one subject as the watcher does, with AWS as the environment says it (moto). */
import { CallGate, Connection } from "../../src/aws/index.ts";
import type { Access } from "../../src/collect/live/access.ts";
import {
  type OneSubject,
  type RereadOptions,
  readSubject,
  type SubjectRead,
} from "../../src/collect/live/reread.ts";
import { type AccountId, isAccountId } from "../../src/model/index.ts";
import { motoAccount } from "./moto.ts";

export const ownAccount: AccountId = isAccountId(motoAccount)
  ? motoAccount
  : ((): never => {
      throw new Error("no account id");
    })();

export async function rereadOf(subject: OneSubject, options?: RereadOptions): Promise<SubjectRead> {
  const gate = new CallGate({ atOnce: 32, atOnceForAccount: 32, share: 100 });
  const connection = new Connection({ gate, fips: false, version: "test", connections: 16, attempts: 1 });
  try {
    return await readSubject(subject, accessTo(ownAccount), connection, options);
  } finally {
    connection.close();
  }
}

export function accessTo(account: AccountId): Access {
  const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
  const arn = `arn:aws:iam::${account}:user/test`;
  return {
    home: { caller: { account, arn, partition: "aws" }, region: "us-east-1", credentials },
    accounts: null,
    canEnter: () => true,
    credentialsOf: () => credentials,
    nameOf: () => arn,
  };
}

/** As it would stand in a file: dates as texts, and no members that are undefined. */
export function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
