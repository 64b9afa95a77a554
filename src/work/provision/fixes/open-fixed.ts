/** Opens the policy that a fix edits, for reading and writing. */
import {
  inlinePolicy,
  managedPolicy,
  type RemovedVersion,
  type StandingPolicy,
  trustPolicy,
  type WriteAccess,
} from "../../../aws/writes/index.ts";
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import { splitArn } from "../../../model/index.ts";
import { type GrantResource, parseGrantResource } from "../../../provision/index.ts";
import { openPlace } from "../grants/open-place.ts";

/** Null: such policies are not written here. `removed`: hears of the version that made room for another. */
export async function openFixed(
  place: RemovablePlace,
  access: WriteAccess,
  removed: (version: RemovedVersion) => void,
): Promise<StandingPolicy | null> {
  switch (place.kind) {
    case "trust-policy":
      return trustPolicy(nameIn(place.role), place.role, access);
    case "inline-policy": {
      const holder = splitArn(place.holder)?.resource.split("/")[0];
      if (holder !== "role" && holder !== "user" && holder !== "group") return null;
      const { name } = place;
      return inlinePolicy(
        { holder, holderName: nameIn(place.holder), holderArn: place.holder, name },
        access,
      );
    }
    case "managed-policy":
      return managedPolicy(place.policy, access, removed);
    case "resource-policy": {
      const resource = writableResource(place.resource);
      return resource === null ? null : openPlace(resource, access);
    }
    case "attachment":
      return null;
  }
}

/** Null: its policy is not written here. A function's is made of permissions that are not edited, but added and removed. */
export function writableResource(arn: string): GrantResource | null {
  const resource = parseGrantResource(arn);
  return resource.ok && resource.value.kind !== "function" && resource.value.prefix === ""
    ? resource.value
    : null;
}

/** Null: IAM is everywhere, and where a bucket is its ARN does not tell. */
export function regionOf(place: RemovablePlace): string | null {
  return place.kind === "resource-policy" ? (writableResource(place.resource)?.region ?? null) : null;
}

/** Without its path. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
