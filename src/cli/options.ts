/** Options and help texts that several commands have. */
import { InvalidArgumentError, Option } from "commander";
import type { OutputFormat } from "./exit.ts";

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`It takes a whole number ${range}.`);
    }
    return number;
  };
}

/** For options that take several values, separated by commas. */
export function listed(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** For options that are given several times. */
export function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function formatOption(...formats: readonly OutputFormat[]): Option {
  return new Option("--format <format>", "for people, or for programs").choices(formats).default("table");
}

export const snapshotOption = (): Option =>
  new Option("--snapshot <file>", "the snapshot to ask (default: the last one written)");

export const externalIdOption = (): Option =>
  new Option(
    "--external-ids <how>",
    "external IDs in the output (default: masked for people, shown in JSON)",
  ).choices(["masked", "shown"]);

/** Of what holds them by the hundred: masked for programs, too. */
export const shownExternalIdOption = (): Option =>
  new Option("--external-ids <how>", "external IDs in the output (default: masked)").choices([
    "masked",
    "shown",
  ]);

export const mostHopsOption = (): Option =>
  new Option("--max-hops <number>", "look no farther than so many hops (1 to 50)")
    .argParser(wholeNumber(1, 50))
    .default(8);

export const onlyOption = (): Option =>
  new Option("--only <certainty>", "without what is only may").choices(["proven"]);

export const actionOption = (): Option =>
  new Option(
    "--action <action>",
    "what has to be possible at a resource (default: whatever reads or writes its data)",
  );

export const historyOption = (): Option =>
  new Option(
    "--store <url>",
    "where what changed is kept, to tell it: sqlite:PATH or postgres://USER@HOST/DATABASE",
  );

export const intentOption = (): Option =>
  new Option("--config <file>", "declared intent (default: accesslens.yaml in this folder, if there is one)");

/** Of commands that look for no findings. */
export const doneCodeHelp = `
Exit codes:
  0  done
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`;

export const exitCodeHelp = `
Exit codes:
  0  done, and no finding at or above --fail-on
  1  done, with findings at or above --fail-on
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`;
