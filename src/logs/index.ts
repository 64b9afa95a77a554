/**
 * What AWS logs: change events out of messages and of CloudTrail's files. In flow bodies of messages, which are nobody's word
 * to be trusted; out come events with their subjects, actors and documents. Start reading at `change-events/catalogue.ts`, the
 * list of events, and `change-events/parse-change-message.ts`; `event-source.ts` is where messages come from.
 */
export { changeEvents } from "./change-events/catalogue.ts";
export type { ServiceEvents } from "./change-events/change-rule.ts";
export { detailTypes, parseChangeMessage } from "./change-events/parse-change-message.ts";
export { type ChangeQueue, openChangeQueue } from "./change-queue.ts";
export type { EventSource, ReceivedMessage } from "./event-source.ts";
export { queueCalls } from "./queue-calls.ts";
export { queuePlace } from "./queue-place.ts";
export { digestBucket } from "./trail/digest/digest-bucket.ts";
export { type DigestKey, digestKeysOf } from "./trail/digest/digest-keys.ts";
export { type DigestPlace, digestDirectory } from "./trail/digest/digest-place.ts";
export { fetchDigestKeys } from "./trail/digest/fetched-keys.ts";
export {
  type DigestReport,
  judgeDigests,
  openDigests,
  verifyDigests,
} from "./trail/digest/verify-digests.ts";
export { type TrailRecordFault, trailEventOf } from "./trail/record/trail-event-of.ts";
export { bucketCalls, bucketPlace } from "./trail/scan/bucket-place.ts";
export { directoryPlace } from "./trail/scan/directory-place.ts";
export { type ScanOptions, scanningReader } from "./trail/scan/scanning-reader.ts";
export type { TrailPlace } from "./trail/scan/trail-place.ts";
export { openSpill, type SpillBounds, spillBounds, type TrailSpill } from "./trail/spill/index.ts";
export type { TrailFault, TrailProgress, TrailReader } from "./trail/trail-reader.ts";
export { openTrailFiles } from "./trail-files.ts";
