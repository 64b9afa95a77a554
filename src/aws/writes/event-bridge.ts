/** Policies of EventBridge buses. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "eventbridge",
  reads: ["DescribeEventBus"],
  writes: ["PutPermission", "RemovePermission"],
};

export async function busPolicy(
  EventBusName: string,
  arn: string,
  access: WriteAccess,
): Promise<StandingPolicy> {
  const sdk = await import("@aws-sdk/client-eventbridge");
  const { reader, writer, turn } = clientsFor(
    (configuration) => new sdk.EventBridgeClient(configuration),
    access,
    calls,
  );
  return standingPolicy(arn, access, turn, {
    read: async () =>
      (await reader.send(new sdk.DescribeEventBusCommand({ Name: EventBusName }))).Policy || null,
    put: (Policy, _, options) => writer.send(new sdk.PutPermissionCommand({ EventBusName, Policy }), options),
    remove: (_, options) =>
      writer.send(new sdk.RemovePermissionCommand({ EventBusName, RemoveAllPermissions: true }), options),
    conflicts: ["ConcurrentModificationException"],
  });
}
