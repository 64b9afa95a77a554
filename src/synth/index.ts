/**
 * Synthetic organizations, of any size and by seed: for demonstrations, for measuring, and as an independent source of
 * truth for tests. What is planted is told in the truth, and it is told from the facts of IAM: nothing here is shared
 * with the engine, and only `model` is imported. It never looks at a clock: "now" is an option.
 *
 * A plan of the organization is made first (`organization-plan.ts`), then what is planted (`plants/`), then the accounts
 * one at a time (`background/`), into a directory of AWS CLI output or straight into a snapshot.
 * Start reading at `synthesize.ts`.
 */
export { demoOrganization, writeDemo } from "./demo/index.ts";
export { defaultNow, defaultOptions, type Mix, optionsProblem, type SynthOptions } from "./options.ts";
export { type Synthesis, synthesize } from "./synthesize.ts";
export { type Progress, snapshotOf, toSnapshot } from "./to-snapshot.ts";
export { type RuleName, ruleNames, type Truth, type TruthEdge, type TruthFinding } from "./truth.ts";
export { writeDirectory, writeSynthesis, writeTruth } from "./write-directory.ts";
