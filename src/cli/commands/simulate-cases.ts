/** `accesslens simulate --cases`: one answer for each case, in order; a broken case does not end the run. */
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { decideRequest, explainRequest } from "../../authz/concrete/index.ts";
import type { RequestDecision, RequestQuestion } from "../../authz/request-question.ts";
import { plain } from "../../report/plain.ts";
import {
  answerObject,
  type CaseFault,
  CaseReader,
  caseTexts,
  faultObject,
} from "../../work/simulate/index.ts";
import { done, exitCodes, failed, inputFailure, type Outcome, type OutputFormat } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

export type CasesOptions = { readonly format: OutputFormat; readonly explain?: boolean };

type Answer = { readonly name: string | null } & (
  | { readonly fault: CaseFault; readonly decision: null }
  | { readonly fault: null; readonly decision: RequestDecision }
);

type Counts = { cases: number; broken: number; readonly decisions: Map<string, number> };

export async function simulateCases(
  path: string,
  { format, explain }: CasesOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const counts: Counts = { cases: 0, broken: 0, decisions: new Map() };
  const reader = new CaseReader();
  const decide = explain === true ? explainRequest : decideRequest;
  const output = new Output(format, terminal);
  try {
    for await (const texts of caseTexts(chunksOf(path))) {
      for (const text of texts) output.put(answerTo(text, reader, decide, counts), counts.cases);
      await output.drain();
    }
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) {
      return failed(inputFailure([`${path} can't be read: ${String(cause.code)}`], "Check the path."));
    }
    throw cause;
  }
  output.end(counts);
  return counts.broken === 0 ? done : { kind: "done", exitCode: exitCodes.input };
}

function answerTo(
  text: string,
  reader: CaseReader,
  decide: (question: RequestQuestion) => ReturnType<typeof decideRequest>,
  counts: Counts,
): Answer {
  counts.cases += 1;
  const { name, question } = reader.read(text);
  if (!question.ok) {
    counts.broken += 1;
    return { name, fault: question.error, decision: null };
  }
  const decision = decide(question.value);
  counts.decisions.set(decision.decision, (counts.decisions.get(decision.decision) ?? 0) + 1);
  return { name, fault: null, decision };
}

function chunksOf(path: string): AsyncIterable<Buffer> {
  return path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
}

/** Written in large pieces; a reader that is slow is waited for. */
class Output {
  readonly #format: OutputFormat;
  readonly #terminal: Terminal;
  #pending = "";
  #count = 0;

  constructor(format: OutputFormat, terminal: Terminal) {
    this.#format = format;
    this.#terminal = terminal;
  }

  /** `number`: of the case, from 1. */
  put(answer: Answer, number: number): void {
    if (this.#format === "table") this.#pending += `${lineOf(answer, number)}\n`;
    else {
      const object =
        answer.decision === null
          ? faultObject(answer.name, answer.fault)
          : answerObject(answer.name, answer.decision);
      const text = JSON.stringify(object);
      if (this.#format === "ndjson") this.#pending += `${text}\n`;
      else this.#pending += number === 1 ? `[${text}` : `,\n${text}`;
    }
    this.#count = number;
    if (this.#pending.length > 1 << 16) this.#flush();
  }

  async drain(): Promise<void> {
    this.#flush();
    if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
  }

  end({ cases, broken, decisions }: Counts): void {
    if (this.#format === "json") this.#pending += this.#count === 0 ? "[]\n" : "]\n";
    this.#flush();
    const told = [...decisions].map(([decision, count]) => `${count} ${decision}`);
    if (broken > 0) {
      const rest = told.length === 0 ? "" : `; ${told.join(", ")}`;
      this.#terminal.warn(`${broken} of ${cases} cases are broken: their answers say where${rest}`);
    }
  }

  #flush(): void {
    if (this.#pending !== "") this.#terminal.raw(this.#pending);
    this.#pending = "";
  }
}

/** For people: the decision, the case, and the layers or statements that made it. */
function lineOf({ name, fault, decision }: Answer, number: number): string {
  const called = name ?? `case ${number}`;
  if (decision === null) return plain(`${"error".padEnd(16)}  ${called}: ${fault.at}: ${fault.message}`);
  const made = decision.because.map(({ policy, statement }) => `${policy}[${statement}]`);
  const told =
    decision.decision === "ImplicitlyDenied"
      ? `no Allow: ${decision.blockedBy.join(", ")}`
      : decision.decision === "Unknown"
        ? decision.unknowns.join("; ")
        : made.join(", ");
  return plain(`${decision.decision.padEnd(16)}  ${called}  ${told}`);
}
