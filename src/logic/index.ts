/**
 * The algebra of request sets. Dimensions (a key, an ARN, an action) have values; atoms are patterns, intervals and
 * blocks of one dimension's values; a region is any Boolean combination of atoms. In flow patterns and comparisons, out
 * come exact answers: is it empty, is it within, what is left of it, show me one.
 *
 * It knows nothing of AWS and never guesses: where the work would pass the cap, the answer says `capped`.
 * Start at `types.ts` (what it speaks about), then `space.ts` (how the parts work together).
 */
export {
  type Address,
  type ParsedAddress,
  parseAddress,
  parseAddressBlock,
  printAddress,
  printAddressBlock,
} from "./addresses.ts";
export {
  anything,
  concat,
  exactly,
  glob,
  patternMatches,
  patternsOverlap,
  patternWithin,
  printPattern,
} from "./patterns.ts";
export { createSpace, type SpaceOptions } from "./space.ts";
export type {
  AddressBlock,
  Answer,
  Assignment,
  Atom,
  Cube,
  Dimension,
  DimensionKind,
  Interval,
  Pattern,
  PatternElement,
  Region,
  Space,
  Value,
} from "./types.ts";
