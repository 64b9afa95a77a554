/** Runs a command and tells how it went. */
import type { Outcome } from "./exit.ts";
import { createTerminal, type Terminal } from "./terminal.ts";

/** Runs a command's body and reports how it went; the only place where failures become messages. */
export async function run(quiet: boolean, body: (terminal: Terminal) => Promise<Outcome>): Promise<void> {
  const terminal = createTerminal(quiet);
  const outcome = await body(terminal);
  terminal.endProgress();
  switch (outcome.kind) {
    case "done":
    case "ended":
      process.exitCode = outcome.exitCode;
      return;
    case "failed": {
      const { messages, advice, exitCode } = outcome.failure;
      messages.forEach((message, index) => {
        terminal.error(message, index === messages.length - 1 ? advice : null);
      });
      process.exitCode = exitCode;
    }
  }
}
