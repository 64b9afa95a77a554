/** `accesslens who-can-assume`: everybody who can assume a role. */
import { maskWho } from "../../report/mask.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { askWhoCanAssume } from "../../work/questions.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { type InputOptions, masksExternalIds, noSuchRole } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";
import { printWho } from "../views/who-table.ts";

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
  printWho(answer, "Nobody can assume it.", terminal);
  terminal.line();
  printReservations(answer, terminal);
  return done;
}
