/** `accesslens who-can-assume`: everybody who can assume a role. */
import { guardText, whoText } from "../../report/guard.ts";
import { maskWho } from "../../report/mask.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { askWhoCanAssume } from "../../work/questions.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { type InputOptions, masksExternalIds, noSuchRole } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

export async function runWhoCanAssume(
  role: string,
  args: InputOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const found = askWhoCanAssume(opened.value.engine, role);
  if (found === null) {
    return failed(noSuchRole(role, opened.value.engine.snapshot, opened.value.path));
  }
  const answer = masksExternalIds(args) ? { ...found, who: maskWho(found.who) } : found;
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const who of answer.who) terminal.raw(`${jsonLine(who)}\n`);
      return done;
    case "table":
      break;
  }
  terminal.line(terminal.style("bold", plain(answer.role)));
  if (answer.who.length === 0) terminal.line("Nobody can assume it.");
  else {
    const rows = answer.who.map((who) => [
      {
        text: who.external ? "outside" : "inside",
        style: (text: string) => terminal.style(who.external ? "yellow" : "dim", text),
      },
      { text: who.proven ? "can" : "may" },
      { text: whoText(who) },
      { text: guardText(who.guard) },
    ]);
    terminal.line(table(["FROM", "", "WHO", "IF"], rows, terminal.width));
  }
  if (answer.blocked.length > 0) {
    terminal.line();
    terminal.line("trusted, but stopped on their own side:");
    for (const { principal, because } of answer.blocked)
      terminal.line(`  ${plain(principal)}: ${plain(because)}`);
  }
  terminal.line();
  printReservations(answer, terminal);
  return done;
}
