/** `accesslens each`: one command in many accounts. */
import type { z } from "zod";
import { isRegionName } from "../../aws/index.ts";
import { err, ok, type Result, type Snapshot } from "../../model/index.ts";
import { counted, jsonLine, plain, plainLines } from "../../report/plain.ts";
import { type Cell, table } from "../../report/table.ts";
import {
  type ChosenAccount,
  chooseAccounts,
  type EachResult,
  type EachTarget,
  type eachShape,
  openSource,
  runEach,
  type SessionSource,
} from "../../work/provision/sessions/index.ts";
import { exitCodes, type Failure, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import { longestIfNamed, noCommand, snapshotIfAny, sourceFailure } from "../session-inputs.ts";
import {
  roleInAccount,
  type SessionArguments,
  sourceSettingsOf,
  type WishForRole,
  wishOf,
} from "../session-settings.ts";
import type { Terminal } from "../terminal.ts";
import { refusalStory } from "../views/refusal-story.ts";

type Arguments = SessionArguments & {
  readonly accounts?: readonly string[];
  readonly ou?: readonly string[];
  readonly tag?: readonly string[];
  readonly all?: boolean;
  readonly regions?: readonly string[];
  readonly atOnce: number;
  readonly grouped?: boolean;
  readonly format: OutputFormat;
};

/** Of each stream of each command: enough to look at, and bounded over hundreds of accounts. */
const mostBytes = 1024 * 1024;

export async function runEachCommand(
  command: readonly string[],
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  const [first, ...rest] = command;
  if (first === undefined) return failed(noCommand);
  const badRegion = args.regions?.find((name) => !isRegionName(name));
  if (badRegion !== undefined) {
    return failed(
      usageFailure(`--regions: ${badRegion} is no region's name`, "Such as eu-west-1,us-east-1."),
    );
  }
  const snapshot = await snapshotIfAny(args.snapshot, terminal);
  if (!snapshot.ok) return failed(snapshot.error);
  const targets = await targetsOf(args, snapshot.value);
  if (!targets.ok) return failed(targets.error);
  const checked = await wishOf(args);
  if (!checked.ok) return failed(checked.error);
  const settings = await sourceSettingsOf(args);
  if (!settings.ok) return failed(settings.error);
  for (const remark of checked.value.remarks) terminal.note(remark);
  const source = await openSource(settings.value);
  if (!source.ok) return failed(sourceFailure(source.error));
  const job = { command: [first, ...rest] as const, targets: targets.value, snapshot: snapshot.value };
  try {
    return await runAll(job, source.value, checked.value.wishFor, args, terminal);
  } finally {
    source.value.close();
  }
}

async function targetsOf(
  args: Arguments,
  snapshot: Snapshot | null,
): Promise<Result<readonly EachTarget[], Failure>> {
  const choice = {
    accounts: args.accounts ?? null,
    units: args.ou ?? [],
    tags: args.tag ?? [],
    all: args.all === true,
  };
  const chosen = chooseAccounts(choice, snapshot);
  if (!chosen.ok) return err(usageFailure(chosen.error.message, chosen.error.advice));
  const targets: EachTarget[] = [];
  for (const account of chosen.value) {
    const role = await roleInAccount(account.id, account.partition, args);
    if (!role.ok) return role;
    for (const region of args.regions ?? [null]) targets.push({ account, role: role.value, region });
  }
  return ok(targets);
}

type Job = {
  readonly command: readonly [string, ...string[]];
  readonly targets: readonly EachTarget[];
  readonly snapshot: Snapshot | null;
};

async function runAll(
  { command, targets, snapshot }: Job,
  source: SessionSource,
  wishFor: WishForRole,
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  const stop = new AbortController();
  const signals: NodeJS.Signals[] = [];
  const onSignal = (signal: NodeJS.Signals): void => {
    signals.push(signal);
    stop.abort();
  };
  for (const signal of stopping) process.on(signal, onSignal);
  const streams = args.format === "table" && args.grouped !== true;
  try {
    const results = await runEach({
      targets,
      command,
      atOnce: args.atOnce,
      environment: process.env,
      take: (role) => source.take(wishFor(role), longestIfNamed(role, args, snapshot)),
      snapshot: async () => snapshot,
      told: streams ? (target, stream, line) => printLine(target, stream, line, terminal) : null,
      ended(target, result) {
        if (args.format === "ndjson") terminal.raw(`${jsonLine(result)}\n`);
        else if (args.format === "table") printEnd(target, result, args.grouped === true, terminal);
      },
      stop: stop.signal,
      mostBytes: streams ? 0 : mostBytes,
    });
    if (args.format === "json") {
      const answer: z.infer<typeof eachShape> = { command: [...command], results: [...results] };
      terminal.raw(`${jsonLine(answer)}\n`);
    } else if (args.format === "table") printSummary(targets, results, terminal);
    return outcomeOf(results, signals[0] ?? null);
  } finally {
    for (const signal of stopping) process.off(signal, onSignal);
  }
}

const stopping = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const signalCodes: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

function outcomeOf(results: readonly EachResult[], signal: NodeJS.Signals | null): Outcome {
  if (signal !== null) return { kind: "ended", exitCode: signalCodes[signal] ?? 130 };
  const isWell = results.every(({ exitCode }) => exitCode === 0);
  return { kind: "done", exitCode: isWell ? exitCodes.clean : exitCodes.findings };
}

function labelOf({ account, region }: EachTarget): string {
  const name = accountName(account);
  return region === null ? name : `${name} ${region}`;
}

function accountName({ id, name }: ChosenAccount): string {
  return name === null ? id : `${id} ${plain(name)}`;
}

function printLine(target: EachTarget, stream: "stdout" | "stderr", line: string, terminal: Terminal): void {
  const text = `${labelOf(target)} | ${plain(line)}`;
  if (stream === "stdout") terminal.line(text);
  else process.stderr.write(`${text}\n`);
}

function printEnd(target: EachTarget, result: EachResult, grouped: boolean, terminal: Terminal): void {
  if (grouped) {
    terminal.line(terminal.style("bold", labelOf(target)));
    if (result.stdout !== "") terminal.line(plainLines(result.stdout.replace(/\r?\n$/, "")));
    if (result.stderr !== "") process.stderr.write(`${plainLines(result.stderr.replace(/\r?\n$/, ""))}\n`);
    if (result.truncated) terminal.note(`${labelOf(target)}: it wrote more than is shown`);
  }
  if (result.refused !== null) {
    for (const line of refusalStory(result.refused)) process.stderr.write(`${labelOf(target)} | ${line}\n`);
  } else if (result.state === "not-started") terminal.note(`${labelOf(target)} | ${result.why ?? ""}`);
}

/** Those that did not end well; a table of hundreds of zeros tells nothing. */
function printSummary(
  targets: readonly EachTarget[],
  results: readonly EachResult[],
  terminal: Terminal,
): void {
  const rows = results.flatMap((result, index): (readonly Cell[])[] => {
    const target = targets[index];
    if (target === undefined || result.exitCode === 0) return [];
    return [[{ text: labelOf(target) }, { text: endText(result) }]];
  });
  const well = results.length - rows.length;
  terminal.note(`${counted(results.length, "run")}: ${well} with exit code 0, ${rows.length} not`);
  if (rows.length > 0) terminal.note("");
  if (rows.length > 0)
    for (const line of table(["ACCOUNT", "HOW IT ENDED"], rows, 0).split("\n")) terminal.note(line);
}

function endText({ state, exitCode, signal, why }: EachResult): string {
  switch (state) {
    case "ended":
      return signal === null ? `exit code ${exitCode}` : `ended by ${signal}`;
    case "refused":
      return `no session: ${why}`;
    case "not-started":
      return why ?? "not started";
    case "stopped":
      return why ?? "stopped";
  }
}
