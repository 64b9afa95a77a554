/**
 * Writes to AWS as jobs: a plan is shown, applied on request, journaled, and taken back. In: a policy that stands somewhere, and a
 * pure merge; out: what came of it. Start reading at `apply-policy.ts`; ADR 14 has the reasons.
 */
export {
  type Applied,
  type ApplyParts,
  applyPolicy,
  type PolicyChange,
  whyNot,
} from "./apply-policy.ts";
export { settlingMilliseconds, usualTiming, type WriteTiming } from "./write-timing.ts";
