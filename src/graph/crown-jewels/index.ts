/**
 * Crown jewels: what is most worth protecting, chosen or found, and who comes there. In flows the graph of what can be
 * reached; out come jewels with their reasons and with how many come to them, the worst off first. Start reading at
 * `crown-jewels.ts`, then `default-jewels.ts`.
 */
export type { JewelChoice, TagChoice } from "./chosen-jewels.ts";
export {
  type Comers,
  type CrownJewelsFound,
  crownJewels,
  type RankedJewel,
} from "./crown-jewels.ts";
