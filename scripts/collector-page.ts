/** What is collected, as a page for people who review the collector's role: docs/collected.md is made of the collectors. */
import { type RateLimit, rateLimits } from "../src/aws/index.ts";
import { type Collector, collectors } from "../src/collect/live/index.ts";

export const collectorPageFile = "docs/collected.md";

export function collectorPage(): string {
  return [introduction(), contents(), limits()].join("\n\n").concat("\n");
}

function introduction(): string {
  const actions = new Set(collectors.flatMap(({ reads }) => reads.map(({ action }) => action)));
  return `# What is collected

<!-- Made by \`npm run docs\` from src/collect/live/collectors and src/aws/rate-limits.ts: edit those, not this page. -->

\`accesslens collect\`, and \`accesslens watch\` of what changed, make the calls below and no others: ${collectors.length} collectors, ${actions.size} permissions, all of which list or
read; a test holds them to AWS's own list of access levels, and a call that a collector does not declare is never sent. No contents are
read: no objects, secret values, code, logs or messages. Answers about functions, containers, builds, jobs and launch templates bring
environment variables, arguments or user data along, which no call leaves out; they are dropped at once, and stand neither in the
journal nor in the snapshot. \`accesslens setup\` writes a role that has
these permissions.`;
}

function contents(): string {
  const rows = collectors.map(
    ({ name, title, scope, types, reads }) =>
      `| \`${name}\` | ${title} | ${scopeText(scope)} | ${types.map((type) => `\`${type}\``).join(" ")} | ${reads.map(({ action, why }) => `\`${action}\` ${why}`).join("<br>")} |`,
  );
  return [
    "| collector | reads | once in | types | permissions, and what each is for |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function scopeText(scope: Collector["scope"]): string {
  switch (scope) {
    case "organization":
      return "the organization";
    case "account":
      return "each account";
    case "region":
      return "each region";
  }
}

function limits(): string {
  const rows = rateLimits.map(
    (limit) =>
      `| \`${limit.service}\` | ${limit.calls === null ? "all others" : limit.calls.map((call) => `\`${call}\``).join(" ")} | ${limit.perSecond} | ${limit.burst} | ${limit.scope === "account" ? "account" : "account and region"} | ${sourceText(limit)} |`,
  );
  return [
    "## Rates",
    "No more calls a second are made than this, of which `--rate` takes a share (80 percent by default). Where AWS refuses all the same, the rate halves at once, and is whole again after twenty seconds.",
    [
      "| service | calls | a second | at once | for each | source |",
      "|---|---|---|---|---|---|",
      ...rows,
    ].join("\n"),
  ].join("\n\n");
}

function sourceText({ source }: RateLimit): string {
  return source.kind === "documented" ? `<${source.url}>` : `assumed: ${source.why}`;
}
