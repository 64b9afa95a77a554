/** Spoke roles for people: what was or is to be done, who gains and loses, what the callers need. */
import { guardText, whoText } from "../../report/guard.ts";
import { counted, plain } from "../../report/plain.ts";
import { type Cell, table } from "../../report/table.ts";
import type { RolesAnswer } from "../../work/provision/roles/index.ts";
import type { Terminal } from "../terminal.ts";
import { printPolicyDifference } from "./policy-difference.ts";
import { printRoleDifferences } from "./role-differences.ts";

type Told = RolesAnswer["roles"][number];

const colours = {
  create: "green",
  update: "yellow",
  remove: "yellow",
  same: "dim",
  absent: "dim",
  error: "red",
} as const;

/** `limit` 0: all. `differences`: what would be changed, line by line. */
export function printRoles(
  answer: RolesAnswer,
  { limit, differences }: { readonly limit: number; readonly differences: boolean },
  terminal: Terminal,
): void {
  printStates(answer.roles, limit, terminal);
  printParties("gains", answer.roles, ({ gained }) => gained, terminal);
  printParties("loses", answer.roles, ({ lost }) => lost, terminal);
  printSeen(answer.roles, terminal);
  printWarnings(answer.roles, terminal);
  if (differences) printRoleDifferences(answer.roles, limit, terminal);
  printHubPolicies(answer.hubPolicies, terminal);
  const written = new Set(
    answer.hubPolicies.filter(({ state }) => state !== "error").map(({ principal }) => principal),
  );
  for (const { principal, policy, has } of answer.hubs) {
    if (has === true || written.has(principal)) continue;
    terminal.line();
    const lacks =
      has === false ? "needs this on its own side, and does not have it" : "needs this on its own side";
    terminal.line(plain(`${principal} ${lacks}:`));
    terminal.line(plain(policy));
  }
  if (answer.leftovers.length > 0) {
    terminal.line();
    terminal.line("of this file, and declared no more:");
    for (const { arn } of answer.leftovers) terminal.line(`  ${plain(arn)}`);
  }
  if (answer.coverage.length > 0) {
    terminal.line();
    terminal.line(
      `not read: ${counted(answer.coverage.length, "thing")} that could change this (--format json lists them)`,
    );
  }
}

/** Callers' own policies, where the file says that they are written. */
function printHubPolicies(policies: RolesAnswer["hubPolicies"], terminal: Terminal): void {
  for (const { principal, policy, state, why, before, after, applied } of policies) {
    terminal.line();
    const what = terminal.style(colours[state], applied ? `${state}, done` : state);
    terminal.line(`${plain(`policy ${policy} of ${principal}`)}: ${what} (${plain(why)})`);
    if (before !== after) printPolicyDifference(before, after, terminal);
  }
}

/** What went wrong first. */
function printStates(roles: readonly Told[], limit: number, terminal: Terminal): void {
  const order = ["error", "update", "create", "remove", "absent", "same"] as const;
  const sorted = roles.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const shown = limit === 0 ? sorted : sorted.slice(0, limit);
  const rows = shown.map(({ account, accountName, role, state, applied, why }): Cell[] => [
    { text: account },
    { text: accountName ?? "" },
    { text: role },
    { text: applied ? `${state}, done` : state, style: (text) => terminal.style(colours[state], text) },
    { text: why },
  ]);
  terminal.line(table(["ACCOUNT", "NAME", "ROLE", "STATE", "WHY"], rows, terminal.width));
  if (shown.length < sorted.length)
    terminal.line(`… and ${sorted.length - shown.length} more (--limit 0 shows all)`);
  terminal.line();
  const counts = order.flatMap((state) => {
    const count = roles.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${state} ${count}`];
  });
  terminal.line(counts.join(", "));
}

/** Of many roles that are alike, each party once. */
function printParties(
  verb: "gains" | "loses",
  roles: readonly Told[],
  partiesOf: (role: Told) => Told["gained"],
  terminal: Terminal,
): void {
  const counts = new Map<string, number>();
  for (const role of roles) {
    for (const who of partiesOf(role)) {
      const guard = who.guard.length === 0 ? "" : `, if ${guardText(who.guard)}`;
      const text = `${whoText(who)}${who.external ? " (outside)" : ""}${who.proven ? "" : " (may)"}${guard}`;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  for (const [text, count] of counts) terminal.line(plain(`${verb} ${counted(count, "role")}: ${text}`));
}

/** What a trail says of it: who would be refused, role by role. */
function printSeen(roles: readonly Told[], terminal: Terminal): void {
  const seen = roles.flatMap((role) => (role.seen === null ? [] : [{ role, ...role.seen }]));
  if (seen.length === 0) return;
  const calls = seen.reduce((sum, one) => sum + one.calls, 0);
  terminal.line(`of what CloudTrail has seen, ${counted(calls, "call")} would pass as before`);
  for (const { role, refused } of seen) {
    if (refused.length === 0) continue;
    terminal.line(terminal.style("red", plain(`refuses at ${role.arn} who CloudTrail has seen:`)));
    for (const { by, calls: times, last, externalId } of refused) {
      const id = externalId === null ? "" : `, external ID ${externalId}`;
      terminal.line(plain(`  ${by}: ${counted(times, "call")}, last ${last}${id}`));
    }
  }
  const unknown = Map.groupBy(seen, ({ notKnown }) => notKnown);
  for (const [why, of] of unknown)
    if (why !== null)
      terminal.line(plain(`others may have come unseen into ${counted(of.length, "role")}: ${why}`));
}

function printWarnings(roles: readonly Told[], terminal: Terminal): void {
  const counts = new Map<string, number>();
  for (const { role, warnings } of roles) {
    for (const warning of warnings)
      counts.set(`${role}: ${warning}`, (counts.get(`${role}: ${warning}`) ?? 0) + 1);
  }
  for (const [text, count] of counts)
    terminal.warn(count === 1 ? text : `${text} (${counted(count, "account")})`);
}
