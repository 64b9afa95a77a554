/** The end of a rotation: one external ID of the two stays in the trust policies, and the other one is revoked. */
import { ok, type RegisteredExternalId } from "../../model/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { type InUse, inUseOf } from "../../work/provision/external-ids/registry.ts";
import type { Step } from "../../work/provision/external-ids/rotation.ts";
import { trailEvidence, whyNotYet } from "../../work/provision/external-ids/trail-evidence.ts";
import { done, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import { unprovenFiles } from "../trail-inputs.ts";
import { tellRotation } from "../views/rotation.ts";
import { noneInUse } from "./external-id.ts";
import { answerTo, isReady, noSteps, notAll, openSteps, type RotateArguments } from "./external-id-steps.ts";

type End = {
  readonly name: "finish" | "abort";
  readonly stays: RegisteredExternalId;
  readonly goes: RegisteredExternalId;
  /** For the journal. */
  readonly title: string;
  readonly refused: string;
  readonly advice: string;
};

function endOf({ abort }: RotateArguments, { current, retiring }: InUse): End | null {
  if (retiring === null) return null;
  return abort === true
    ? {
        ...{ name: "abort", stays: retiring, goes: current },
        title: "accepts the new external ID no more: the rotation is aborted",
        refused: "the new external ID stays accepted",
        advice:
          "Have the callers bring the old one again. --since TIME counts later uses only, --even-if-used aborts all the same.",
      }
    : {
        ...{ name: "finish", stays: current, goes: retiring },
        title: "accepts the old external ID no more",
        refused: "the old external ID stays accepted",
        advice:
          "Have the callers bring the new one. --since TIME counts later uses only, --even-if-used finishes all the same.",
      };
}

export async function endRotation(
  relationship: string,
  args: RotateArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Outcome> {
  const inUse = await inUseOf(store, relationship);
  if (inUse === null) return failed(noneInUse(relationship));
  const end = endOf(args, inUse);
  if (end === null) {
    return failed(
      usageFailure(
        `${relationship} is not between two external IDs: there is nothing to ${args.abort === true ? "abort" : "finish"}`,
        "accesslens external-id rotate begins a rotation.",
      ),
    );
  }
  const since = sinceOf(args, inUse.current.issuedAt);
  if (since === null) {
    return failed(usageFailure(`--since: ${args.since} is no time`, "Such as --since 2027-06-30T22:00:00Z."));
  }
  const { name, stays, goes, title } = end;
  const step: Step = { kind: "finish", old: goes.externalId, new: stays.externalId };
  const roles = [...new Set([...stays.roles, ...goes.roles, ...(args.role ?? [])])];
  const unproven = await whyUnproven(args, terminal);
  if (unproven !== null) return failed(unproven);
  const evidence =
    args.trailFiles === undefined
      ? null
      : await trailEvidence({ directory: args.trailFiles, old: step.old, new: step.new, since });
  const refusal =
    evidence === null || args.evenIfUsed === true ? null : whyNotYet(evidence, roles, name === "finish");
  const opened =
    refusal === null ? await openSteps({ relationship, title }, roles, args, store, terminal) : ok(noSteps);
  if (!opened.ok) return failed(opened.error);
  const trusts = await opened.value(step);
  const isWell = refusal === null && trusts.every(isReady);
  // The policies first: a run that is cut off in between is taken up by the next one.
  const finished = isWell && (await revoked(end, store));
  tellRotation({ ...answerTo(name, step, stays, trusts), finished, evidence }, args, false, terminal);
  if (finished) return done;
  if (refusal !== null) {
    return failed(inputFailure([`${relationship}: ${refusal}; ${end.refused}`], end.advice));
  }
  return failed(isWell ? changedMeanwhile(relationship) : notAll(trusts));
}

/** Files that somebody changed would show whatever they like. */
async function whyUnproven(args: RotateArguments, terminal: Terminal): Promise<Failure | null> {
  const { trailFiles, verify, digestKeys } = args;
  if (verify === undefined && digestKeys === undefined) return null;
  if (trailFiles === undefined)
    return usageFailure("--verify is about CloudTrail's files", "Name them: --trail-files DIRECTORY.");
  const advice =
    "Who brings which external ID can't be told by such a trail. Without --verify it is believed.";
  return unprovenFiles({ ...args, events: trailFiles }, terminal, advice);
}

/** False: somebody else has ended the rotation meanwhile. */
async function revoked({ name, stays, goes }: End, store: StateStore): Promise<boolean> {
  if (name === "abort") {
    return (await store.abortRotation(stays.relationship, Date.now(), goes.externalId)) !== null;
  }
  const ended = await store.endExternalIds(goes.relationship, ["retiring"], Date.now(), goes.externalId);
  return ended.length > 0;
}

function changedMeanwhile(relationship: string) {
  return inputFailure(
    [`${relationship}: somebody else has ended the rotation meanwhile`],
    "See which external ID is in use, and whether the trust policies ask for it: accesslens external-id list, then verify --live.",
  );
}

const timeForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Null: that is no time. One without its zone would be another elsewhere. */
function sinceOf({ since }: RotateArguments, usual: number): number | null {
  if (since === undefined) return usual;
  const at = timeForm.test(since) ? Date.parse(since) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
