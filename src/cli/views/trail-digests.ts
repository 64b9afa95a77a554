/** What a trail's digests prove: for programs in every answer about it, for people above the table. */
import type { DigestReport } from "../../logs/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import type { ToldDigests } from "../../work/trail/index.ts";
import { done, exitCodes, type Outcome } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

type Verified = { readonly digests: DigestReport | null };

/** Null, where nobody asked for it, stands in no answer. */
export function withDigests<T extends object>(
  { digests }: Verified,
  answer: T,
): T & { readonly digests?: ToldDigests } {
  if (digests === null) return answer;
  const { faults, unproven } = digests;
  return { ...answer, digests: { ...digests, faults: [...faults], unproven: [...unproven] } };
}

/** What is told of a trail, a line each; before them, where it was asked for, what its digests prove: `{"digests": {…}}`. */
export function rawRows(
  { digests }: { readonly digests?: ToldDigests | undefined },
  rows: readonly object[],
  terminal: Terminal,
): void {
  if (digests !== undefined) terminal.raw(`${jsonLine({ digests })}\n`);
  for (const row of rows) terminal.raw(`${jsonLine(row)}\n`);
}

/** Faults end with another number than 0, whatever the answer was. */
export function trailOutcome({ digests }: Verified, otherwise: Outcome = done): Outcome {
  return digests === null || digests.faults.length === 0
    ? otherwise
    : { kind: "done", exitCode: exitCodes.findings };
}

/** Of each no more are named; JSON names all. */
const mostNamed = 10;

export function printDigests(report: ToldDigests, terminal: Terminal): void {
  const { digests, signed, verified, faults, unproven } = report;
  terminal.line(
    `${signed} of ${counted(digests, "digest")} signed by CloudTrail, ${counted(verified, "file")} proven, ${unproven.length} unproven, ${counted(faults.length, "fault")}`,
  );
  for (const [word, all] of [
    ["fault", faults],
    ["unproven", unproven],
  ] as const) {
    for (const { file, why } of all.slice(0, mostNamed))
      terminal.line(`  ${word}: ${plain(file)} ${plain(why)}`);
    if (all.length > mostNamed)
      terminal.line(`  ${word}: ${all.length - mostNamed} more; --format json names all`);
  }
}
