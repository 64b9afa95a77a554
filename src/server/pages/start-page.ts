/** The page that opens first: the organization at a glance, who comes in from outside, and the worst findings. */
import type { FindingSummary } from "../../findings/finding-list.ts";
import { html } from "../../report/html.ts";
import { maskSummary } from "../../report/mask.ts";
import { counted } from "../../report/plain.ts";
import type { Overview } from "../../work/overview.ts";
import { selectFindings } from "../../work/select-findings.ts";
import type { Served } from "../served.ts";

/** Rows of each table. */
const shown = 25;

export function startPage(served: Served): string {
  const { overview } = served;
  const { organization, accounts, roles } = overview;
  const title = organization === null ? "No organization" : `Organization ${organization}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)} · AccessLens</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><p>AccessLens</p></header>
<main>
<h1>${html(title)}</h1>
<p>${html(`${counted(accounts, "account")} (${overview.accountsWithData} with data), ${counted(roles, "role")}; ${counted(overview.rolesOpenToOutsiders, "role")} let in someone from outside, ${counted(overview.crossAccountTrusts, "trust")} across accounts.`)}</p>
${outsiders(overview)}
${findings(served)}
${unread(served)}
<p>The same answers as JSON: <a href="/api/openapi.json">/api/openapi.json</a> says what can be asked.</p>
</main>
</body>
</html>
`;
}

type Row = readonly string[];

/** `cells`: text. */
function table(caption: string, headings: Row, rows: readonly Row[]): string {
  const head = headings.map((text) => `<th scope="col">${html(text)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((text) => `<td><bdi>${html(text)}</bdi></td>`).join("")}</tr>`,
  );
  return `<table><caption>${html(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
}

function outsiders({ outsiders: all }: Overview): string {
  if (all.length === 0) return "<h2>Who comes in from outside</h2>\n<p>Nobody that is known.</p>";
  const rows = all
    .slice(0, shown)
    .map(({ kind, id, name, accounts, roles }) => [kind, name ?? "", id, String(accounts), String(roles)]);
  const more = all.length > shown ? `, the first ${shown} of ${all.length}` : "";
  return `<h2>Who comes in from outside</h2>\n${table(`Outside parties, most roles first${more}`, ["Kind", "Name", "Id", "Accounts", "Roles"], rows)}`;
}

function findings(served: Served): string {
  const { scan, accepted, masksExternalIds } = served;
  const { suppressions } = accepted.now();
  const choice = { rules: null, accounts: null, atLeast: null, baseline: [] };
  const now = Math.floor(Date.now() / 1000);
  const { chosen } = selectFindings(scan.findings.summaries, { ...choice, suppressions, now });
  const open = chosen.filter(({ status }) => status === "open");
  const masked = (summary: FindingSummary): FindingSummary =>
    masksExternalIds ? maskSummary(summary, () => scan.findings.detail(summary, "advised")) : summary;
  const rows = open.slice(0, shown).map(({ summary }) => {
    const { severity, title, subject, id } = masked(summary);
    return [severity, title, subject, id];
  });
  const caption = `Worst first, the first ${rows.length} of ${open.length} that nobody has accepted`;
  return `<h2>Findings</h2>\n${table(caption, ["Severity", "What", "Where", "Id"], rows)}`;
}

function unread({ scan: { coverage } }: Served): string {
  if (coverage.length === 0) return "";
  const rows = coverage.slice(0, shown).map(({ account, reason }) => [account ?? "organization", reason]);
  return `<h2>What was not read</h2>\n${table(`The first ${rows.length} of ${counted(coverage.length, "gap")}: each may hide access`, ["Account", "Why"], rows)}`;
}
