/**
 * Writes to AWS as jobs: a plan is shown, applied on request, journaled, and taken back. In: a policy that stands somewhere, and a
 * pure merge; out: what came of it. Start reading at `apply-policy.ts`; ADR 14 has the reasons.
 */
export {
  type Applied,
  applyPolicy,
  whyNot,
} from "./apply-policy.ts";
export { applyGrant, type GrantApplication } from "./grants/apply-grant.ts";
export { type GrantAnswer, grantAnswer, type ToldPart } from "./grants/grant-answer.ts";
export type { ChangesAnswer, UndoAnswer } from "./grants/grant-shape.ts";
export { type GrantPlan, type PlanFault, planGrant, planRevoke } from "./grants/plan-grant.ts";
export { sessionsSeen } from "./grants/sessions-seen.ts";
export type { Access } from "./grants/write-access.ts";
export { maskChange, maskStored } from "./mask-change.ts";
export { carryOutUndo, planUndo } from "./undo.ts";
export type { Direction, UndoPlan } from "./undo-plan.ts";
export { usualTiming, type WriteTiming } from "./write-timing.ts";
