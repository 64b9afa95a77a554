/**
 * Questions about a trail, composed: a trail's place becomes an engine, its facts are held against a snapshot, and answers come out as
 * programs get them. Start reading at `trail-engine.ts`, then `observed-world.ts`.
 */
export { readKnownNetworks } from "./known-networks-file.ts";
export { isKnownRole } from "./known-role.ts";
export { type ObservedWorld, observedWorld, plainSettings, replayWorld } from "./observed-world.ts";
export { openTrail, type TrailPlace, trailPlace } from "./open-trail.ts";
export { tightenAnswer } from "./tighten-answer.ts";
export {
  auditAnswer,
  chainsAnswer,
  compareAnswer,
  deniedAnswer,
  isoTime,
  sessionsAnswer,
  unusedAnswer,
  whoAnswer,
} from "./trail-answers.ts";
export { usesQuestion } from "./trail-question.ts";
export type {
  AuditAnswer,
  CompareAnswer,
  DeniedAnswer,
  TightenAnswer,
  ToldDigests,
  WhoAnswer,
} from "./trail-shape.ts";
export { verifyTrail } from "./verify-trail.ts";
