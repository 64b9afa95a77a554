/** Whether a trail could have seen everybody who came into an account's roles. */
import type { TrailFacts } from "../../model/index.ts";

type Watch = Pick<TrailFacts, "accounts" | "limits" | "skipped">;

/** One sentence; null: it could. Of whoever comes from outside the owner's copy alone is ours to read. */
export function whyNotWatched({ accounts, limits, skipped }: Watch, account: string): string | null {
  if (!accounts.some((one) => one === account)) return `the trail has no event of account ${account}`;
  if (limits.some(({ what }) => what === "uses")) return "not all uses could be kept in memory";
  const owners = new Set(skipped.map(({ file }) => accountOfFile(file)));
  if (owners.has(null)) return "the trail's files were not all read whole";
  return owners.has(account) ? `the trail's files of account ${account} were not all read whole` : null;
}

/** As CloudTrail names folders and files; null: it may be anybody's. */
function accountOfFile(file: string): string | null {
  return /(?:^|\/)(\d{12})(?:\/CloudTrail\/|_CloudTrail_)/.exec(file)?.[1] ?? null;
}
