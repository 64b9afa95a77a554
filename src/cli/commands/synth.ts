/** `accesslens synth`: a made-up organization, as a directory of AWS CLI output or straight as a snapshot. */
import { counted, plain } from "../../report/plain.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import {
  defaultOptions,
  optionsProblem,
  snapshotOf,
  synthesize,
  writeSynthesis,
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
  readonly out: string;
  readonly truth?: string;
};

export async function runSynth(args: SynthArguments, terminal: Terminal): Promise<Outcome> {
  const options = {
    ...defaultOptions,
    accounts: args.accounts,
    roles: args.roles,
    seed: args.seed,
    mix: args.mix,
  };
  const problem = optionsProblem(options);
  if (problem !== null) return failed(usageFailure(problem, null));
  const synthesis = synthesize(options);
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
    if (!written.ok) {
      return failed(inputFailure([`${written.error.path}: ${written.error.message}`], written.error.advice));
    }
    roles = written.value.roles;
  }
  if (args.truth !== undefined) {
    const written = await writeTruth(synthesis.truth, args.truth);
    if (!written.ok) {
      return failed(inputFailure([`${written.error.path}: ${written.error.message}`], written.error.advice));
    }
  }
  terminal.line(
    plain(
      `${args.out}: ${counted(args.accounts, "account")}, ${counted(roles, "role")} (seed ${args.seed}, ${args.mix})`,
    ),
  );
  return done;
}
