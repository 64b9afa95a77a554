/**
 * `accesslens simulate`: one request, or a stream of cases, through the concrete evaluator.
 *
 * In: cases as JSON texts, a recorded CloudTrail event, or a snapshot to take policies from. Out: decisions, and what is
 * wrong with a case as a value. Files are opened by the callers. Start reading at `read-case.ts`.
 */
export { answerObject, faultObject } from "./answer.ts";
export { simulatedShape, simulateQuestionShape } from "./ask-shape.ts";
export { askSimulate } from "./ask-simulate.ts";
export { namedPrincipal, ownerOfResource, withMissing } from "./asked-request.ts";
export { caseTexts } from "./case-texts.ts";
export type { CaseFault } from "./fault.ts";
export { PolicyStore } from "./policy-store.ts";
export { CaseReader } from "./read-case.ts";
export { resourcePolicyKind } from "./resource-policy-kind.ts";
export {
  policiesOfSnapshot,
  policySource,
  type SnapshotPolicies,
  trustPolicyOf,
} from "./snapshot-policies.ts";
export { type RecordedEvent, readEvent } from "./trail-event.ts";
