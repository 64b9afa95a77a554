/**
 * Collection from live AWS: collectors (one small file a service) run in units of account, region and service; each finished
 * unit is journaled, and the journal is imported like a directory of AWS CLI output. Start reading at `collection.ts`.
 */
export { type Access, type NoAccess, openAccess } from "./access.ts";
export { accountsToRead } from "./accounts-to-read.ts";
export { type Collected, type Progress, runCollection } from "./collection.ts";
export type { Collector, ReadCall } from "./collector.ts";
export { collectors } from "./collectors/index.ts";
export { type Aggregator, aggregatorName, configAggregator } from "./config/aggregator.ts";
export { Journal } from "./journal.ts";
export { heldCredentials } from "./kept-between-reads.ts";
export { type Plan, planCollection } from "./plan.ts";
export { asksForFips } from "./profiles.ts";
export { readSubject } from "./reread.ts";
export { type ReadParts, snapshotOfReads } from "./snapshot-of-reads.ts";
export { runUnit, type UnitRecord } from "./unit.ts";
export { noName, whyOf } from "./unit-gaps.ts";
export type { Unseen } from "./unseen.ts";
