/** A resource whose policy could not be read is not one that has none: its attributes say so. */
import type { Resource } from "./snapshot.ts";

/** The attributes of a resource whose policy is not known, and therefore null. */
export const unreadPolicy = { policy: "unknown" } as const;

export function isPolicyUnread({ policy, attributes }: Pick<Resource, "policy" | "attributes">): boolean {
  return policy === null && attributes.policy === unreadPolicy.policy;
}
