/** Policies of secrets. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

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
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const { ResourcePolicy } = await reader.send(new sdk.GetResourcePolicyCommand({ SecretId: arn }));
      return { text: ResourcePolicy || null, revision: null };
    },
    write: (text, _over, deadline) =>
      outcomeOf(
        (abortSignal) =>
          text === null
            ? writer.send(new sdk.DeleteResourcePolicyCommand({ SecretId: arn }), { abortSignal })
            : writer.send(
                new sdk.PutResourcePolicyCommand({
                  SecretId: arn,
                  ResourcePolicy: text,
                  BlockPublicPolicy: true,
                }),
                { abortSignal },
              ),
        turn,
        { deadline, now: access.now },
      ),
  };
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
