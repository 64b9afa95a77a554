/**
 * Findings' fixes as plans: which policy, what changes in it, who gains and loses, and how it is taken back. In: a scan and the findings
 * that are to go; out: plans, and what came of writing them. Nothing is written that the rules have not verified over the text that
 * stands there. Start reading at `plan-fixes.ts`, then `fix-policy.ts`.
 */
export { applyFixes } from "./apply-fixes.ts";
export { usualCanary } from "./choose-canary.ts";
export { enterForFix } from "./enter-for-fix.ts";
export { type FixAnswer, fixAnswer, type ToldFinding, type ToldFix } from "./fix-answer.ts";
export { guardedByTrail } from "./guard-by-trail.ts";
export { type FixPlan, planFixes } from "./plan-fixes.ts";
export { planTightenings } from "./plan-tightenings.ts";
export { type FixValues, readFixValues } from "./stand-ins.ts";
