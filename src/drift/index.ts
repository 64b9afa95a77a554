/**
 * Drift: two snapshots against each other, by what they mean. Who gained an access and who lost it, which guard is weaker, which
 * findings opened and closed; what is only written differently is silence. Everything of a snapshot that the engine reads is
 * compared (`members.ts`), and what is not is said.
 *
 * In: two sides, each a snapshot with its readers. Out: changes as plain data. No I/O. Start reading at `between.ts`.
 */
export { driftBetween, findingsAreNotCompared } from "./between.ts";
export { findingDifference, withFindings } from "./findings.ts";
export type { DriftAnswer, DriftOptions, DriftSide, TextOnly } from "./side.ts";
export { driftOfSubjects } from "./subjects.ts";
