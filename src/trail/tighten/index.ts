/** Trust policies made as narrow as their use. Start reading at `tighten-trust.ts`. */
export type { Narrowing } from "./narrow-statements.ts";
export {
  firstRefused,
  type NotTightened,
  type ReplayedUse,
  type Tightened,
  tightenTrust,
} from "./tighten-trust.ts";
