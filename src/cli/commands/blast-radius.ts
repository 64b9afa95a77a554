/** `accesslens blast-radius`: everything that somebody can come to. */
import { blastRadius } from "../../graph/reach/index.ts";
import { splitArn } from "../../model/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { openReach } from "../../work/reach.ts";
import type { BlastRadiusAnswer } from "../../work/reach-answer.ts";
import { chosenStart } from "../../work/reach-ends.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { nameFailure, type ReachOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

type Arguments = ReachOptions & { readonly limit: number };

export async function runBlastRadius(from: string, args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path: where } = opened.value;
  const start = chosenStart(from, { snapshot: engine.snapshot, where });
  if (!start.ok) return failed(nameFailure(start.error));
  const graph = await openReach(engine, terminal.progress);
  terminal.progress("asking what is reached from there");
  const onlyProven = args.only === "proven";
  const question = { from: start.value, mostHops: args.maxHops, onlyProven };
  const found = blastRadius(graph, question, engine.expansion);
  const answer: BlastRadiusAnswer = { from, ...found };
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const one of answer.reached) terminal.raw(`${jsonLine(one)}\n`);
      return done;
    case "table":
      printSummary(answer, args, engine.expansion.nameOf, terminal);
      printList(answer.reached, args.limit, terminal);
      terminal.line();
      printReservations(answer, terminal);
      return done;
  }
}

function printSummary(
  { from, reached, administrators }: BlastRadiusAnswer,
  { maxHops }: Arguments,
  nameOf: (account: string) => string | null,
  terminal: Terminal,
): void {
  terminal.line(terminal.style("bold", plain(`${from}, within ${counted(maxHops, "hop")}`)));
  const resources = reached.filter(({ kind }) => kind === "resource");
  const principals = reached.filter(({ kind }) => kind !== "resource");
  const accounts = administrators.map(({ account }) => nameOf(account) ?? account);
  const rows = [
    ["accounts administered", administrators, few(accounts)],
    ["principals", principals, kindsText(principals, ({ kind }) => `${kind}s`)],
    ["resources", resources, kindsText(resources, ({ arn }) => splitArn(arn)?.service ?? "")],
  ] as const;
  terminal.line(
    table(
      ["REACHED", "", "PROVEN", "WHICH"],
      rows.map(([what, all, which]) => [
        { text: what },
        { text: String(all.length) },
        { text: String(all.filter(({ proven }) => proven).length) },
        { text: which },
      ]),
      terminal.width,
    ),
  );
}

type Row = BlastRadiusAnswer["reached"][number];

function kindsText(all: readonly Row[], kindOf: (one: Row) => string): string {
  return [...Map.groupBy(all, kindOf)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([kind, some]) => `${some.length} ${kind}`)
    .join(", ");
}

function printList(reached: readonly Row[], limit: number, terminal: Terminal): void {
  if (reached.length === 0) return;
  const shown = limit === 0 ? reached : reached.slice(0, limit);
  const rows = shown.map(({ proven, hops, kind, arn }) => [
    { text: proven ? "proven" : "may" },
    { text: String(hops) },
    { text: kind },
    { text: arn },
  ]);
  terminal.line();
  terminal.line(table(["", "HOPS", "KIND", "ARN"], rows, terminal.width));
  if (reached.length > shown.length) {
    terminal.line(`… and ${reached.length - shown.length} more (--limit 0 shows all)`);
  }
}

function few(all: readonly string[], most = 5): string {
  const rest = all.length - most;
  return rest > 0 ? `${all.slice(0, most).join(", ")} and ${rest} more` : all.join(", ");
}
