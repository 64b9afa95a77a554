/** How long sessions last (IAM-SEMANTICS 28, 29). */
import type { SessionFault } from "./fault.ts";

export const leastSeconds = 900;
const mostSeconds = 43_200;
/** The least MaxSessionDuration that a role can have: so long, every role's session lasts. */
export const everyRolesSeconds = 3600;
/** Of a session that was assumed with another session's credentials. */
export const mostChainedSeconds = 3600;

export type DurationLimits = {
  /** Whether the call is made with the credentials of a role's session. */
  readonly isChained: boolean;
  /** The role's MaxSessionDuration; null: not known, and STS will tell. */
  readonly roleSeconds: number | null;
};

/** Null: STS takes it, or nobody knows better. */
export function durationFault(
  seconds: number,
  { isChained, roleSeconds }: DurationLimits,
): SessionFault | null {
  if (!Number.isInteger(seconds) || seconds < leastSeconds || seconds > mostSeconds) {
    return fault(
      `${seconds} seconds is no duration of a session`,
      `Sessions last ${leastSeconds} to ${mostSeconds} seconds (15 minutes to 12 hours).`,
    );
  }
  if (isChained && seconds > mostChainedSeconds) {
    return fault(
      `${seconds} seconds is longer than a chained session may last`,
      "A role that is assumed with the credentials of another role's session (IAM Identity Center's included) lasts " +
        `${mostChainedSeconds} seconds at most, whatever its own maximum, and AWS refuses to give more. Ask for an hour ` +
        "and renew it (--credential-process does), or start from a user's credentials.",
    );
  }
  if (roleSeconds !== null && seconds > roleSeconds) {
    return fault(
      `${seconds} seconds is longer than the role's maximum of ${roleSeconds}`,
      "Ask for less, or raise the role's MaxSessionDuration (aws iam update-role --max-session-duration).",
    );
  }
  return null;
}

function fault(message: string, advice: string): SessionFault {
  return { what: "duration", message, advice };
}

/** Where none is asked for: STS's own, or less where the role gives less. */
export const usualSeconds = 3600;
