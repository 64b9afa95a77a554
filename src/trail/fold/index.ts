/**
 * What really happened, out of a trail's events: copies of one call joined, who stands behind a session found by its access key,
 * and all grouped by what answers depend on. In flow events in the order of time, each once; out come facts, the same in whatever
 * order those of a second came. Start reading at `trail-fold.ts`.
 */
export { type FoldBounds, foldBounds } from "./limits.ts";
export { type FoldedTrail, spanOf, TrailFold } from "./trail-fold.ts";
