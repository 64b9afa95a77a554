/** What a collection did not see, and what to do about it. */
import type { RefusalKind } from "../../aws/index.ts";
import { type Unseen, whyOf } from "../../collect/live/index.ts";
import { counted, plain } from "../../report/plain.ts";
import type { Terminal } from "../terminal.ts";

/** Lines for each reason. */
const shown = 5;

export function printUnseen(unseen: readonly Unseen[], terminal: Terminal): void {
  for (const [why, groups] of Map.groupBy(unseen, (one) => one.why)) {
    const reads = groups.reduce((sum, one) => sum + one.reads, 0);
    terminal.line(`not seen, because ${whyOf({ kind: why })} (${counted(reads, "read")}):`);
    for (const one of groups.slice(0, shown)) terminal.line(plain(`  ${lineOf(one)}`));
    if (groups.length > shown)
      terminal.line(`  and ${counted(groups.length - shown, "more kind")} of things`);
    const advice = adviceOf(why);
    if (advice !== null) terminal.line(`  ${advice}`);
  }
}

function lineOf({ what, action, accounts, regions }: Unseen): string {
  const places = regions === 0 ? "" : ` and ${counted(regions, "region")}`;
  return `${what}${action === null ? "" : ` (${action})`} in ${counted(accounts, "account")}${places}`;
}

/** One or two words. */
export function shortWhy(kind: RefusalKind): string {
  switch (kind) {
    case "denied":
      return "denied";
    case "denied-by-organization":
      return "denied by control policies";
    case "absent":
      return "not found";
    case "no-such-place":
      return "not in the region";
    case "account-not-usable":
      return "of unusable accounts";
    case "unsupported":
      return "unsupported";
    case "expired":
      return "without credentials";
    case "throttled":
      return "throttled for good";
    case "failed":
      return "failed";
    case "unreachable":
      return "unreachable";
    case "not-asked":
      return "not asked";
    case "internal":
      return "bugs of AccessLens";
  }
}

/** Null: nothing is to be done about it. */
function adviceOf(kind: RefusalKind): string | null {
  switch (kind) {
    case "denied":
      return "`accesslens collect doctor` says which statement is missing; `accesslens setup` writes the whole role.";
    case "denied-by-organization":
      return "Leave the collector's role out of that control policy (aws:PrincipalArn), or live with the gap.";
    case "expired":
      return "Sign in again, and collect once more: what was read is not kept past a finished collection.";
    case "throttled":
    case "failed":
    case "unreachable":
      return "Collect again at another time; --rate uses less of what AWS allows.";
    case "internal":
      return "Please report it, with the output of --format json.";
    case "not-asked":
    case "absent":
    case "no-such-place":
    case "account-not-usable":
    case "unsupported":
      return null;
  }
}
