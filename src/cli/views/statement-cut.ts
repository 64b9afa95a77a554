/** A cut over statements as a person reads it. */
import { counted, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { CutStatementAnswer, StatementCutAnswer } from "../../work/reach-answer.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "./findings-table.ts";

/** `limit`: rows of the table; 0: all. */
export function printStatementCut(told: StatementCutAnswer, limit: number, terminal: Terminal): void {
  terminal.line(terminal.style("bold", plain(`from ${told.from} to ${told.to}`)));
  for (const line of sentences(told)) terminal.line(line);
  const shown = limit === 0 ? told.cut : told.cut.slice(0, limit);
  if (shown.length > 0) {
    const rows = shown.map((one) => [
      { text: statementText(one) },
      { text: one.lines === null ? "" : one.lines.join("–") },
      { text: one.policy },
      { text: concerned(one) },
    ]);
    terminal.line();
    terminal.line(table(["STATEMENT", "LINES", "OF", "CONCERNS"], rows, terminal.width));
  }
  if (told.cut.length > shown.length)
    terminal.line(`… and ${told.cut.length - shown.length} more (--limit 0 shows all)`);
  if (shown.some(({ statement }) => statement !== null))
    terminal.line(
      "next: accesslens what-if --remove-statement 'OF#STATEMENT' tells what each of them takes away",
    );
  terminal.line();
  printReservations(told, terminal);
}

function sentences({
  kind,
  cut,
  atLeast,
  minimum,
  targets,
  otherAccessesLost,
}: StatementCutAnswer): readonly string[] {
  switch (kind) {
    case "uncuttable":
      return ["Nothing can be cut: some way rests on no statement that could be removed."];
    case "unfinished":
      return [
        `No cut was found within the budget; at least ${counted(atLeast, "statement")} would have to go (--budget looks longer).`,
      ];
    case "cut": {
      if (cut.length === 0) return ["There is no way, and nothing to cut."];
      const removal = `Without ${counted(cut.length, "statement")} no way is left${cut.length === 1 ? "" : ", and each of them is needed"}.`;
      return [
        targets === 0 ? removal : `${counted(targets, "target")} can be come to. ${removal}`,
        minimum
          ? "It is proven that fewer do not suffice."
          : `It is not known whether fewer suffice; at least ${counted(atLeast, "statement")} would have to go.`,
        otherAccessesLost === 0
          ? "Nothing that leads from one principal to another is lost besides."
          : `Lost besides: ${otherAccessesLost} from one principal to another on no such way.`,
      ];
    }
  }
}

/** Counted from 1, as everywhere for people: what-if --remove-statement takes it so. */
function statementText({ kind, statement }: CutStatementAnswer): string {
  if (statement === null) return kind === "attachment" ? "(detach)" : "(whole)";
  return typeof statement === "number" ? String(statement + 1) : statement;
}

function concerned({ principals }: CutStatementAnswer): string {
  const [first = "", ...others] = principals;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
