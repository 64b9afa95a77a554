/** Policies of ECR repositories. */
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

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
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const found = await orNone(
        () => reader.send(new sdk.GetRepositoryPolicyCommand(asked)),
        ["RepositoryPolicyNotFoundException"],
      );
      return { text: found?.policyText || null, revision: null };
    },
    write: (text, _over, deadline) =>
      outcomeOf(
        (abortSignal) =>
          text === null
            ? writer.send(new sdk.DeleteRepositoryPolicyCommand(asked), { abortSignal })
            : // Without `force`: ECR refuses what would keep the caller from setting it again.
              writer.send(new sdk.SetRepositoryPolicyCommand({ ...asked, policyText: text }), {
                abortSignal,
              }),
        turn,
        { deadline, now: access.now },
      ),
  };
}
