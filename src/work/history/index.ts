/**
 * What a store remembers, for those who look back: changes by filter, over time and one by one, what is new while they watch, and how
 * findings lived. In: a `StateStore`, which others fill; out: answers in the shapes of `drift-shape.ts`, external IDs masked
 * where they are not to be shown. It writes nothing. Start reading at `drift-history.ts`.
 */

export { eventKinds } from "./drift-event-shape.ts";
export type { DriftChoice } from "./drift-filter.ts";
export { DriftHistory, type HistoryFault } from "./drift-history.ts";
export {
  driftFacetsShape,
  driftNewsShape,
  driftRowsShape,
  driftSides,
  driftStoryShape,
  driftTimelineShape,
  findingLifeShape,
} from "./drift-shape.ts";
