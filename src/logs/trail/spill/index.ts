/**
 * Events on disk by the hour, for trails that are larger than memory. In flow events in any order and as often as they like; they
 * come out in the order of their seconds, each once. Start reading at `trail-spill.ts`; `event-record.ts` is how an event lies there.
 */
export { openSpill, type SpillBounds, spillBounds, type TrailSpill } from "./trail-spill.ts";
