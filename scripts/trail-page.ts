/** The part of docs/trail.md that lists the kinds of exceptions, from the catalogue. */
import { auditKinds } from "../src/trail/index.ts";

export const trailPageFile = "docs/trail.md";

const [begin, end] = ["<!-- kinds: made by `npm run docs` -->", "<!-- kinds: end -->"];

/** `page`: as it stands. */
export function trailPage(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${trailPageFile} has lost its marks`);
  return `${before}${begin}\n\n${kindsTable()}\n\n${end}${after}`;
}

function kindsTable(): string {
  const rows = auditKinds.map(
    ({ id, title, about, needs }) =>
      `| \`${id}\` | ${title} | ${about} | ${needs === null ? "" : `\`${needs}\``} |`,
  );
  return [
    "| kind | what | what it says, and what it does not | asked for by |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}
