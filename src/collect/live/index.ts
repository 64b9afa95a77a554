/**
 * Collection from live AWS: collectors (one small file a service) run in units of account, region and service; each finished
 * unit is journaled, and the journal is imported like a directory of AWS CLI output. Start reading at `collection.ts`.
 */
export { type NoAccess, openAccess } from "./access.ts";
export { type Collected, type Progress, runCollection } from "./collection.ts";
export type { Collector } from "./collector.ts";
export { collectors } from "./collectors/index.ts";
export { Journal } from "./journal.ts";
export { whyOf } from "./unit-gaps.ts";
