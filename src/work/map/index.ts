/** What the map draws, made of a scan: the organization, and one account of it. Start reading at `organization-map.ts`. */
export { accountMap } from "./account-map.ts";
export { bitOf, crossingBit } from "./map-flags.ts";
export { accountMapShape, mapShape, mapTrustsShape } from "./map-shape.ts";
export { type MapGround, mapGround, organizationMap } from "./organization-map.ts";
export { trustsBetween } from "./trusts-between.ts";
