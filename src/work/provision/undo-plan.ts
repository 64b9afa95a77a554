import type { StandingPolicy } from "../../aws/writes/index.ts";
import type { Merge, UnmergeableText } from "../../provision/index.ts";

/** What would be done, or why it can't be. */
export type UndoPlan =
  | {
      /** `same`: it stands there no longer, or does already. */
      readonly kind: "change" | "same";
      readonly policy: StandingPolicy;
      readonly before: string | null;
      readonly after: string | null;
      readonly merge: Merge;
      /** Of the statements that are ours in it. */
      readonly sids: ReadonlySet<string>;
      /** How this is taken back in turn, as JSON. */
      readonly inverse: string;
      readonly mayStand: (before: string | null, after: string | null) => UnmergeableText | null;
    }
  | ({ readonly kind: "refused" } & UnmergeableText);

/** `back`: taken back; `forth`: brought to its end, as it was intended. */
export type Direction = "back" | "forth";
