/** Policies of ECR repositories. */
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "ecr",
  reads: ["GetRepositoryPolicy"],
  writes: ["SetRepositoryPolicy", "DeleteRepositoryPolicy"],
};

export async function repositoryPolicy(
  repositoryName: string,
  arn: string,
  access: WriteAccess,
): Promise<StandingPolicy> {
  const sdk = await import("@aws-sdk/client-ecr");
  const { reader, writer, turn } = clientsFor(
    (configuration) => new sdk.ECRClient(configuration),
    access,
    calls,
  );
  const asked = { repositoryName, registryId: access.account };
  return standingPolicy(arn, access, turn, {
    read: async () => {
      const read = () => reader.send(new sdk.GetRepositoryPolicyCommand(asked));
      return (await orNone(read, ["RepositoryPolicyNotFoundException"]))?.policyText || null;
    },
    // Without `force`: ECR refuses what would keep the caller from setting it again.
    put: (policyText, _, options) =>
      writer.send(new sdk.SetRepositoryPolicyCommand({ ...asked, policyText }), options),
    remove: (_, options) => writer.send(new sdk.DeleteRepositoryPolicyCommand(asked), options),
  });
}
