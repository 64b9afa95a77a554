/** What pages show of a trail. Start reading at `read-trail.ts`. */
export { accountUse } from "./map-use.ts";
export { type ReadableTrail, ReadTrail } from "./read-trail.ts";
export {
  accountUseShape,
  impossibleShape,
  mapUseShape,
  partyTimelineShape,
  roleTimelineShape,
  trailStateShape,
} from "./show-shape.ts";
export { impossibleAnswer, partyTimeline, roleTimeline } from "./timelines.ts";
