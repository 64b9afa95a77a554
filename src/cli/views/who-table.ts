/** Who has an access, and who is named and stopped on the own side. */
import type { BlockedCaller, Who } from "../../graph/index.ts";
import { guardText, whoText } from "../../report/guard.ts";
import { plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { Terminal } from "../terminal.ts";

export function printWho(
  answer: { readonly who: readonly Who[]; readonly blocked: readonly BlockedCaller[] },
  nobody: string,
  terminal: Terminal,
): void {
  if (answer.who.length === 0) terminal.line(nobody);
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
}
