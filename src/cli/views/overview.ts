/** The organization at a glance: how large it is, and who comes in from where. */
import { counted, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { overviewOf } from "../../work/overview.ts";
import type { Scan } from "../../work/scan.ts";
import type { Terminal } from "../terminal.ts";

const kindNames: Readonly<Record<string, string>> = {
  account: "account",
  "any-account": "any AWS account",
  federated: "identity provider",
  organization: "organization",
  "organizational-unit": "organizational unit",
};

export function printOverview(scan: Scan, terminal: Terminal): void {
  const overview = overviewOf(scan);
  const { organization, accounts, accountsWithData, roles } = overview;
  terminal.line(
    terminal.style(
      "bold",
      `${organization === null ? "No organization" : `Organization ${plain(organization)}`}: ${counted(accounts, "account")} (${accountsWithData} with data), ${counted(roles, "role")}`,
    ),
  );
  terminal.line(
    `let in someone from outside: ${counted(overview.rolesOpenToOutsiders, "role")}; across accounts: ${counted(overview.crossAccountTrusts, "trust")}`,
  );
  if (overview.outsiders.length === 0) return;
  terminal.line();
  const rows = overview.outsiders
    .slice(0, 12)
    .map((one) => [
      { text: kindNames[one.kind] ?? one.kind },
      { text: String(one.roles) },
      { text: String(one.accounts) },
      { text: one.name === null ? one.id : `${one.name} (${one.id})` },
    ]);
  terminal.line(table(["FROM OUTSIDE", "ROLES", "ACCOUNTS", "WHO"], rows, terminal.width));
  if (overview.outsiders.length > rows.length)
    terminal.line(`… and ${overview.outsiders.length - rows.length} more`);
}
