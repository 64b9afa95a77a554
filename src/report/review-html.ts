/** A review as one page of HTML without a script, for mail and archives. */
import type { ReviewAnswer } from "../work/trail/review/index.ts";
import { html } from "./html.ts";
import {
  type Cell,
  countText,
  type ReviewPages,
  reviewLead,
  reviewSections,
  type Section,
} from "./review-sections.ts";

/** Contrast of 7 to 1 and more, in light and in dark. */
const style = `:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--quiet:#4a5058;--line:#c9ced6;--link:#0b4a8f}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--text:#eceff3;--quiet:#b9c0c9;--line:#3a4048;--link:#9cc7ff}}
body{margin:0 auto;padding:1rem 1.5rem 3rem;max-width:80rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.name{font-family:ui-monospace,monospace;font-size:.875em}
.quiet{color:var(--quiet)}
a{color:var(--link)}`;

export function reviewHtml(answer: ReviewAnswer, pages: ReviewPages): string {
  const sections = reviewSections(answer, pages);
  const list = sections.map(
    ({ title, count }, at) =>
      `<li><a href="#s${at}"><strong>${countText(count)}</strong> ${html(title)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>Access review</title>
<style>
${style}
</style>
</head>
<body>
<main>
<h1>Access review</h1>
${reviewLead(answer)
  .map((sentence) => `<p>${html(sentence)}</p>`)
  .join("\n")}
<ul>
${list.join("\n")}
</ul>
${sections.map(sectionHtml).join("\n")}
</main>
</body>
</html>
`;
}

function sectionHtml({ title, count, lead, columns, rows }: Section, at: number): string {
  const none = rows.length === 0 && columns.length > 0 ? "<p>None.</p>" : "";
  return `<section aria-labelledby="s${at}">
<h2 id="s${at}">${html(title)} (${countText(count)})</h2>
${lead.map((sentence) => `<p class="quiet">${html(sentence)}</p>`).join("\n")}${none}${rows.length === 0 ? "" : tableHtml(columns, rows)}
</section>`;
}

function tableHtml(columns: readonly string[], rows: Section["rows"]): string {
  const head = columns.map((column) => `<th scope="col">${html(column)}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cellHtml(cell)}</td>`).join("")}</tr>`);
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

function cellHtml(cell: Cell): string {
  const shown = cell.kind === "text" ? html(cell.text) : `<bdi class="name">${html(cell.text)}</bdi>`;
  return cell.href === null ? shown : `<a href="${html(cell.href)}">${shown}</a>`;
}
