/** What answers call somebody who called: an ARN where one is known. */
import type { ResolvedCaller } from "./resolve.ts";

/** The same for the same party; of a session, its role. External text: neutralise it before it is shown. */
export function callerName({ caller, arn }: ResolvedCaller): string {
  switch (caller.kind) {
    case "user":
    case "role":
      return arn ?? caller.id ?? caller.account;
    case "root":
      return `arn:aws:iam::${caller.account}:root`;
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
