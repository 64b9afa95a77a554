/** Where the trust policies of a rotation's step come from, and whether they are written. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { err, ok, type RegisteredExternalId, type Result } from "../../model/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { openConnected } from "../../work/collect/index.ts";
import { applyRotation } from "../../work/provision/external-ids/apply-rotation.ts";
import type { RotateAnswer, TrustStep } from "../../work/provision/external-ids/external-ids-shape.ts";
import { readTrusts, trustWriter } from "../../work/provision/external-ids/live-trusts.ts";
import { conditionOf, type Step, trustStep } from "../../work/provision/external-ids/rotation.ts";
import { trustsOf } from "../../work/provision/external-ids/verify.ts";
import { usualTiming } from "../../work/provision/index.ts";
import { failureOf, settingsOf } from "../collect-settings.ts";
import { type Failure, inputFailure } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import type { OfRelationship } from "./external-id.ts";
import { noRoleKnown, openTrusts, type TrustSource } from "./external-id-check.ts";

export type RotateArguments = OfRelationship &
  TrustSource & {
    readonly note?: string;
    readonly by?: string;
    readonly finish?: boolean;
    readonly abort?: boolean;
    readonly trailFiles?: string;
    readonly verify?: boolean;
    readonly digestKeys?: string;
    readonly since?: string;
    readonly evenIfUsed?: boolean;
    readonly apply?: boolean;
  };

/** `title`: of the writes, for the journal. */
export type ToRotate = { readonly relationship: string; readonly title: string };

/** As the step wants it, or planned to be. */
export function isReady({ state }: TrustStep): boolean {
  return state !== "error";
}

export function notAll(trusts: readonly TrustStep[]): Failure {
  const left = trusts.filter((one) => !isReady(one)).length;
  return inputFailure(
    [`of ${trusts.length} trust policies, ${left} ${left === 1 ? "is" : "are"} not as this step wants`],
    "Run the same command again when what stands in the way is gone: it goes on from there.",
  );
}

/** Of an aborted rotation, the one that goes is the new one. */
function swapped(accepts: TrustStep["accepts"]): TrustStep["accepts"] {
  return accepts?.map((which) => (which === "old" ? "new" : "old")).toReversed() ?? null;
}

/** `stays`: the one that the step's policies take in any case. */
export function answerTo(
  name: RotateAnswer["step"],
  step: Step,
  stays: RegisteredExternalId,
  trusts: readonly TrustStep[],
): RotateAnswer {
  return {
    relationship: stays.relationship,
    step: name,
    externalId: stays.externalId,
    issuedAt: new Date(stays.issuedAt).toISOString(),
    issued: false,
    finished: false,
    condition: conditionOf(step),
    trusts: trusts.map((one) => (name === "abort" ? { ...one, accepts: swapped(one.accepts) } : one)),
    evidence: null,
  };
}

export type Steps = (step: Step) => Promise<readonly TrustStep[]>;

export const noSteps: Steps = async () => [];

/**
 * Without a snapshot, --live and --apply no policy is known, and the condition has to do. With --apply they are read anew, and
 * written.
 */
export async function openSteps(
  { relationship, title }: ToRotate,
  roles: readonly string[],
  args: RotateArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Result<Steps, Failure>> {
  if (args.apply === true) return openWrites({ relationship, title }, roles, args, store, terminal);
  if (args.snapshot === undefined && args.live !== true) return ok(noSteps);
  const read = await openTrusts(args, roles, terminal);
  if (!read.ok) return read;
  return ok(async (step) =>
    trustsOf(read.value, roles, [step.old, step.new]).map((known) => trustStep(step, known)),
  );
}

async function openWrites(
  { relationship, title }: ToRotate,
  roles: readonly string[],
  args: RotateArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Result<Steps, Failure>> {
  if (roles.length === 0) return err(noRoleKnown("--apply"));
  const settings = await settingsOf(args);
  if (!settings.ok) return settings;
  const opened = await openConnected(settings.value);
  if (!opened.ok) return err(failureOf(opened.error));
  const read = await readTrusts(opened.value, roles);
  for (const gap of read.gaps) terminal.warn(gap);
  return ok(async (step) => {
    const many = roles.length === 1 ? "a trust policy" : `${roles.length} trust policies`;
    terminal.note(`Writing ${many}; each is looked at again some seconds later.`);
    const parts = {
      ...{ store, holder: randomUUID(), timing: usualTiming, now: Date.now, random: Math.random },
      pause: async (milliseconds: number): Promise<void> => setTimeout(milliseconds),
    };
    const rotation = { ...trustWriter(opened.value), parts, relationship, title };
    try {
      return await applyRotation(step, trustsOf(read, roles, []), rotation);
    } finally {
      opened.value.connection.close();
    }
  });
}
