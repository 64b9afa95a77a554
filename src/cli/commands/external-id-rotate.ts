/** `accesslens external-id rotate`: a new external ID in two steps, without an outage between them. */
import { maskPolicyText, maskValue } from "../../policy/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { shellWord } from "../../report/shell.ts";
import { type Cell, table } from "../../report/table.ts";
import type { StateStore } from "../../store/state/index.ts";
import type {
  RotateAnswer,
  TrailEvidence,
  TrustStep,
} from "../../work/provision/external-ids/external-ids-shape.ts";
import { inUseOf, rotate } from "../../work/provision/external-ids/registry.ts";
import { conditionOf, type Step, trustStep } from "../../work/provision/external-ids/rotation.ts";
import { trailEvidence } from "../../work/provision/external-ids/trail-evidence.ts";
import { trustsOf } from "../../work/provision/external-ids/verify.ts";
import { done, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";
import { badRole, namedRelationship, noneInUse, type OfRelationship, whoAsks } from "./external-id.ts";
import { openTrusts, type TrustSource } from "./external-id-check.ts";

export type RotateArguments = OfRelationship &
  TrustSource & {
    readonly note?: string;
    readonly by?: string;
    readonly finish?: boolean;
    readonly trailFiles?: string;
    readonly since?: string;
    readonly evenIfUsed?: boolean;
  };

export async function runRotate(args: RotateArguments, terminal: Terminal): Promise<Outcome> {
  const relationship = namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  const bad = badRole(args.role);
  if (bad !== null) return failed(bad);
  return withStateThatIs(args.store, (store) =>
    args.finish === true
      ? finish(relationship.value, args, store, terminal)
      : begin(relationship.value, args, store, terminal),
  );
}

/** First the registry: an external ID that stands in a policy has to be known. Run again, it goes on from there. */
async function begin(
  relationship: string,
  args: RotateArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Outcome> {
  const before = await inUseOf(store, relationship);
  if (before === null) return failed(noneInUse(relationship));
  const roles = [...new Set([...before.current.roles, ...(args.role ?? [])])];
  const asked = { relationship, by: whoAsks(args.by), note: args.note ?? before.current.note, roles };
  const rotated = await rotate(store, asked, Date.now());
  if (rotated.kind === "none") return failed(noneInUse(relationship));
  const { current, retiring } = rotated;
  if (rotated.kind === "under-way" && args.role !== undefined)
    await store.useExternalIdsAt(relationship, args.role);
  const step: Step = { kind: "both", old: retiring.externalId, new: current.externalId };
  const trusts = await stepsOf(step, roles, args, terminal);
  if (trusts === null) return failed(unreadTrusts);
  const isNew = rotated.kind === "rotating";
  const answer: RotateAnswer = {
    relationship,
    step: "both",
    externalId: current.externalId,
    issuedAt: new Date(current.issuedAt).toISOString(),
    issued: isNew,
    finished: false,
    condition: conditionOf(step),
    trusts: [...trusts],
    evidence: null,
  };
  tell(answer, args, isNew, terminal);
  return done;
}

async function finish(
  relationship: string,
  args: RotateArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Outcome> {
  const inUse = await inUseOf(store, relationship);
  if (inUse === null) return failed(noneInUse(relationship));
  const { current, retiring } = inUse;
  if (retiring === null) {
    return failed(
      usageFailure(
        `${relationship} is not between two external IDs: there is nothing to finish`,
        "accesslens external-id rotate begins a rotation.",
      ),
    );
  }
  const since = sinceOf(args, current.issuedAt);
  if (since === null) {
    return failed(usageFailure(`--since: ${args.since} is no time`, "Such as --since 2027-06-30T22:00:00Z."));
  }
  const step: Step = { kind: "finish", old: retiring.externalId, new: current.externalId };
  const evidence =
    args.trailFiles === undefined
      ? null
      : await trailEvidence({ directory: args.trailFiles, old: step.old, new: step.new, since });
  const refusal = evidence === null || args.evenIfUsed === true ? null : whyNotYet(evidence);
  const trusts = refusal === null ? await stepsOf(step, current.roles, args, terminal) : [];
  if (trusts === null) return failed(unreadTrusts);
  const answer: RotateAnswer = {
    relationship,
    step: "finish",
    externalId: current.externalId,
    issuedAt: new Date(current.issuedAt).toISOString(),
    issued: false,
    finished: refusal === null,
    condition: conditionOf(step),
    trusts: [...trusts],
    evidence,
  };
  if (refusal === null)
    await store.endExternalIds(relationship, ["retiring"], Date.now(), retiring.externalId);
  tell(answer, args, false, terminal);
  if (refusal === null) return done;
  return failed(
    inputFailure(
      [`${relationship}: ${refusal}; the old external ID stays accepted`],
      "Have the callers bring the new one. --since TIME counts later uses only, --even-if-used finishes all the same.",
    ),
  );
}

const unreadTrusts = usageFailure(
  "the trust policies can't be read",
  "Name another snapshot with --snapshot, or none.",
);

/** Null: that is no time. */
function sinceOf({ since }: RotateArguments, usual: number): number | null {
  if (since === undefined) return usual;
  const at = Date.parse(since);
  return Number.isNaN(at) ? null : at;
}

function whyNotYet({ oldUses, events, skipped }: TrailEvidence): string | null {
  if (skipped.length > 0) return `${counted(skipped.length, "file")} of the trail could not be read`;
  if (events === 0) return "the files hold no AssumeRole event, which shows nothing";
  if (oldUses.length === 0) return null;
  return `the old one was used after the new one was issued, by ${counted(oldUses.length, "caller")}`;
}

/** Without a snapshot and without --live no policy is known, and the condition has to do. Null: they can't be read. */
async function stepsOf(
  step: Step,
  roles: readonly string[],
  args: RotateArguments,
  terminal: Terminal,
): Promise<readonly TrustStep[] | null> {
  if (args.snapshot === undefined && args.live !== true) return [];
  const engine = await openTrusts(args, roles, terminal);
  if (!engine.ok) {
    for (const message of engine.error.messages) terminal.error(message, engine.error.advice);
    return null;
  }
  return trustsOf(engine.value, roles, [step.old, step.new]).map((known) => trustStep(step, known));
}

function tell(answer: RotateAnswer, args: RotateArguments, isNew: boolean, terminal: Terminal): void {
  const shows = args.externalIds === "shown" || (isNew && args.externalIds === undefined);
  const told = shows ? answer : masked(answer);
  if (args.format === "json") terminal.raw(`${jsonLine(told)}\n`);
  else print(told, terminal);
}

function masked(answer: RotateAnswer): RotateAnswer {
  return {
    ...answer,
    externalId: maskValue(answer.externalId),
    condition: maskPolicyText(answer.condition),
    trusts: answer.trusts.map((one) => ({
      ...one,
      before: one.before === null ? null : maskPolicyText(one.before),
      after: one.after === null ? null : maskPolicyText(one.after),
    })),
  };
}

function print(answer: RotateAnswer, terminal: Terminal): void {
  const { relationship, step, externalId, condition, trusts, evidence, finished } = answer;
  const name = terminal.style("bold", plain(relationship));
  if (evidence !== null) printEvidence(evidence, terminal);
  if (step === "finish" && !finished) return;
  terminal.line(
    step === "both"
      ? `${name}: the new external ID is ${plain(externalId)}`
      : `${name}: the old external ID is revoked.`,
  );
  terminal.line(
    step === "both"
      ? "First, every trust policy accepts both:"
      : "Now every trust policy asks for the new one alone:",
  );
  terminal.line(`  "Condition": ${plain(condition)}`);
  if (trusts.length > 0) {
    const rows = trusts.map((one): Cell[] => [
      { text: one.state },
      { text: one.role },
      { text: one.why ?? "" },
    ]);
    terminal.line();
    terminal.line(table(["STATE", "ROLE", "WHY"], rows, terminal.width));
    for (const one of trusts) {
      if (one.after === null) continue;
      terminal.line();
      terminal.line(`${plain(one.role)} (${one.characters} characters):`);
      terminal.line(`  ${plain(one.after)}`);
    }
  }
  if (step === "finish") return;
  terminal.line();
  terminal.line("Then the third party brings the new one, and when nobody brings the old one any more:");
  terminal.line(
    `  accesslens external-id rotate --finish --relationship ${shellWord(relationship)} --trail-files DIRECTORY --store …`,
  );
}

function printEvidence(evidence: TrailEvidence, terminal: Terminal): void {
  const { events, from, to, oldUses, newUses, skipped } = evidence;
  terminal.line(
    events === 0
      ? "CloudTrail: no AssumeRole event in the files."
      : `CloudTrail: ${counted(events, "AssumeRole event")} from ${from} to ${to}; the new external ID was used ${newUses} times.`,
  );
  for (const { file, why } of skipped) terminal.line(`  ${plain(file)}: ${plain(why)}`);
  if (oldUses.length === 0) return;
  const rows = oldUses.map((one): Cell[] => [
    { text: one.by },
    { text: one.role },
    { text: String(one.count) },
    { text: one.last },
    { text: one.lastOfNew ?? "never" },
  ]);
  terminal.line(
    table(["STILL USES THE OLD ONE", "ROLE", "TIMES", "LAST", "LAST OF THE NEW ONE"], rows, terminal.width),
  );
  terminal.line();
}
