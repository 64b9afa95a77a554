/** Possible against observed. Start reading at `possible.ts`. */
export type { EdgeCaller, EdgeUse } from "./edge-uses.ts";
export {
  type ImpossibleCause,
  type ImpossibleUse,
  impossibleUses,
  type OpenUse,
  type Unexplained,
} from "./impossible.ts";
export {
  type ObservedEdge,
  type PossibleParts,
  type PossibleQuestion,
  possibleEdges,
  usesByRole,
} from "./possible.ts";
