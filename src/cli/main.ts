/**
 * The command line's entry: parses arguments, runs one command, and turns whatever comes of it into an exit code.
 * One verb a question; each command is one file in `commands/`, loaded only when it is called.
 */
import { CommanderError } from "commander";
import { exitCodes } from "./exit.ts";
import { createProgram } from "./program.ts";

// A reader that has seen enough (`| head`) is no error, but a disk that is full is: half an answer must not pass for one.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? exitCodes.clean);
  process.stderr.write(`error: the output can't be written: ${error.message}\n`);
  process.exit(exitCodes.input);
});
// Whoever does not read messages still gets the exit code.
process.stderr.on("error", () => undefined);

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed what it had to say. Help and version end with 0, everything else is a usage error.
    process.exitCode = error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
  } else {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `accesslens: this is a bug in AccessLens, not in your input.\n${details}\n` +
        "Please report it with the command line that led here (see SECURITY.md for what not to include).\n",
    );
    process.exitCode = exitCodes.internal;
  }
}
