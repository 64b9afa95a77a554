/** Policies of secrets. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "secrets-manager",
  reads: ["GetResourcePolicy", "DescribeSecret"],
  writes: ["PutResourcePolicy", "DeleteResourcePolicy"],
};

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  return {
    sdk,
    ...clientsFor((configuration) => new sdk.SecretsManagerClient(configuration), access, calls),
  };
}

export async function secretPolicy(arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const asked = { SecretId: arn };
  return standingPolicy(arn, access, turn, {
    read: async () => (await reader.send(new sdk.GetResourcePolicyCommand(asked))).ResourcePolicy || null,
    put: (ResourcePolicy, _, options) =>
      writer.send(
        new sdk.PutResourcePolicyCommand({ ...asked, ResourcePolicy, BlockPublicPolicy: true }),
        options,
      ),
    remove: (_, options) => writer.send(new sdk.DeleteResourcePolicyCommand(asked), options),
  });
}

/** The KMS key that encrypts it, null being the account's own `aws/secretsmanager`, and its whole ARN. */
export async function secretFacts(
  secret: string,
  access: WriteAccess,
): Promise<{ readonly arn: string; readonly key: string | null }> {
  const { sdk, reader } = await clients(access);
  const found = await reader.send(new sdk.DescribeSecretCommand({ SecretId: secret }));
  return { arn: found.ARN ?? secret, key: found.KmsKeyId || null };
}
