/** `accesslens synth`: a made-up organization, as a directory of AWS CLI output or straight as a snapshot. */
import { counted, plain } from "../../report/plain.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import {
  defaultOptions,
  defaultTrailOptions,
  optionsProblem,
  type SynthPartition,
  snapshotOf,
  synthesize,
  synthesizeTrail,
  type TrailSynthesis,
  trailOptionsProblem,
  type WriteProblem,
  writeSynthesis,
  writeTrail,
  writeTrailTruth,
  writeTruth,
} from "../../synth/index.ts";
import { done, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";

export type SynthArguments = {
  readonly accounts: number;
  readonly roles: number;
  readonly seed: number;
  readonly mix: "realistic" | "stamped";
  readonly partition: SynthPartition;
  readonly out: string;
  readonly truth?: string;
  readonly trail?: string;
  readonly trailDays?: number;
  readonly trailEvents?: number;
  /** In percent. */
  readonly trailSts?: number;
  readonly trailTruth?: string;
};

export async function runSynth(args: SynthArguments, terminal: Terminal): Promise<Outcome> {
  const options = {
    ...defaultOptions,
    accounts: args.accounts,
    roles: args.roles,
    seed: args.seed,
    mix: args.mix,
    partition: args.partition,
  };
  const problem = optionsProblem(options);
  if (problem !== null) return failed(usageFailure(problem, null));
  const trailProblem = trailArgumentsProblem(args);
  if (trailProblem !== null) return failed(usageFailure(trailProblem, null));
  const withTrail = args.trail === undefined ? null : synthesizeTrail(options);
  const synthesis = withTrail?.synthesis ?? synthesize(options);
  const onProgress = (count: number, of: number): void => terminal.progress(`${count} of ${of} accounts`);
  let roles: number;
  if (args.out.endsWith(".alens")) {
    const snapshot = snapshotOf(synthesis, onProgress);
    const written = await writeSnapshot(args.out, snapshot);
    if (!written.ok) return failed(snapshotFailure(written.error));
    rememberSnapshot(args.out);
    roles = snapshot.roles.count;
  } else {
    const written = await writeSynthesis(synthesis, args.out, onProgress);
    if (!written.ok) return failed(writeFailure(written.error));
    roles = written.value.roles;
  }
  if (args.truth !== undefined) {
    const written = await writeTruth(synthesis.truth, args.truth);
    if (!written.ok) return failed(writeFailure(written.error));
  }
  terminal.line(
    plain(
      `${args.out}: ${counted(args.accounts, "account")}, ${counted(roles, "role")} (seed ${args.seed}, ${args.mix})`,
    ),
  );
  return withTrail === null || args.trail === undefined
    ? done
    : runTrail(withTrail, args.trail, args, terminal);
}

async function runTrail(
  made: TrailSynthesis,
  directory: string,
  args: SynthArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const trail = made.trail(trailOptionsOf(args));
  const written = await writeTrail(trail, directory, (files, records) =>
    terminal.progress(`${counted(files, "file")}, ${counted(records, "record")}`),
  );
  if (!written.ok) return failed(writeFailure(written.error));
  const { value: truth } = written;
  if (args.trailTruth !== undefined) {
    const told = await writeTrailTruth(truth, args.trailTruth);
    if (!told.ok) return failed(writeFailure(told.error));
  }
  terminal.line(
    plain(
      `${directory}: ${counted(truth.records, "record")} in ${counted(truth.files, "file")}, ${counted(truth.events, "event")} of calls that give sessions`,
    ),
  );
  return done;
}

function trailOptionsOf(args: SynthArguments) {
  return {
    days: args.trailDays ?? defaultTrailOptions.days,
    events: args.trailEvents ?? defaultTrailOptions.events,
    stsShare: args.trailSts === undefined ? defaultTrailOptions.stsShare : args.trailSts / 100,
  };
}

function trailArgumentsProblem(args: SynthArguments): string | null {
  if (args.trail !== undefined) return trailOptionsProblem(trailOptionsOf(args));
  const more = [args.trailDays, args.trailEvents, args.trailSts, args.trailTruth];
  return more.every((one) => one === undefined)
    ? null
    : "--trail-days, --trail-events, --trail-sts and --trail-truth need --trail DIR";
}

function writeFailure(problem: WriteProblem) {
  return inputFailure([`${problem.path}: ${problem.message}`], problem.advice);
}
