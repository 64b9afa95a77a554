/** Policies of S3 access points, and before which bucket they stand. */
import { givenEndpoint } from "../connection.ts";
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "s3",
  reads: ["GetAccessPoint", "GetAccessPointPolicy"],
  writes: ["PutAccessPointPolicy", "DeleteAccessPointPolicy"],
};

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-s3-control");
  const endpoint = givenEndpoint("S3_CONTROL");
  // S3's control plane puts the account in front of the host's name, which an address can't have.
  const scheme = { name: "sigv4", signingName: "s3", signingRegion: access.region, properties: {} };
  const given =
    endpoint === null
      ? {}
      : { endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes: [scheme] } }) };
  const made = clientsFor(
    (configuration) => new sdk.S3ControlClient({ ...configuration, ...given }),
    access,
    calls,
  );
  return { sdk, ...made };
}

export async function accessPointPolicy(
  name: string,
  arn: string,
  access: WriteAccess,
): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const asked = { AccountId: access.account, Name: name };
  return standingPolicy(arn, access, turn, {
    read: async () => {
      const read = () => reader.send(new sdk.GetAccessPointPolicyCommand(asked));
      return (await orNone(read, ["NoSuchAccessPointPolicy"]))?.Policy ?? null;
    },
    put: (Policy, _, options) =>
      writer.send(new sdk.PutAccessPointPolicyCommand({ ...asked, Policy }), options),
    remove: (_, options) => writer.send(new sdk.DeleteAccessPointPolicyCommand(asked), options),
    conflicts: ["OperationAborted"],
  });
}

/** The bucket before which it stands, with its owner where AWS tells it. */
export async function accessPointBucket(
  name: string,
  access: WriteAccess,
): Promise<{ readonly bucket: string; readonly account: string | null }> {
  const { sdk, reader } = await clients(access);
  const found = await reader.send(new sdk.GetAccessPointCommand({ AccountId: access.account, Name: name }));
  return { bucket: found.Bucket ?? "", account: found.BucketAccountId ?? null };
}
