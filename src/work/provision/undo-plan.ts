/** What it comes to, to take a change back or to bring it to its end. */
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
      /** Of what is done then where the text is `before`, as the journal keeps it. */
      readonly inverse: (before: string | null) => string;
      /** Of the statements that are ours in it. */
      readonly sids: ReadonlySet<string>;
      readonly mayStand: (before: string | null, after: string | null) => UnmergeableText | null;
    }
  | ({ readonly kind: "refused" } & UnmergeableText);

/** `back`: taken back; `forth`: brought to its end, as it was intended. */
export type Direction = "back" | "forth";

export const notReadable: UnmergeableText = {
  why: "the journal does not say how it is taken back",
  advice: "A later version of AccessLens wrote it: use that one.",
};

export function notEntered(account: string): UnmergeableText {
  return {
    why: `account ${account} can't be entered`,
    advice: "Name the role or the profile that can: --role-name, --profile.",
  };
}
