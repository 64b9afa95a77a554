/** Asks at the terminal for the code of a second factor: standard input and output may belong to another program. */
import { openSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ReadStream, WriteStream } from "node:tty";
import { plain } from "../report/plain.ts";

/** ACCESSLENS_MFA_CODE, or what is typed. Null: there is no terminal, or no code was typed. */
export async function codeOfSecondFactor(serial: string): Promise<string | null> {
  const given = process.env.ACCESSLENS_MFA_CODE;
  if (given) return codeOrNull(given);
  let terminal: number;
  try {
    terminal = openSync("/dev/tty", "r+");
  } catch {
    return null;
  }
  const input = new ReadStream(terminal);
  const output = new WriteStream(terminal);
  const questions = createInterface({ input, output });
  try {
    return codeOrNull(await questions.question(`Code of ${plain(serial)}: `));
  } finally {
    questions.close();
    input.destroy();
    output.destroy();
  }
}

function codeOrNull(text: string): string | null {
  const code = text.trim();
  return /^\d{6}$/.test(code) ? code : null;
}
