/** The plan of a grant for people: difference, who gains, what is still needed, and the way back. */
import { plain } from "../../report/plain.ts";
import type { GrantAnswer, ToldPart } from "../../work/provision/index.ts";
import type { Terminal } from "../terminal.ts";
import { printPolicyDifference } from "./policy-difference.ts";

/** `wayIn`: options by which the account is entered, each behind a space. */
export function printGrant({ plan, applied }: GrantAnswer, wayIn: string, terminal: Terminal): void {
  for (const part of plan.parts) printPart(part, terminal);
  for (const blocker of plan.blockers) terminal.line(terminal.style("red", plain(`In the way: ${blocker}`)));
  for (const note of plan.notes) terminal.line(plain(`Note: ${note}`));
  if (plan.verb === "grant") printCaller(plan.caller, terminal);
  terminal.line();
  const changes = plan.parts.filter(({ outcome }) => outcome === "change");
  if (changes.length === 0) {
    terminal.line("Nothing to write.");
    return;
  }
  const isKnown = plan.parts.some(({ written }) => written?.end === "applied");
  if (plan.verb === "grant" || !isKnown) terminal.line(plain(`The way back: ${plan.inverse.command}`));
  const ids = plan.parts.flatMap(({ written }) => (written?.end === "applied" ? [written.change] : []));
  if (ids.length > 0)
    terminal.line(
      plain(
        `${plan.verb === "grant" ? "or" : "The way back"}: ${ids.map((id) => `accesslens undo ${id}${wayIn} --apply`).join("; ")}`,
      ),
    );
  if (applied) terminal.line(terminal.style("bold", "Written, and read back."));
  else if (plan.parts.every(({ written }) => written === null))
    terminal.line("Nothing was written: --apply writes it.");
}

function printPart(part: ToldPart, terminal: Terminal): void {
  terminal.line(terminal.style("bold", plain(part.target)));
  switch (part.outcome) {
    case "same":
      terminal.line("  It is as asked for already.");
      break;
    case "possible-already":
      terminal.line("  Statements of others allow all of it already: nothing is added.");
      break;
    case "refused":
      terminal.line(terminal.style("red", plain(`  Refused: ${part.why}`)));
      break;
    case "change":
      printPolicyDifference(part.before, part.after, terminal);
      for (const who of part.gained) terminal.line(plain(`  gains: ${who.id}${who.proven ? "" : " (may)"}`));
      for (const who of part.lost) terminal.line(plain(`  loses: ${who.id}`));
      break;
  }
  for (const { statement, blocks, text } of part.blockedBy) {
    const how = blocks === "all" ? "still denies all of it" : "still denies some of it";
    terminal.line(terminal.style("red", plain(`  The Deny ${statement} ${how}: ${text}`)));
  }
  if (part.written === null || part.written.why === null) return;
  terminal.line(terminal.style("red", plain(`  Not written: ${part.written.why}`)));
}

function printCaller(
  { isNeeded, statements, stillBlocked, notKnown }: GrantAnswer["plan"]["caller"],
  terminal: Terminal,
): void {
  terminal.line();
  terminal.line(
    isNeeded
      ? "The principal's own policies have to allow it, too:"
      : "The principal is named, in its own account: its own policies need not allow it. They could:",
  );
  for (const statement of statements) terminal.line(plain(`  ${JSON.stringify(statement)}`));
  for (const sentence of stillBlocked) terminal.line(terminal.style("red", plain(`  ${sentence}`)));
  for (const sentence of notKnown) terminal.line(plain(`  ${sentence}`));
}
