/** What of standing roles is not as declared, line by line: of many roles that drifted alike once. */
import { counted, plain } from "../../report/plain.ts";
import type { RolesAnswer } from "../../work/provision/roles/index.ts";
import type { Terminal } from "../terminal.ts";
import { printLineDifference, printPolicyDifference } from "./policy-difference.ts";

type Told = RolesAnswer["roles"][number];
type Difference = Told["differences"][number];

/** `limit` 0: all. */
export function printRoleDifferences(roles: readonly Told[], limit: number, terminal: Terminal): void {
  const changed = roles.filter(({ state }) => state === "update");
  const all = changed.flatMap((role) => role.differences.map((difference) => ({ role, difference })));
  const alike = [...Map.groupBy(all, keyOf).values()];
  const shown = limit === 0 ? alike : alike.slice(0, limit);
  for (const [first, ...others] of shown) {
    if (first === undefined) continue;
    const { role, difference } = first;
    const where = others.length === 0 ? role.account : counted(others.length + 1, "account");
    terminal.line();
    terminal.line(plain(`${role.role} (${where}): ${difference.says}`));
    printDifference(difference, terminal);
  }
  if (shown.length < alike.length)
    terminal.line(`\n… and ${alike.length - shown.length} more differences (--limit 0 shows all)`);
}

/** ARNs of the own account are alike. */
function keyOf({ role, difference }: { readonly role: Told; readonly difference: Difference }): string {
  return JSON.stringify([role.role, difference]).replaceAll(role.account, "~");
}

function printDifference({ part, name, before, after }: Difference, terminal: Terminal): void {
  const isPolicy = part === "trust" || (part === "permissions" && !(name ?? "").startsWith("arn:"));
  if (isPolicy) printPolicyDifference(before, after, terminal);
  else printLineDifference(lineOf(part, name, before), lineOf(part, name, after), terminal);
}

function lineOf(part: Difference["part"], name: string | null, value: string | null): string | null {
  if (value === null) return null;
  switch (part) {
    case "tags":
      return `${name}: ${value}`;
    case "session":
      return `${value} seconds`;
    default:
      return value;
  }
}
