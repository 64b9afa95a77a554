/** What axe-core finds wrong for people who don't see, hear or point as others do. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
};

/** WCAG 2.2 AA and what axe calls good practice; empty: nothing is wrong. */
export async function violations(page: Page): Promise<readonly string[]> {
  // By the debugger's way: the page's own policy lets in no script of others.
  await page.evaluate(source);
  const found: readonly Violation[] = await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations)`,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary ?? ""}`),
  );
}
