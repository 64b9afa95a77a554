export { type Attempt, CallGate, type GateOptions } from "./call-gate.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type ClientConfiguration, Connection, type ConnectionOptions, givenEndpoint } from "./connection.ts";
export {
  type CallCounts,
  failedCall,
  guarded,
  noCalls,
  type SdkClient,
  UndeclaredCall,
} from "./guarded-client.ts";
export { homeRegion, isRegionName, partitionOfRegion, usualRegions } from "./partitions.ts";
export { limitFor, type RateLimit, rateLimits } from "./rate-limits.ts";
export { bugAsRefusal, mayPass, type Refusal, type RefusalKind, refusalOf } from "./refusal.ts";
export { type Caller, callerOf, type SpokeRole, spokeRoleArn, spokeSession } from "./sessions.ts";
