/** A collection's plan for people. */
import type { Plan } from "../../collect/live/index.ts";
import { counted, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { Terminal } from "../terminal.ts";

/** Accounts that are named one by one. */
const named = 10;

export function printPlan(plan: Plan, terminal: Terminal): void {
  const { caller, accounts, regions, regionsAreChosen, collectors, leastCalls, leastSeconds } = plan;
  terminal.line(terminal.style("bold", plain(`as ${caller.arn}`)));
  terminal.line();
  terminal.line(`${counted(accounts.length, "account")}:`);
  for (const { id, by } of accounts.slice(0, named)) terminal.line(plain(`  ${id}  by ${by}`));
  if (accounts.length > named)
    terminal.line(`  … and ${accounts.length - named} more (--format json lists all)`);
  for (const { account, reason } of plan.coverage) {
    terminal.line(plain(`  not read: ${account ?? "organization"}: ${reason}`));
  }
  terminal.line();
  const which = regionsAreChosen ? "" : " (or those that an account has enabled)";
  terminal.line(plain(`${counted(regions.length, "region")}${which}: ${regions.join(", ")}`));
  terminal.line();
  const rows = collectors.map(({ name, units, reads }) => [
    { text: name },
    { text: String(units) },
    { text: reads.map(({ call }) => call).join(", ") },
  ]);
  terminal.line(table(["COLLECTOR", "TIMES", "CALLS"], rows, terminal.width));
  terminal.line();
  terminal.line(
    `at least ${counted(leastCalls, "call")}; more by what there is. AWS's limits set ${Math.ceil(leastSeconds)} s for these at least.`,
  );
}
