/**
 * How AWS is reached: clients of the SDK that make declared calls only, at the rates that AWS gives, the sessions of spoke
 * roles, and why AWS refused. In flow what a caller wants to read and as whom; out come configured clients, and refusals as
 * values. Start reading at `guarded-client.ts`, then `call-gate.ts`.
 */
export {
  type Asker,
  type AssumedRole,
  assumeRole,
  sessionWithSecondFactor,
} from "./assume-role.ts";
export { type AssumeTrial, openAssumeTrial, type TrialOutcome } from "./assume-trial.ts";
export { CallGate } from "./call-gate.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type ClientConfiguration, Connection, givenEndpoint } from "./connection.ts";
export { type CallCounts, failedCall, guarded, noCalls, type SdkClient } from "./guarded-client.ts";
export { longestSession } from "./longest-session.ts";
export { type OrganizationFacts, organizationFacts } from "./organization-facts.ts";
export { homeRegion, isRegionName, knownRegions, partitionOfRegion, usualRegions } from "./partitions.ts";
export { limitFor, type RateLimit, rateLimits } from "./rate-limits.ts";
export { bugAsRefusal, mayPass, type Refusal, type RefusalKind, refusalOf } from "./refusal.ts";
export { isDue, SessionCache } from "./session-cache.ts";
export { type Caller, callerOf, type SpokeRole, spokeRoleArn, spokeSession } from "./sessions.ts";
export { Slots } from "./slots.ts";
