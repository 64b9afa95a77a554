/** Possible against observed. Start reading at `possible.ts`. */
export type { EdgeCaller } from "./edge-uses.ts";
export { type ImpossibleUse, impossibleUses, type OpenUse } from "./impossible.ts";
export { type ObservedEdge, possibleEdges, usesByRole } from "./possible.ts";
export { whyNotWatched } from "./watched.ts";
