/** Policies of EventBridge buses. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "eventbridge",
  reads: ["DescribeEventBus"],
  writes: ["PutPermission", "RemovePermission"],
};

export async function busPolicy(name: string, arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const sdk = await import("@aws-sdk/client-eventbridge");
  const { reader, writer, turn } = clientsFor(
    (configuration) => new sdk.EventBridgeClient(configuration),
    access,
    calls,
  );
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const { Policy } = await reader.send(new sdk.DescribeEventBusCommand({ Name: name }));
      return { text: Policy || null, revision: null };
    },
    write: (text, _over, deadline) =>
      outcomeOf(
        (abortSignal) =>
          text === null
            ? writer.send(
                new sdk.RemovePermissionCommand({ EventBusName: name, RemoveAllPermissions: true }),
                { abortSignal },
              )
            : writer.send(new sdk.PutPermissionCommand({ EventBusName: name, Policy: text }), {
                abortSignal,
              }),
        turn,
        { deadline, now: access.now },
        ["ConcurrentModificationException"],
      ),
  };
}
