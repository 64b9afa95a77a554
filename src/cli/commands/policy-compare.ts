/** `accesslens policy compare`: two policies as sets of requests, or a file of such pairs. */
import type { PolicyComparison } from "../../authz/symbolic/index.ts";
import { plain } from "../../report/plain.ts";
import type { ComparedKind } from "../../work/accepted-policy.ts";
import {
  type ComparedPair,
  comparePair,
  comparePairLine,
  type PairQuestion,
  pairLines,
} from "../../work/policy-pairs.ts";
import { done, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import { faultsFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { requestLines } from "../views/example-request.ts";

export type PolicyCompareOptions = {
  readonly kind?: ComparedKind;
  readonly pairs?: string;
  readonly knownActions?: boolean;
  readonly exitCode?: boolean;
  readonly format: OutputFormat;
};

export async function runPolicyCompare(
  a: string | undefined,
  b: string | undefined,
  options: PolicyCompareOptions,
  terminal: Terminal,
): Promise<Outcome> {
  if (options.pairs !== undefined) {
    if (a !== undefined) {
      return failed(usageFailure("--pairs takes the policies from its file", "Leave A and B out."));
    }
    return comparePairs(options.pairs, options, terminal);
  }
  if (a === undefined || b === undefined) {
    return failed(
      usageFailure(
        "two policies are needed",
        "accesslens policy compare before.json after.json, or --pairs FILE for many.",
      ),
    );
  }
  const compared = comparePair({ a, b }, { kind: options.kind ?? null, ...questionOf(options) });
  if (!compared.ok) return failed(faultsFailure([compared.error]));
  if (options.format === "table") printComparison(compared.value, terminal);
  else terminal.raw(`${JSON.stringify(compared.value)}\n`);
  return outcome(options, isSame(compared.value));
}

async function comparePairs(
  path: string,
  options: PolicyCompareOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const lines = pairLines(path);
  if (!lines.ok) return failed(faultsFailure([lines.error]));
  let faults = 0;
  let allSame = true;
  const answers: unknown[] = [];
  for (const [line, text] of lines.value) {
    terminal.progress(`comparing pair ${line} of ${lines.value.length}`);
    const answer = comparePairLine(path, line, text, questionOf(options));
    if ("error" in answer) faults += 1;
    else allSame &&= isSame(answer);
    if (options.format === "json") answers.push(answer);
    else if (options.format === "ndjson") terminal.raw(`${JSON.stringify(answer)}\n`);
    else if ("error" in answer)
      terminal.line(`${plain(answer.error.at)}: ${terminal.style("red", plain(answer.error.message))}`);
    else {
      const name = answer.name === undefined ? "" : `${plain(JSON.stringify(answer.name))}  `;
      terminal.line(`${name}${plain(answer.a)}  ${plain(answer.b)}  ${verdict(answer)}`);
    }
  }
  if (options.format === "json") terminal.raw(`${JSON.stringify(answers)}\n`);
  if (faults > 0) return { kind: "done", exitCode: 3 };
  return outcome(options, allSame);
}

function questionOf({ knownActions = false }: PolicyCompareOptions): Pick<PairQuestion, "knownActions"> {
  return { knownActions };
}

function isSame(compared: PolicyComparison): boolean {
  return compared.equal && compared.denyEqual;
}

function outcome({ exitCode }: PolicyCompareOptions, same: boolean): Outcome {
  return exitCode === true && !same ? { kind: "done", exitCode: 1 } : done;
}

/** In a few words, for a line of many. */
function verdict(compared: ComparedPair): string {
  const allowed = compared.equal
    ? "allow the same"
    : compared.aWithinB
      ? "B allows more"
      : compared.bWithinA
        ? "A allows more"
        : "each allows what the other does not";
  const denied = compared.denyEqual ? "" : ", explicit denials differ";
  return `${allowed}${denied}${compared.exact ? "" : " (not exact)"}`;
}

function printComparison(compared: ComparedPair, terminal: Terminal): void {
  const { a, b } = compared;
  terminal.line(`A  ${terminal.style("bold", plain(a))}`);
  terminal.line(`B  ${terminal.style("bold", plain(b))}`);
  const kind =
    compared.kind === "scp" || compared.kind === "rcp"
      ? `an ${compared.kind.toUpperCase()}`
      : `${compared.kind} policies`;
  const among = compared.knownActions ? ", for actions that AWS lists, on resources that they take" : "";
  terminal.line(`   as ${kind}${among}`);
  terminal.line();
  printSide(
    "allow",
    compared.aWithinB,
    compared.bWithinA,
    [compared.onlyInA, compared.onlyInB],
    compared.exact,
    terminal,
  );
  printSide(
    "explicitly deny",
    compared.denyAWithinB,
    compared.denyBWithinA,
    [compared.denyOnlyInA, compared.denyOnlyInB],
    compared.exact,
    terminal,
  );
  if (compared.exact) return;
  terminal.line(
    terminal.style("yellow", "Not exact: a difference could be neither shown nor excluded, because"),
  );
  for (const reason of compared.reasons) terminal.line(`  - ${plain(reason)}`);
}

function printSide(
  verb: string,
  aWithinB: boolean,
  bWithinA: boolean,
  examples: readonly [PolicyComparison["onlyInA"], PolicyComparison["onlyInA"]],
  exact: boolean,
  terminal: Terminal,
): void {
  const once = verb === "allow" ? "allows" : "explicitly denies";
  const heading =
    aWithinB && bWithinA
      ? `Both ${verb} the same requests.`
      : aWithinB
        ? `B ${once} all that A ${once}, and more.`
        : bWithinA
          ? `A ${once} all that B ${once}, and more.`
          : `Each ${once} requests that the other does not.`;
  terminal.line(
    terminal.style(
      "bold",
      exact || (aWithinB && bWithinA) ? heading : `${heading.slice(0, -1)}, as far as can be told.`,
    ),
  );
  for (const [index, example] of examples.entries()) {
    if (example === null) continue;
    terminal.line(`  For example, only ${index === 0 ? "A" : "B"} ${once}:`);
    for (const line of requestLines(example)) terminal.line(`    ${line}`);
  }
  terminal.line();
}
