/** The client of S3's control plane, which puts the account in front of the host's name. */
import { type ClientConfiguration, givenEndpoint } from "../../aws/index.ts";

type Sdk = typeof import("@aws-sdk/client-s3-control");

export function s3ControlClient(
  sdk: Sdk,
  configuration: ClientConfiguration,
): InstanceType<Sdk["S3ControlClient"]> {
  const endpoint = givenEndpoint("S3_CONTROL");
  if (endpoint === null) return new sdk.S3ControlClient(configuration);
  // A given endpoint may be an address, in front of which no name can stand; the account is in a header as well.
  const scheme = { name: "sigv4", signingName: "s3", signingRegion: configuration.region, properties: {} };
  return new sdk.S3ControlClient({
    ...configuration,
    endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes: [scheme] } }),
  });
}
