/** What answers call somebody who called: an ARN where one is known. */
import type { ResolvedCaller } from "./resolve.ts";

/**
 * The same for the same party; of a session, its role. Of another's account that tells no ARN, the account: its unique ids mean nothing
 * to us. External text: neutralise it before it is shown.
 */
export function callerName({ caller, arn, standing, partition }: ResolvedCaller): string {
  switch (caller.kind) {
    case "user":
    case "role":
      if (arn !== null) return arn;
      return caller.id === null || standing.kind === "not-held"
        ? caller.account
        : `${caller.account}/${caller.id}`;
    case "root":
      return `arn:${partition}:iam::${caller.account}:root`;
    case "account":
      return caller.account;
    case "service":
      return caller.service;
    case "federated":
      return `${caller.provider}/${caller.subject}`;
    case "certificate":
      return caller.subject;
    case "identity-center-user":
      return caller.user;
    case "unknown":
      return caller.type;
  }
}
