/**
 * AccessLens as a library: IAM's decision about one request, two policies against each other, who can and what can over a
 * set of policies, who can come to whom over an organization's snapshot, and after changes of it, two snapshots against each other, lint. Without I/O, clock or randomness; runs in Node
 * and in browsers.
 *
 * Policies are texts or objects. What can be expected to go wrong is a value: `{ error }` in an answer of `simulate` and
 * `explain`, a {@link Result} elsewhere. Nothing here throws for any text. docs/simulate.md and docs/semantics.md say what answers mean;
 * `examples/` has whole programs.
 */
export { type AccessLevel, type ActionCatalogue, readActionCatalogue } from "./authz/action-catalogue.ts";
export type {
  DecisionLayer,
  Mismatch,
  NearestMiss,
  RequestToDecide,
  StatementEvidence,
} from "./authz/request-question.ts";
export type { DriftAnswer, TextOnly } from "./drift/index.ts";
export type { LintFinding } from "./findings/lint/lint-policy.ts";
export type { TagChoice } from "./graph/crown-jewels/index.ts";
export { type CrownJewelsQuestion, crownJewels } from "./library/crown-jewels.ts";
export { type DiffOptions, diff } from "./library/diff.ts";
export {
  type CompareOptions,
  type Comparison,
  compare,
  type Linted,
  type LintOptions,
  lintPolicy,
  type Normalized,
  type NormalizeOptions,
  normalize,
} from "./library/policies.ts";
export type { InputFault, PolicyInput } from "./library/policy-input.ts";
export {
  type BlastRadiusQuestion,
  blastRadius,
  type ChokepointsQuestion,
  chokepoints,
  type ExposureQuestion,
  exposure,
  findPaths,
  type LoadedSnapshot,
  type PathsQuestion,
  type ReachOptions,
  readSnapshot,
} from "./library/reach.ts";
export {
  type CaseInput,
  type ControlLevelInput,
  createSimulator,
  explain,
  type NamedPolicyInput,
  type PoliciesInput,
  type RequestInput,
  type SimulateAnswer,
  type Simulator,
  simulate,
} from "./library/simulate.ts";
export { type WhatIfChange, type WhatIfQuestion, whatIf } from "./library/what-if.ts";
export {
  type Texts,
  type WhatCanQuestion,
  type WhoCanQuestion,
  type Whole,
  whatCan,
  whoCan,
} from "./library/who-and-what.ts";
export type { AccessParty, DriftChange, DriftKind, GuardChange } from "./model/drift.ts";
export type { Result } from "./model/result.ts";
export type { Condition, PolicyDocument, PolicyKind, Statement } from "./policy/ast.ts";
export { parsePolicy } from "./policy/parse.ts";
export type { ComparedKind } from "./work/accepted-policy.ts";
export type { CrownJewelsAnswer } from "./work/crown-jewels-answer.ts";
export type {
  AccessCutAnswer,
  BlastRadiusAnswer,
  ChokepointsAnswer,
  CutStatementAnswer,
  ExposureAnswer,
  HopAnswer,
  PathAnswer,
  PathsAnswer,
  StatementCutAnswer,
} from "./work/reach-answer.ts";
export type { DecidedCase, FaultyCase } from "./work/simulate/answer.ts";
export type { CaseFault } from "./work/simulate/fault.ts";
export type { AssumptionChange, ReachChange, WhatIfAnswer } from "./work/what-if/what-if-answer.ts";
