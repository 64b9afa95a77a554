/** The trust policy of a role: it is never without one. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

const calls = { service: "iam", reads: ["GetRole"], writes: ["UpdateAssumeRolePolicy"] };

/** `name`: without path. */
export async function roleTrust(name: string, arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const sdk = await import("@aws-sdk/client-iam");
  const { reader, writer, turn } = clientsFor(
    (configuration) => new sdk.IAMClient(configuration),
    access,
    calls,
  );
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const { Role } = await reader.send(new sdk.GetRoleCommand({ RoleName: name }));
      const text = Role?.AssumeRolePolicyDocument ?? null;
      return { text: text === null ? null : decoded(text), revision: null };
    },
    write: async (text, _over, deadline) => {
      if (text === null) throw new Error("a role without a trust policy is not possible");
      return outcomeOf(
        (abortSignal) =>
          writer.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: text }), {
            abortSignal,
          }),
        turn,
        { deadline, now: access.now },
      );
    },
  };
}

/** IAM gives it URL-encoded; as it is, it begins with a brace. */
function decoded(text: string): string {
  return text.trimStart().startsWith("{") ? text : decodeURIComponent(text);
}
