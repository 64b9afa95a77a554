/** What pages show of a trail. Start reading at `read-trail.ts`. */
export { accountUse } from "./map-use.ts";
export { ReadTrail } from "./read-trail.ts";
export {
  accountUseShape,
  mapUseShape,
  partyTimelineShape,
  roleTimelineShape,
  trailStateShape,
} from "./show-shape.ts";
export { partyTimeline, roleTimeline } from "./timelines.ts";
