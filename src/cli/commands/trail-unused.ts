/** `accesslens trail unused`: ways into roles by which nobody came. */
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { unusedAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, asOfTrail, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail, timeText } from "../views/trail-rows.ts";

type Arguments = TrailArguments & { readonly days: number };

export async function runTrailUnused(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const asked = await askTrail(args, terminal, () => ({}));
  if (!asked.ok) return failed(asked.error);
  terminal.progress("looking for ways that nobody used");
  const answer = withDigests(
    asked.value,
    await unusedAnswer(asked.value, {
      roles: null,
      days: args.days,
      asOf: asOfTrail(args, asked.value.facts),
    }),
  );
  const { unused, notWatched, used } = answer;
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return trailOutcome(asked.value);
  }
  if (args.format === "ndjson") {
    rawRows(answer, unused, terminal);
    return trailOutcome(asked.value);
  }
  printTrail(answer, terminal);
  terminal.line(`${counted(used, "way")} used in ${args.days} days, ${unused.length} unused`);
  if (unused.length > 0) {
    const shown = args.limit === 0 ? unused : unused.slice(0, args.limit);
    const rows = shown.map(({ party, role, last }) => [
      { text: last === null ? "never" : timeText(last) },
      { text: `${party.kind} ${party.id}` },
      { text: role },
    ]);
    terminal.line(table(["LAST", "TRUSTED", "ROLE"], rows, terminal.width));
    moreRows(shown.length, unused.length, terminal);
  }
  for (const { why, ways } of notWatched.slice(0, 10)) {
    terminal.line(`not watched: ${counted(ways, "way")}, as ${plain(why)}`);
  }
  return trailOutcome(asked.value);
}
