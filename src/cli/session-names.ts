/** Names of sessions that tell who is behind them: of session and each, and of the sessions that others take by the way. */
import { hostname, userInfo } from "node:os";
import { attributedName } from "../provision/sessions/index.ts";

/** `purpose`: such as a ticket; null: none is given. */
export function nameOfUser(purpose: string | null): ReturnType<typeof attributedName> {
  return attributedName({ user: userName(), host: hostname(), purpose });
}

/** Some containers run as users that have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER || "unknown";
  }
}
