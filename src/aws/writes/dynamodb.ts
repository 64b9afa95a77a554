/** Policies of DynamoDB tables: DynamoDB refuses a write over another revision than the one that was read. */
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

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
  return {
    target: arn,
    account: access.account,
    isConditional: true,
    async read() {
      const found = await orNone(
        () => reader.send(new sdk.GetResourcePolicyCommand({ ResourceArn: arn })),
        absent,
      );
      return { text: found?.Policy || null, revision: found?.RevisionId ?? null };
    },
    write: (text, over, deadline) =>
      outcomeOf(
        (abortSignal) => {
          const asked = { ResourceArn: arn, ExpectedRevisionId: over.revision ?? noPolicy };
          return text === null
            ? writer.send(new sdk.DeleteResourcePolicyCommand(asked), { abortSignal })
            : writer.send(new sdk.PutResourcePolicyCommand({ ...asked, Policy: text }), { abortSignal });
        },
        turn,
        { deadline, now: access.now },
        // It says so where the revision is another, too.
        [...absent, "ResourceInUseException", "TransactionConflictException"],
      ),
  };
}

/** The KMS key that encrypts it; null: one of AWS's own. */
export async function tableKey(arn: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader } = await clients(access);
  const { Table } = await reader.send(new sdk.DescribeTableCommand({ TableName: arn }));
  return Table?.SSEDescription?.SSEType === "KMS" ? (Table.SSEDescription.KMSMasterKeyArn ?? null) : null;
}
