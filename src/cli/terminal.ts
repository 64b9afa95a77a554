/**
 * The streams that a command writes to. Results go to standard output; progress, warnings and errors to standard error.
 * Colours are off when the stream is not a terminal, or with NO_COLOR.
 */
import { styleText } from "node:util";
import { plain } from "../report/plain.ts";

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Columns of standard output, 0 when it is not a terminal. */
  readonly width: number;
  /** Writes a result, a line break added. The text must have been neutralised. */
  line(text?: string): void;
  /** Writes machine-readable output as it is. */
  raw(text: string): void;
  /** A styled piece of a line for standard output; plain text when colours are off. */
  style(style: Style, text: string): string;
  warn(message: string): void;
  /** A remark beside the result, on standard error. */
  note(message: string): void;
  error(message: string, advice: string | null): void;
  /**
   * Shown only when the work takes longer than a second, on a terminal, where it is written over again and again. `everySeconds`:
   * elsewhere a line that often, for those who read what was logged.
   */
  progress(message: string | (() => string), elsewhere?: { readonly everySeconds: number }): void;
  endProgress(): void;
}

export function createTerminal(quiet: boolean): Terminal {
  const started = performance.now();
  let shownAt = 0;
  let showing = false;
  const clear = (): void => {
    if (showing) process.stderr.write("\r\u001b[K");
    showing = false;
  };
  const onError = (style: Style, text: string): string => styleText(style, text, { stream: process.stderr });
  return {
    width: process.stdout.isTTY === true ? process.stdout.columns : 0,
    line(text = "") {
      clear();
      process.stdout.write(`${text}\n`);
    },
    raw(text) {
      clear();
      process.stdout.write(text);
    },
    style: (style, text) => styleText(style, text, { stream: process.stdout }),
    warn(message) {
      clear();
      if (!quiet) process.stderr.write(`${onError("yellow", "warning:")} ${plain(message)}\n`);
    },
    note(message) {
      clear();
      if (!quiet) process.stderr.write(`${plain(message)}\n`);
    },
    error(message, advice) {
      clear();
      process.stderr.write(`${onError("red", "error:")} ${plain(message)}\n`);
      if (advice !== null) process.stderr.write(`  ${plain(advice)}\n`);
    },
    progress(message, elsewhere) {
      const now = performance.now();
      if (quiet || now - started < 1000) return;
      const text = (): string => plain(typeof message === "string" ? message : message());
      if (process.stderr.isTTY !== true) {
        if (elsewhere === undefined || now - Math.max(shownAt, started) < elsewhere.everySeconds * 1000)
          return;
        shownAt = now;
        process.stderr.write(`${text()}\n`);
        return;
      }
      if (now - shownAt < 100) return;
      shownAt = now;
      showing = true;
      process.stderr.write(`\r\u001b[K${text().slice(0, (process.stderr.columns || 80) - 1)}`);
    },
    endProgress: clear,
  };
}
