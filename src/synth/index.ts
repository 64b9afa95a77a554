/**
 * Synthetic organizations, of any size and by seed: for demonstrations, for measuring, and as an independent source of
 * truth for tests. What is planted is told in the truth, and it is told from the facts of IAM: nothing here is shared
 * with the engine, and only `model` is imported. It never looks at a clock: "now" is an option.
 *
 * A plan of the organization is made first (`organization-plan.ts`), then what is planted (`plants/`), then the accounts
 * one at a time (`background/`), into a directory of AWS CLI output or straight into a snapshot. `trail/` makes CloudTrail's
 * files of it, with uses that its policies allow and planted ones that an audit must find.
 * Start reading at `synthesize.ts`.
 */
export { writeDemo } from "./demo/index.ts";
export { defaultOptions, optionsProblem } from "./options.ts";
export type { SynthPartition } from "./partition.ts";
export { synthesize } from "./synthesize.ts";
export { snapshotOf, toSnapshot } from "./to-snapshot.ts";
export { defaultTrailOptions, trailOptionsProblem } from "./trail/options.ts";
export { synthesizeTrail, type TrailSynthesis } from "./trail/synthesize-trail.ts";
export { writeTrail, writeTrailTruth } from "./trail/write-trail.ts";
export type { Truth } from "./truth.ts";
export { type WriteProblem, writeSynthesis, writeTruth } from "./write-directory.ts";
