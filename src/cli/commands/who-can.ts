/** `accesslens who-can`: everybody who can do an action on a resource. */
import { maskWho } from "../../report/mask.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { badAction, ownerlessResource } from "../../work/named-in-snapshot.ts";
import { askWhoCan } from "../../work/questions.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { type InputOptions, masksExternalIds, nameFailure } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";
import { printWho } from "../views/who-table.ts";

export async function runWhoCan(
  action: string,
  resource: string,
  args: InputOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const bad = badAction(action);
  if (bad !== null) return failed(nameFailure(bad));
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path } = opened.value;
  const found = askWhoCan(engine, action, resource);
  if (found === null) return failed(nameFailure(ownerlessResource(resource, path)));
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
  terminal.line(terminal.style("bold", plain(`${answer.action} on ${answer.resource}`)));
  printWho(answer, "Nobody can.", terminal);
  terminal.line();
  printReservations(answer, terminal);
  return done;
}
