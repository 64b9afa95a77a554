/**
 * Spoke roles: from a declaration to the calls that make it so in many accounts. In flow a declaration (`declaration.ts`) and a snapshot
 * with the roles as they are; out comes a plan: for each account the state, the calls in a safe order, who gains and loses access, and
 * the proof by the engine that those get in who are declared, and nobody else. What is not proven has no calls.
 *
 * Pure: reading, writing and files are others' business. Start reading at `plan-roles.ts`.
 */
export { boundTrust, whyNotOurs } from "./bind-trust.ts";
export { callerPolicies } from "./caller-policies.ts";
export * from "./declaration.ts";
export { meantOver, placeholders } from "./desired-role.ts";
export { differencesBetween, type RoleDifference } from "./differences.ts";
export type { ReadCallers } from "./hub-needs.ts";
export { managedPolicyDenies } from "./managed-denials.ts";
export type { PlannedHub } from "./plan-hubs.ts";
export { planRemoval, whyNotRemoved } from "./plan-removal.ts";
export { type PlannedRole, planRoles, type RolePlan } from "./plan-roles.ts";
export { isSamePolicy, mayDeny } from "./policy-parts.ts";
export { withRoleStates } from "./prove-roles.ts";
export { withoutRefused } from "./refuse-roles.ts";
export type { RoleState } from "./role-state.ts";
export type { RoleStep } from "./role-step.ts";
export { afterStep, removalSteps, stepsBetween } from "./steps.ts";
export { targetedAccounts, unitPath } from "./targets.ts";
export { type BoundTrust, trustStatement } from "./trust-text.ts";
