/** Policies of DynamoDB tables: DynamoDB refuses a write over another revision than the one that was read. */
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy, StandingText } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "dynamodb",
  reads: ["GetResourcePolicy", "DescribeTable"],
  writes: ["PutResourcePolicy", "DeleteResourcePolicy"],
};

/** What stands for "there is none yet" (AWS: PutResourcePolicy, ExpectedRevisionId). */
const noPolicy = "NO_POLICY";
const absent = ["PolicyNotFoundException"];

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-dynamodb");
  return { sdk, ...clientsFor((configuration) => new sdk.DynamoDBClient(configuration), access, calls) };
}

export async function tablePolicy(arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const asked = ({ revision }: StandingText) => ({
    ResourceArn: arn,
    ExpectedRevisionId: revision ?? noPolicy,
  });
  return standingPolicy(arn, access, turn, {
    isConditional: true,
    read: async () => {
      const read = () => reader.send(new sdk.GetResourcePolicyCommand({ ResourceArn: arn }));
      const found = await orNone(read, absent);
      return { text: found?.Policy || null, revision: found?.RevisionId ?? null };
    },
    put: (Policy, over, options) =>
      writer.send(new sdk.PutResourcePolicyCommand({ ...asked(over), Policy }), options),
    remove: (over, options) => writer.send(new sdk.DeleteResourcePolicyCommand(asked(over)), options),
    // It says so where the revision is another, too.
    conflicts: [...absent, "ResourceInUseException", "TransactionConflictException"],
  });
}

/** The KMS key that encrypts it; null: one of AWS's own. */
export async function tableKey(arn: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader } = await clients(access);
  const { Table } = await reader.send(new sdk.DescribeTableCommand({ TableName: arn }));
  return Table?.SSEDescription?.SSEType === "KMS" ? (Table.SSEDescription.KMSMasterKeyArn ?? null) : null;
}
