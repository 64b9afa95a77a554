/** `accesslens trail compare`: what could happen against what did. */
import type { RoleIndex, Snapshot } from "../../model/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { type CompareAnswer, compareAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome } from "../exit.ts";
import { noSuchRole } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, asOfTrail, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail, timeText } from "../views/trail-rows.ts";

type Arguments = TrailArguments & { readonly days: number; readonly role?: readonly string[] };

export async function runTrailCompare(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const asked = await askTrail(args, terminal, () => ({ places: true }));
  if (!asked.ok) return failed(asked.error);
  const { snapshot } = asked.value.engine;
  const missing = (args.role ?? []).find((arn) => exactRole(arn, snapshot) === null);
  if (missing !== undefined) return failed(noSuchRole(missing, snapshot, asked.value.path));
  terminal.progress("holding trust against its use");
  const answer = withDigests(
    asked.value,
    await compareAnswer(asked.value, {
      roles: args.role?.flatMap((arn) => exactRole(arn, snapshot) ?? []) ?? null,
      days: args.days,
      asOf: asOfTrail(args, asked.value.facts),
    }),
  );
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else if (args.format === "ndjson") {
    const { edges, impossible, open } = answer;
    const rows = Object.entries({ edge: edges, impossible, open });
    rawRows(
      answer,
      rows.flatMap(([kind, all]) => all.map((one) => ({ kind, ...one }))),
      terminal,
    );
  } else print(answer, args, terminal);
  return trailOutcome(asked.value);
}

export function exactRole(arn: string, { roles }: Snapshot): RoleIndex | null {
  const index = roles.byArn(arn);
  return index !== null && roles.arn(index) === arn ? index : null;
}

function print(answer: CompareAnswer, { limit, days, role }: Arguments, terminal: Terminal): void {
  printTrail(answer, terminal);
  const { edges, impossible, open } = answer;
  const states = Map.groupBy(edges, ({ state }) => state);
  const count = (state: (typeof edges)[number]["state"]): number => states.get(state)?.length ?? 0;
  terminal.line(
    `${counted(edges.length, "way")} into roles: ${count("used")} used in ${days} days, ${count("unused")} unused, ${count("not-watched")} not watched`,
  );
  const told = role === undefined ? edges.filter(({ wider }) => wider) : edges;
  if (told.length > 0) {
    terminal.line();
    terminal.line(terminal.style("bold", role === undefined ? "wider than their use" : "ways in"));
    const shown = limit === 0 ? told : told.slice(0, limit);
    const rows = shown.map((one) => [
      { text: String(one.count) },
      { text: one.last === null ? one.state : timeText(one.last) },
      { text: `${one.party.kind} ${one.party.id}` },
      { text: one.role },
      { text: few(one.callers.map(({ by }) => by)) },
    ]);
    terminal.line(table(["CALLS", "LAST", "TRUSTED", "ROLE", "WHO CAME"], rows, terminal.width));
    moreRows(shown.length, told.length, terminal);
  }
  if (impossible.length > 0) {
    terminal.line();
    terminal.line(terminal.style("bold", "happened, and impossible by the snapshot"));
    const shown = limit === 0 ? impossible : impossible.slice(0, limit);
    const rows = shown.map((one) => [
      { text: String(one.count) },
      { text: timeText(one.last) },
      { text: one.by },
      { text: one.role },
      { text: one.because },
    ]);
    terminal.line(table(["CALLS", "LAST", "BY", "ROLE", "CAUSE"], rows, terminal.width));
    moreRows(shown.length, impossible.length, terminal);
  }
  if (open.length > 0) {
    terminal.line();
    terminal.line(`${counted(open.length, "use")} of which the trail does not tell enough:`);
    const reasons = Map.groupBy(open, ({ because }) => because);
    for (const [because, all] of reasons) terminal.line(`  ${all.length}: ${plain(because)}`);
  }
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown}, ${names.length - 3} more` : shown;
}
