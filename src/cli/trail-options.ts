/** How a trail is named and read: the same for every command that reads one. */
import type { Command } from "commander";
import { scanPrice, scanSize } from "./scan-size.ts";
import type { TrailAccessArguments } from "./trail-access.ts";

export type TrailReadArguments = TrailAccessArguments & {
  readonly events: string;
  /** A directory. */
  readonly resume?: string;
  readonly verify?: boolean;
  /** A file, or `aws`. */
  readonly digestKeys?: string;
};

const places =
  "a directory with CloudTrail's files, s3://BUCKET/PREFIX, athena:DATABASE.TABLE, lake:STORE or duckdb:FILES (docs/trail-engines.md)";

/** `optional`: what the command does with a trail, where it does without one as well. */
export function withTrail(command: Command, { optional }: { readonly optional?: string } = {}): Command {
  if (optional === undefined) command.requiredOption("--events <where>", `the trail: ${places}`);
  else command.option("--events <where>", `${optional}: ${places}`);
  withProof(
    command.option(
      "--resume <directory>",
      "keep what is read there, so that the same command goes on after a kill (removed when answered)",
    ),
  );
  // Commands that reach AWS anyway have it already.
  if (!command.options.some(({ long }) => long === "--region"))
    command.option("--region <name>", "of a trail in AWS, where its address does not say");
  return command
    .option(
      "--max-scan <size>",
      "a query of the trail that scans more is stopped: 500MB, 2TB (default: 100GB)",
      scanSize,
    )
    .option("--scan-price <number>", "what a scanned terabyte costs: costs are told by it", scanPrice);
}

/** Of commands that read a trail's files alone. */
export function withProof(command: Command): Command {
  return command
    .option("--verify", "prove the trail's files by CloudTrail's signed digests (docs/trail-files.md)")
    .option(
      "--digest-keys <file>",
      "what aws cloudtrail list-public-keys printed, or a PEM; aws: ask CloudTrail for them (with --verify)",
    );
}

/** Options that say nothing without a trail, as they are written. */
export const readingOptions = {
  resume: "--resume",
  verify: "--verify",
  digestKeys: "--digest-keys",
  maxScan: "--max-scan",
  scanPrice: "--scan-price",
} as const satisfies Partial<Record<keyof TrailReadArguments, string>>;

/** Of commands that ask a trail. */
export const trailCodeHelp = `
Exit codes:
  0  done
  1  there is a fault among the files (with --verify)
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`;
