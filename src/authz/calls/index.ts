/**
 * Calls by the million: a fixed list of actions, and for every principal of a snapshot whether it can make them. Policies
 * are read once for all actions; what a call means is decided by `caller/` and `trust/` as everywhere else.
 * Start reading at `call-engine.ts`, then `call-decisions.ts`.
 */

export { followsFromCaller, mayNameAccount } from "./action-scps.ts";
export type { ActionMask, ActionSet } from "./action-set.ts";
export type { Call } from "./call.ts";
export { type CallDecisions, isOfNoAssumption } from "./call-decisions.ts";
export { type CallEngine, callEngine, callEngineAfterTrust } from "./call-engine.ts";
export {
  identityAbout,
  type Subject,
  withEverything,
  withoutBoundary,
} from "./subject.ts";
