/**
 * Who can assume what, over a whole organization. In flow a snapshot and the decision about single trust policies; out
 * come edges in compact columns and answers to questions: who can assume a role, what can a principal assume, which edges
 * leave an account or the organization. Every answer says what could change it (`coverage`, `notes`).
 *
 * It must never list a whole-account trust principal by principal unless somebody asks for one role.
 * Start reading at `assume-graph.ts`, then `trust-pass.ts`.
 */
export { type AssumeGraph, noSlot } from "./assume-graph.ts";
export { buildAssumeGraph } from "./build.ts";
export { allGaps, notesFor, unreadTrust } from "./coverage.ts";
export { type Evidence, evidenceOf } from "./evidence.ts";
export { type BlockedCaller, type ExpansionScope, expandGrants } from "./expand.ts";
export {
  accountMatrix,
  crossAccountEdges,
  externalEdges,
} from "./external.ts";
export { attributesOf, resourceNamed } from "./resources.ts";
export { graphFromSections, graphSections } from "./sections.ts";
export {
  passOverTrust,
  type TrustOutcome,
  type TrustPass,
  type TrustReader,
  type TrustTemplate,
  trustReader,
} from "./trust-pass.ts";
export { type WhatCanAssume, whatCanAssume } from "./what-can-assume.ts";
export type { Who } from "./who.ts";
export { type WhoCan, whoCan } from "./who-can.ts";
export { type WhoCanAssume, whoCanAssume } from "./who-can-assume.ts";
export { isOwnWorkforceOrCluster, providerName } from "./workforce.ts";
