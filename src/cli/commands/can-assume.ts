/** `accesslens can-assume`: every role that a principal can assume. */
import { type Arn, isAccountId, isArn, splitArn } from "../../model/index.ts";
import { guardText } from "../../report/guard.ts";
import { maskAssumable } from "../../report/mask.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { absentPrincipal } from "../../work/named-in-snapshot.ts";
import { askWhatCanAssume } from "../../work/questions.ts";
import { done, failed, type Outcome, usageFailure } from "../exit.ts";
import { type InputOptions, masksExternalIds, nameFailure } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

export async function runCanAssume(
  principal: string,
  args: InputOptions,
  terminal: Terminal,
): Promise<Outcome> {
  if (!isArn(principal) || !isPrincipal(principal)) {
    return failed(
      usageFailure(
        `${JSON.stringify(principal)} is no principal's ARN`,
        "Give a role's, user's or account's: arn:aws:iam::123456789012:role/Name, …:user/name or …:root",
      ),
    );
  }
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path } = opened.value;
  const absent = absentPrincipal(principal, { snapshot: engine.snapshot, where: path });
  if (absent !== null) return failed(nameFailure(absent));
  terminal.progress("asking every role's trust policy");
  const found = await askWhatCanAssume(engine, principal);
  const answer = masksExternalIds(args) ? { ...found, roles: maskAssumable(found.roles) } : found;
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const role of answer.roles) terminal.raw(`${jsonLine(role)}\n`);
      return done;
    case "table":
      break;
  }
  terminal.line(terminal.style("bold", plain(answer.principal)));
  if (answer.roles.length === 0) terminal.line("It can assume no role of this snapshot.");
  else {
    const rows = answer.roles.map((role) => [
      { text: role.certainty.kind === "proven" ? "can" : "may" },
      { text: role.role },
      { text: role.via === "direct" ? "named" : "by its account" },
      { text: guardText(role.guard) },
    ]);
    terminal.line(table(["", "ROLE", "TRUSTED", "IF"], rows, terminal.width));
  }
  if (answer.blocked.length > 0) {
    terminal.line();
    terminal.line("trusted by, but stopped on its own side:");
    for (const { role, because } of answer.blocked) terminal.line(`  ${plain(role)}: ${plain(because)}`);
  }
  terminal.line();
  printReservations(answer, terminal);
  return done;
}

function isPrincipal(arn: Arn): boolean {
  const parts = splitArn(arn);
  if (parts === null || !isAccountId(parts.account)) return false;
  return parts.service === "iam"
    ? /^(root$|role\/|user\/)/.test(parts.resource)
    : parts.service === "sts" && /^(assumed-role|federated-user)\//.test(parts.resource);
}
