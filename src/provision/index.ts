/**
 * Making access: declarations and their checks, the policy texts that are made, merging into what stands there, and the proof of both
 * by the engine. Pure: plans come out as data, and `work/provision` carries them out. It must never write over what somebody else
 * has written. Start reading at `merge-statements.ts`.
 */

export {
  type FixedText,
  fixedText,
  type StatementChange,
  takeBack,
} from "./fixes/statement-changes.ts";
export {
  declareGrant,
  type GrantAsked,
  type GrantDeclaration,
} from "./grants/grant-declaration.ts";
export { type GrantKind, type GrantResource, parseGrantResource } from "./grants/grant-resource.ts";
export { grantServices } from "./grants/grant-services.ts";
export {
  actionsOfNothing,
  callerStatements,
  grantStatements,
  keyActionsFor,
  keyStatements,
  throughAccessPoint,
} from "./grants/grant-statements.ts";
export { standingGrants } from "./grants/standing-grants.ts";
export { isHeld } from "./held-principal.ts";
export { type BlockingDeny, judgeGrant, lockOut, type OwnerFacts } from "./judge-change.ts";
export { isManagedSid } from "./managed-sid.ts";
export {
  addStatements,
  type Merge,
  removeStatements,
  type SizeLimit,
} from "./merge-statements.ts";
export {
  canonicalStatement,
  type JsonValue,
  lostStatements,
  type ManagedStatement,
  type StandingStatement,
  statementsOf,
  type UnmergeableText,
} from "./standing-policy-text.ts";
