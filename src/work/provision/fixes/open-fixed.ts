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
import { nameIn } from "./plan-fixes.ts";

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
      return inlinePolicy({ holder, holderName: nameIn(place.holder), holderArn: place.holder, name }, access);
    }
    case "managed-policy":
      return managedPolicy(place.policy, access, removed);
    case "attachment":
    case "resource-policy":
      return null;
  }
}
