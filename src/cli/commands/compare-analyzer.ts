/** `accesslens compare access-analyzer`: AWS's findings of external access beside ours. */
import { type ComparedAccess, compareWithAnalyzers } from "../../graph/access-analyzer/index.ts";
import { counted, jsonLine } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { openReach } from "../../work/reach.ts";
import { done, exitCodes, failed, inputFailure, type Outcome } from "../exit.ts";
import type { InputOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

type Arguments = InputOptions & {
  readonly limit: number;
  readonly agreed?: boolean;
  readonly exitCode?: boolean;
};

export async function runCompareAnalyzer(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path } = opened.value;
  const graph = await openReach(engine, terminal.progress);
  const answer = compareWithAnalyzers(graph, engine.expansion);
  if (answer === null) {
    return failed(
      inputFailure(
        [`${path} holds no findings of Access Analyzer`],
        "Collect them with accesslens collect, where accounts or the organization have an analyzer of external access.",
      ),
    );
  }
  const { accesses } = answer;
  const differ = accesses.filter(({ state }) => state !== "agreed");
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else {
    const of = (state: ComparedAccess["state"]): number =>
      accesses.filter((one) => one.state === state).length;
    terminal.line(
      terminal.style(
        "bold",
        `${counted(answer.analyzers, "analyzer")}: ${of("agreed")} agreed, ${of("ours only")} ours only, ${of("theirs only")} theirs only`,
      ),
    );
    const shown = args.agreed === true ? accesses : differ;
    const rows = (args.limit === 0 ? shown : shown.slice(0, args.limit)).map(
      ({ state, proven, principal, resource, why }) => [
        { text: state },
        { text: proven === null ? "" : proven ? "proven" : "may" },
        { text: principal },
        { text: resource },
        { text: why ?? "" },
      ],
    );
    if (rows.length > 0) {
      terminal.line();
      terminal.line(table(["FOUND BY", "", "WHO", "WHAT", "WHY THEY DIFFER"], rows, terminal.width));
      if (shown.length > rows.length)
        terminal.line(`… and ${shown.length - rows.length} more (--limit 0 shows all)`);
    }
    terminal.line();
    printReservations(answer, terminal);
  }
  return args.exitCode === true && differ.length > 0 ? { kind: "done", exitCode: exitCodes.findings } : done;
}
