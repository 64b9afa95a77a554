/** `accesslens external-id rotate`: a new external ID in two steps, without an outage between them, and the way back. */
import type { StateStore } from "../../store/state/index.ts";
import type { RotateAnswer } from "../../work/provision/external-ids/external-ids-shape.ts";
import { inUseOf, rotate } from "../../work/provision/external-ids/registry.ts";
import type { Step } from "../../work/provision/external-ids/rotation.ts";
import { done, failed, type Outcome, usageFailure } from "../exit.ts";
import { withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";
import { tellRotation } from "../views/rotation.ts";
import { badRole, namedRelationship, noneInUse, whoAsks } from "./external-id.ts";
import { endRotation } from "./external-id-end.ts";
import { answerTo, isReady, notAll, openSteps, type RotateArguments } from "./external-id-steps.ts";

export async function runRotate(args: RotateArguments, terminal: Terminal): Promise<Outcome> {
  const relationship = namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  const bad = badRole(args.role);
  if (bad !== null) return failed(bad);
  if (args.finish === true && args.abort === true) {
    return failed(
      usageFailure(
        "--finish and --abort do not go together",
        "--finish keeps the new one, --abort the old one.",
      ),
    );
  }
  const isEnd = args.finish === true || args.abort === true;
  return withStateThatIs(args.store, (store) =>
    isEnd
      ? endRotation(relationship.value, args, store, terminal)
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
  // Before it is issued: a new one that nobody is shown helps nobody.
  const opened = await openSteps(
    { relationship, title: "accepts the new external ID, too" },
    roles,
    args,
    store,
    terminal,
  );
  if (!opened.ok) return failed(opened.error);
  const rotated = await rotate(store, asked, Date.now());
  if (rotated.kind === "none") return failed(noneInUse(relationship));
  const { current, retiring } = rotated;
  if (rotated.kind === "under-way" && args.role !== undefined)
    await store.useExternalIdsAt(relationship, args.role);
  const step: Step = { kind: "both", old: retiring.externalId, new: current.externalId };
  const trusts = await opened.value(step);
  const isNew = rotated.kind === "rotating";
  const answer: RotateAnswer = {
    ...answerTo("both", step, current, trusts),
    issued: isNew,
  };
  tellRotation(answer, args, isNew, terminal);
  return args.apply !== true || trusts.every(isReady) ? done : failed(notAll);
}


function answerTo(step: Step, current: RegisteredExternalId, trusts: readonly TrustStep[]): RotateAnswer {
  return {
    relationship: current.relationship,
    step: step.kind,
    externalId: current.externalId,
    issuedAt: new Date(current.issuedAt).toISOString(),
    issued: false,
    finished: false,
    condition: conditionOf(step),
    trusts: [...trusts],
    evidence: null,
  };
}

/** As the step wants it, or planned to be. */
function isReady({ state }: TrustStep): boolean {
  return state !== "error";
}

const notAll = inputFailure(
  ["not every trust policy can be brought to this step"],
  "Run the same command again when what stands in the way is gone: it goes on from there.",
);

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
  const roles = [...new Set([...current.roles, ...(args.role ?? [])])];
  const opened = refusal === null ? await openSteps(relationship, roles, args, store, terminal) : ok(noSteps);
  if (!opened.ok) return failed(opened.error);
  const trusts = await opened.value(step);
  const finished = refusal === null && trusts.every(isReady);
  const answer: RotateAnswer = {
    ...answerTo(step, current, trusts),
    finished,
    evidence,
  };
  // The policies first: a run that is cut off in between is taken up by the next one.
  if (finished) await store.endExternalIds(relationship, ["retiring"], Date.now(), retiring.externalId);
  tell(answer, args, false, terminal);
  if (finished) return done;
  if (refusal === null) return failed(notAll);
  return failed(
    inputFailure(
      [`${relationship}: ${refusal}; the old external ID stays accepted`],
      "Have the callers bring the new one. --since TIME counts later uses only, --even-if-used finishes all the same.",
    ),
  );
}

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

type Steps = (step: Step) => Promise<readonly TrustStep[]>;

const noSteps: Steps = async () => [];

/**
 * Without a snapshot, --live and --apply no policy is known, and the condition has to do. With --apply they are read anew, and
 * written.
 */
async function openSteps(
  relationship: string,
  roles: readonly string[],
  args: RotateArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Result<Steps, Failure>> {
  if (args.apply === true) return openWrites(relationship, roles, args, store, terminal);
  if (args.snapshot === undefined && args.live !== true) return ok(noSteps);
  const engine = await openTrusts(args, roles, terminal);
  if (!engine.ok) return engine;
  return ok(async (step) =>
    trustsOf(engine.value, roles, [step.old, step.new]).map((known) => trustStep(step, known)),
  );
}

async function openWrites(
  relationship: string,
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
  const { engine, gaps } = await readTrusts(opened.value, roles);
  for (const gap of gaps) terminal.warn(gap);
  return ok(async (step) => {
    const many = roles.length === 1 ? "a trust policy" : `${roles.length} trust policies`;
    terminal.note(`Writing ${many}; each is looked at again some seconds later.`);
    const parts = {
      ...{ store, holder: randomUUID(), timing: usualTiming, now: Date.now, random: Math.random },
      pause: async (milliseconds: number): Promise<void> => setTimeout(milliseconds),
    };
    const rotation = { ...trustWriter(opened.value), parts, relationship };
    const applied = await applyRotation(step, trustsOf(engine, roles, []), rotation);
    opened.value.connection.close();
    return applied;
  });
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
      : `${name}: the old external ID ${finished ? "is revoked" : "stays"}.`,
  );
  terminal.line(
    step === "both"
      ? "First, every trust policy accepts both:"
      : "Now every trust policy asks for the new one alone:",
  );
  terminal.line(`  "Condition": ${plain(condition)}`);
  if (trusts.length > 0) {
    const rows = trusts.map((one): Cell[] => [
      { text: one.applied ? "changed" : one.state },
      { text: one.role },
      { text: one.why ?? "" },
    ]);
    terminal.line();
    terminal.line(table(["STATE", "ROLE", "WHY"], rows, terminal.width));
    for (const one of trusts) {
      if (one.after === null || one.applied) continue;
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
