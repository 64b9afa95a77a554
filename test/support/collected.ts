/** Runs one collector as a collection does, and gives what it brought. */
import { CallGate, Connection } from "../../src/aws/index.ts";
import type { Collector } from "../../src/collect/live/collector.ts";
import { collectors } from "../../src/collect/live/collectors/index.ts";
import { runUnit, type UnitRecord } from "../../src/collect/live/unit.ts";
import { isAccountId } from "../../src/model/index.ts";
import { motoAccount } from "./moto.ts";

export function collectorNamed(name: string): Collector {
  const collector = collectors.find((one) => one.name === name);
  if (collector === undefined) throw new Error(`there is no collector ${name}`);
  return collector;
}

/** The unit's record, with AWS as the environment says it (moto), or as the SDK's clients were mocked. */
export async function collectedBy(name: string, region = "eu-west-1"): Promise<UnitRecord> {
  if (!isAccountId(motoAccount)) throw new Error("no account id");
  const gate = new CallGate({ atOnce: 32, atOnceForAccount: 32, share: 100 });
  const connection = new Connection({ gate, fips: false, version: "test", connections: 16, attempts: 1 });
  try {
    return await runUnit(
      collectorNamed(name),
      { account: motoAccount, partition: "aws", region },
      connection,
      async () => ({
        accessKeyId: "testing",
        secretAccessKey: "testing",
      }),
    );
  } finally {
    connection.close();
  }
}

/** Rows of `resource-policies.json`, policies parsed so that their spelling does not count. */
export function rowsOf(record: UnitRecord): readonly Readonly<Record<string, unknown>>[] {
  return (record.parts["resource-policies"] ?? []).map((row) =>
    typeof row.Policy === "string" ? { ...row, Policy: JSON.parse(row.Policy) } : row,
  );
}

/** A policy that lets another account do something, as tests put it on what they make. */
export function sharing(
  action: string,
  resource: string,
): { readonly Version: string; readonly Statement: readonly object[] } {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Partner",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999988887777:root" },
        Action: action,
        Resource: resource,
      },
    ],
  };
}
