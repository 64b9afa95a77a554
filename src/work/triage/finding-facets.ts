/** How many findings there are of each severity, status, rule and account: what a filter would leave. */
import type { z } from "zod";
import { severities } from "../../findings/types.ts";
import type { Column } from "./finding-columns.ts";
import type { AcceptedAt, FindingDesk, FindingFilter } from "./finding-desk.ts";
import type { facetsShape } from "./triage-shape.ts";

type Names = {
  /** The title of a rule. */
  readonly ruleTitle: (rule: string) => string;
  readonly accountName: (account: string) => string | null;
};

/** Each kind counted under the filter's other kinds, so that one sees what choosing another value of it would show. */
export function facetsOf(
  desk: FindingDesk,
  filter: FindingFilter,
  accepted: AcceptedAt,
  { ruleTitle, accountName }: Names,
): z.infer<typeof facetsShape> {
  const { severity, rule, account } = desk.columns;
  const counts = {
    severity: new Uint32Array(severity.values.length),
    rule: new Uint32Array(rule.values.length),
    account: new Uint32Array(account.values.length),
  };
  const status = { open: 0, suppressed: 0 };
  let total = 0;
  desk.look(filter, accepted, (at, misses, acceptance) => {
    if (misses === null) total++;
    if (misses === null || misses === "severity") add(counts.severity, severity, at);
    if (misses === null || misses === "rule") add(counts.rule, rule, at);
    if (misses === null || misses === "account") add(counts.account, account, at);
    if (misses === null || misses === "status") status[acceptance === null ? "open" : "suppressed"]++;
  });
  const ofSeverity = new Map(counted(severity, counts.severity));
  return {
    total,
    severity: severities
      .map((value) => ({ value, count: ofSeverity.get(value) ?? 0 }))
      .filter(({ count }) => count > 0)
      .reverse(),
    status: (["open", "suppressed"] as const).map((value) => ({ value, count: status[value] })),
    rule: counted(rule, counts.rule).map(([value, count]) => ({ value, title: ruleTitle(value), count })),
    account: counted(account, counts.account).map(([value, count]) => ({
      value,
      name: accountName(value),
      count,
    })),
  };
}

function add(counts: Uint32Array, { ofFinding }: Column, at: number): void {
  const value = ofFinding[at] ?? 0;
  counts[value] = (counts[value] ?? 0) + 1;
}

/** Most first; without those that nothing has. */
function counted({ values }: Column, counts: Uint32Array): readonly (readonly [string, number])[] {
  return values
    .map((value, at) => [value, counts[at] ?? 0] as const)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
