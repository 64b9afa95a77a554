/** `accesslens who-can`: everybody who can do an action on a resource. */
import { maskWho } from "../../report/mask.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { askWhoCan } from "../../work/questions.ts";
import { done, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { type InputOptions, masksExternalIds } from "../inputs.ts";
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
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    return failed(
      usageFailure(
        `${JSON.stringify(action)} is no action`,
        "Give one action as a request has it, such as s3:GetObject; wildcards are for policies.",
      ),
    );
  }
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const found = askWhoCan(opened.value.engine, action, resource);
  if (found === null) {
    return failed(
      inputFailure(
        [`${opened.value.path}: nobody can say which account ${JSON.stringify(resource)} belongs to`],
        "Give the whole ARN of a resource that the snapshot holds, or whose ARN names an account of it.",
      ),
    );
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
  terminal.line(terminal.style("bold", plain(`${answer.action} on ${answer.resource}`)));
  printWho(answer, "Nobody can.", terminal);
  terminal.line();
  printReservations(answer, terminal);
  return done;
}
