/** The trust policy of a role: it is never without one. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = { service: "iam", reads: ["GetRole"], writes: ["UpdateAssumeRolePolicy"] };

/** `name`: without path. */
export async function roleTrust(name: string, arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const sdk = await import("@aws-sdk/client-iam");
  const { reader, writer, turn } = clientsFor(
    (configuration) => new sdk.IAMClient(configuration),
    access,
    calls,
  );
  return standingPolicy(arn, access, turn, {
    async read() {
      const { Role } = await reader.send(new sdk.GetRoleCommand({ RoleName: name }));
      const text = Role?.AssumeRolePolicyDocument ?? null;
      return text === null ? null : decoded(text);
    },
    put: (text, _, options) =>
      writer.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: text }), options),
    remove: async () => {
      throw new Error("a role without a trust policy is not possible");
    },
  });
}

/** IAM gives it URL-encoded; as it is, it begins with a brace. */
function decoded(text: string): string {
  return text.trimStart().startsWith("{") ? text : decodeURIComponent(text);
}
