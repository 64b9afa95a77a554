/**
 * The algebra of request sets. Dimensions (a key, an ARN, an action) have values; atoms are patterns, intervals and
 * blocks of one dimension's values; a region is any Boolean combination of atoms. In flow patterns and comparisons, out
 * come exact answers: is it empty, is it within, what is left of it, show me one.
 *
 * It knows nothing of AWS and never guesses: where the work would pass the cap, the answer says `capped`.
 * Start at `types.ts` (what it speaks about), then `space.ts` (how the parts work together).
 */

export {
  exactly,
  glob,
  patternMatches,
  patternsOverlap,
  patternWithin,
} from "./patterns.ts";
export { createSpace } from "./space.ts";
export type {
  AddressBlock,
  Answer,
  Assignment,
  Dimension,
  Interval,
  Pattern,
  PatternElement,
  Region,
  Space,
  Value,
} from "./types.ts";
