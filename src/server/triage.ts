/** What the routes about findings share: the findings as they are shown, names, and what is accepted now. */
import type { FindingSummary } from "../findings/finding-list.ts";
import { maskSummary } from "../report/mask.ts";
import { type AcceptedAt, FindingDesk } from "../work/triage/index.ts";
import type { Served } from "./served.ts";

export type Triage = {
  readonly desk: FindingDesk;
  readonly ruleTitle: (rule: string) => string;
  readonly accountName: (account: string) => string | null;
  readonly accepted: () => AcceptedAt;
};

export function triageOf(served: Served): Triage {
  const { scan, masksExternalIds } = served;
  const { findings, engine } = scan;
  const titles = new Map(engine.config.rules.map(({ id, title }) => [id, title]));
  // Masking asks the whole finding: once is enough.
  const masked = new Map<string, FindingSummary>();
  const shownAs = (summary: FindingSummary): FindingSummary => {
    if (!masksExternalIds) return summary;
    const known = masked.get(summary.id);
    if (known !== undefined) return known;
    const shown = maskSummary(summary, () => findings.detail(summary, "advised"));
    if (shown !== summary) masked.set(summary.id, shown);
    return shown;
  };
  return {
    desk: new FindingDesk(findings, shownAs),
    ruleTitle: (rule) => titles.get(rule) ?? rule,
    accountName: (account) => engine.context.nameOf(account),
    accepted: () => ({
      suppressions: served.accepted.now().suppressions,
      now: Math.floor(Date.now() / 1000),
    }),
  };
}
