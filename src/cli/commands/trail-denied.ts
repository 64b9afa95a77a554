/** `accesslens trail denied`: who was refused what. */
import { jsonLine } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { type DeniedAnswer, deniedAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail, timeText } from "../views/trail-rows.ts";

export async function runTrailDenied(args: TrailArguments, terminal: Terminal): Promise<Outcome> {
  const asked = await askTrail(args, terminal, () => ({}));
  if (!asked.ok) return failed(asked.error);
  const answer = withDigests(asked.value, deniedAnswer(asked.value));
  const { denied } = answer;
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return trailOutcome(asked.value);
  }
  if (args.format === "ndjson") {
    rawRows(answer, denied, terminal);
    return trailOutcome(asked.value);
  }
  printTrail(answer, terminal);
  if (denied.length === 0) {
    terminal.line("Nobody was refused.");
    return trailOutcome(asked.value);
  }
  const shown = args.limit === 0 ? denied : denied.slice(0, args.limit);
  const rows = shown.map(({ count, last, by, role, error, now }) => [
    { text: String(count) },
    { text: timeText(last) },
    { text: by },
    { text: role ?? "-" },
    { text: error },
    { text: nowText(now) },
  ]);
  terminal.line(table(["CALLS", "LAST", "BY", "ROLE", "ERROR", "NOW"], rows, terminal.width));
  moreRows(shown.length, denied.length, terminal);
  return trailOutcome(asked.value);
}

function nowText({ decision, blockedBy, reasons }: DeniedAnswer["denied"][number]["now"]): string {
  switch (decision) {
    case "allowed":
      return "would be allowed";
    case "refused":
      return `refused by ${blockedBy.map(layerText).join(", ")}`;
    case "unknown":
      return reasons.join("; ");
  }
}

function layerText(layer: string): string {
  return layer === "resource" ? "the trust policy" : layer;
}
