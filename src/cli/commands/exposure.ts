/** `accesslens exposure`: everybody who can come to a principal, a resource or an administrator, outsiders first. */
import { exposure } from "../../graph/reach/index.ts";
import { guardText } from "../../report/guard.ts";
import { maskGuard } from "../../report/mask.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { ownerlessResource } from "../../work/named-in-snapshot.ts";
import { openReach } from "../../work/reach.ts";
import type { ExposureAnswer } from "../../work/reach-answer.ts";
import { chosenEnd } from "../../work/reach-ends.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { masksExternalIds, nameFailure, type ReachOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

type Arguments = ReachOptions & { readonly action?: string; readonly limit: number };

export async function runExposure(to: string, args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path: where } = opened.value;
  const action = args.action ?? null;
  const end = chosenEnd(to, action, { snapshot: engine.snapshot, where });
  if (!end.ok) return failed(nameFailure(end.error));
  const graph = await openReach(engine, terminal.progress);
  terminal.progress("asking who comes there");
  const onlyProven = args.only === "proven";
  const question = { to: end.value, mostHops: args.maxHops, onlyProven, action };
  const found = exposure(graph, question, engine.expansion);
  if (found === null) return failed(nameFailure(ownerlessResource(to, where)));
  const shown = masksExternalIds(args)
    ? { ...found, who: found.who.map((one) => ({ ...one, guard: maskGuard(one.guard) })) }
    : found;
  const answer: ExposureAnswer = { to, ...shown };
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const who of answer.who) terminal.raw(`${jsonLine(who)}\n`);
      return done;
    case "table":
      print(answer, args, terminal);
      return done;
  }
}

function print(answer: ExposureAnswer, { maxHops, limit }: Arguments, terminal: Terminal): void {
  const { to, who } = answer;
  terminal.line(terminal.style("bold", plain(`${to}, within ${counted(maxHops, "hop")}`)));
  if (who.length === 0) terminal.line("Nobody comes there.");
  else {
    const outside = who.filter(({ external }) => external);
    const sure = (some: typeof who): string =>
      `${some.length} (${some.filter(({ proven }) => proven).length} proven)`;
    terminal.line(
      `from outside: ${sure(outside)}; from inside: ${sure(who.filter(({ external }) => !external))}`,
    );
    const shown = limit === 0 ? who : who.slice(0, limit);
    const rows = shown.map(({ external, proven, hops, id, guard }) => [
      {
        text: external ? "outside" : "inside",
        style: (text: string) => terminal.style(external ? "yellow" : "dim", text),
      },
      { text: proven ? "proven" : "may" },
      { text: String(hops) },
      { text: id },
      { text: guard.length === 0 ? "" : guardText(guard) },
    ]);
    terminal.line();
    terminal.line(table(["FROM", "", "HOPS", "WHO", "IF"], rows, terminal.width));
    if (who.length > shown.length) {
      terminal.line(`… and ${who.length - shown.length} more (--limit 0 shows all)`);
    }
  }
  terminal.line();
  printReservations(answer, terminal);
}
