/** `accesslens trail chains`: roles assumed one from the other. */
import { jsonLine } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { chainsAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail, timeText } from "../views/trail-rows.ts";

export async function runTrailChains(args: TrailArguments, terminal: Terminal): Promise<Outcome> {
  const asked = await askTrail(args, terminal, () => ({ chains: true }));
  if (!asked.ok) return failed(asked.error);
  const answer = withDigests(asked.value, chainsAnswer(asked.value));
  const { chains } = answer;
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return trailOutcome(asked.value);
  }
  if (args.format === "ndjson") {
    rawRows(answer, chains, terminal);
    return trailOutcome(asked.value);
  }
  printTrail(answer, terminal);
  if (chains.length === 0) {
    terminal.line("No role's session assumed another role.");
    return trailOutcome(asked.value);
  }
  const shown = args.limit === 0 ? chains : chains.slice(0, args.limit);
  const rows = shown.map(({ from, roles, count, last }) => [
    { text: String(count) },
    { text: timeText(last) },
    { text: [from, ...roles].join(" -> ") },
  ]);
  terminal.line(table(["CALLS", "LAST", "CHAIN"], rows, terminal.width));
  moreRows(shown.length, chains.length, terminal);
  return trailOutcome(asked.value);
}
