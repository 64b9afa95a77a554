/** `accesslens trail sessions`: sessions one by one. */
import { isArn } from "../../model/index.ts";
import { jsonLine } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { isKnownRole, sessionsAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome, usageFailure } from "../exit.ts";
import { noSuchRole } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, noTrailEither, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { printTrail, timeText } from "../views/trail-rows.ts";

type Arguments = TrailArguments & { readonly order: "longest" | "latest" };

/** Of a trail of any length no more than this is kept. */
const mostSessions = 100_000;

export async function runTrailSessions(
  role: string | undefined,
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  if (role !== undefined && !isArn(role)) {
    return failed(
      usageFailure(`${JSON.stringify(role)} is no role's ARN`, "arn:aws:iam::123456789012:role/Name"),
    );
  }
  const limit = args.limit === 0 ? mostSessions : args.limit;
  const asked = await askTrail(args, terminal, () => ({
    sessions: { role: role ?? null, order: args.order, limit },
  }));
  if (!asked.ok) return failed(asked.error);
  const answer = withDigests(asked.value, sessionsAnswer(asked.value));
  const { snapshot } = asked.value.engine;
  if (role !== undefined && answer.sessions.length === 0 && !isKnownRole(asked.value, role))
    return failed(noSuchRole(role, snapshot, asked.value.path, noTrailEither));
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return trailOutcome(asked.value);
  }
  if (args.format === "ndjson") {
    rawRows(answer, answer.sessions, terminal);
    return trailOutcome(asked.value);
  }
  printTrail(answer, terminal);
  if (answer.sessions.length === 0) {
    terminal.line("No session.");
    return trailOutcome(asked.value);
  }
  const rows = answer.sessions.map((one) => [
    { text: timeText(one.time) },
    { text: one.seconds === null ? "-" : durationText(one.seconds) },
    { text: one.by },
    { text: one.sessionName ?? "-" },
    { text: one.sourceIdentity ?? "-" },
    { text: one.sourceIp ?? "-" },
    { text: one.role ?? one.call },
  ]);
  terminal.line(
    table(["AT", "LENGTH", "BY", "SESSION", "SOURCE IDENTITY", "FROM", "ROLE"], rows, terminal.width),
  );
  return trailOutcome(asked.value);
}

function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
