/**
 * Brings one role to what is meant, step by step: it is read again before the first write, journaled before it, and read back after the
 * last. Whatever stops it in between leaves a role that is narrower at most; the same again goes on from there.
 */
import { type Refusal, refusalOf } from "../../../aws/index.ts";
import { type RoleWriter, roleWriter } from "../../../aws/writes/index.ts";
import { heldCredentials, whyOf } from "../../../collect/live/index.ts";
import { err, ok, type Result } from "../../../model/index.ts";
import { differencesBetween, type RoleState, type RoleStep } from "../../../provision/roles/index.ts";
import { inTurn, Lease } from "../one-at-a-time.ts";
import { readRoleState } from "./read-roles.ts";
import type { RoleToWrite, RoleWriteParts } from "./role-to-write.ts";
import { journaledRole, storedState } from "./stored-role.ts";

export type RoleWritten = {
  /** Calls that changed something. */
  readonly writes: number;
  /** In the journal; null: nothing was written, or there is no store. */
  readonly change: string | null;
};

export type RoleNotWritten = RoleWritten & { readonly why: string };

/** IAM shows what was written after a while: so long is it waited for, in milliseconds. */
const patience = 15_000;
/** A role that was just made may not be found yet, nor another's change be settled. */
const attempts = 4;

/** One writer at a time for each role: within this process by waiting, among processes by a lease of the store. */
export function writeRole(
  role: RoleToWrite,
  parts: RoleWriteParts,
): Promise<Result<RoleWritten, RoleNotWritten>> {
  const { store } = parts;
  if (store === null) return writeInTurn(role, parts);
  return inTurn(role.arn, async () => {
    const lease = await Lease.take({ ...parts, store, random: Math.random }, `write ${role.arn}`);
    if (lease === null)
      return err({ writes: 0, change: null, why: "another writer has had it for two minutes" });
    try {
      return await writeInTurn(role, parts);
    } finally {
      await lease.release();
    }
  });
}

async function writeInTurn(
  role: RoleToWrite,
  parts: RoleWriteParts,
): Promise<Result<RoleWritten, RoleNotWritten>> {
  let writes = 0;
  let change: string | null = null;
  const stopped = async (why: string) => {
    if (change !== null) await ended(change, writes === 0 ? "failed" : "intended", why, parts);
    return err({ writes, change, why });
  };
  const credentials = heldCredentials(parts.access, role.account);
  const writer = await roleWriter({ ...parts, credentials, account: role.account }, parts.counts);
  for (let attempt = 1; ; attempt += 1) {
    const read = await readRoleState(role.account, role.name, parts);
    if (!read.ok) return stopped(read.error);
    const steps = role.stepsFrom(read.value);
    if (!steps.ok) return stopped(steps.error);
    if (steps.value.length === 0) break;
    if (change === null && parts.store !== null) {
      change = parts.newId();
      await parts.store.intendChange(journaledRole(change, role, read.value, parts));
    }
    const failure = await makeSteps(role.name, steps.value, writer, () => {
      writes += 1;
    });
    if (failure === null) break;
    if (!isOverSoon(failure.refusal) || attempt === attempts) {
      return stopped(
        `${failure.step.kind}: ${whyOf(failure.refusal)} (${failure.refusal.code}: ${failure.refusal.message})`,
      );
    }
    await parts.pause(250 * 4 ** (attempt - 1));
  }
  if (writes > 0) {
    const wrong = await whyNotReadBack(role, parts);
    if (wrong !== null) return stopped(wrong);
  }
  if (change !== null) {
    await ended(change, "applied", null, parts, storedState(role.desired));
    await supersedeCutOff(change, role.arn, parts);
  }
  return ok({ writes, change });
}

async function ended(
  id: string,
  state: "applied" | "failed" | "intended",
  note: string | null,
  { store, now }: RoleWriteParts,
  after?: string | null,
): Promise<void> {
  const texts = after === undefined ? {} : { after };
  await store?.endChange(id, ["intended"], { state, at: now(), note, ...texts });
}

/** What earlier runs were cut off from is done now. */
export async function supersedeCutOff(
  id: string,
  target: string,
  { store, now }: Pick<RoleWriteParts, "store" | "now">,
): Promise<void> {
  const left = (await store?.appliedChanges({ target, state: "intended" }, 100)) ?? [];
  for (const one of left) {
    await store?.endChange(one.id, ["intended"], { state: "superseded", at: now(), note: `By ${id}.` });
  }
}

type Failure = { readonly step: RoleStep; readonly refusal: Refusal };

/** Null: all are made. */
async function makeSteps(
  name: string,
  steps: readonly RoleStep[],
  writer: RoleWriter,
  made: () => void,
): Promise<Failure | null> {
  for (const step of steps) {
    try {
      await makeStep(name, step, writer);
      made();
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      return { step, refusal };
    }
  }
  return null;
}

function makeStep(name: string, step: RoleStep, writer: RoleWriter): Promise<void> {
  switch (step.kind) {
    case "create-role":
      return writer.create(step.role);
    case "put-inline-policy":
      return writer.putInlinePolicy(name, step.name, step.text);
    case "delete-inline-policy":
      return writer.deleteInlinePolicy(name, step.name);
    case "attach-policy":
      return writer.attach(name, step.arn);
    case "detach-policy":
      return writer.detach(name, step.arn);
    case "put-boundary":
      return writer.putBoundary(name, step.arn);
    case "delete-boundary":
      return writer.deleteBoundary(name);
    case "set-trust":
      return writer.setTrust(name, step.text);
    case "update-role":
      return writer.update(name, step.maxSessionSeconds, step.description);
    case "tag-role":
      return writer.tag(name, step.tags);
    case "untag-role":
      return writer.untag(name, step.keys);
    case "delete-role":
      return writer.delete(name);
  }
}

/**
 * Read again and go on from there: the role is there already (an answer was lost, or somebody was faster), is not seen everywhere yet,
 * or is being changed at the same moment.
 */
function isOverSoon({ code, kind }: Refusal): boolean {
  return (
    /^(EntityAlreadyExists|ConcurrentModification|EntityTemporarilyUnmodifiable|NoSuchEntity)/.test(code) ||
    kind === "throttled"
  );
}

/** Null: it stands there as meant. */
async function whyNotReadBack(role: RoleToWrite, parts: RoleWriteParts): Promise<string | null> {
  const from = parts.now();
  for (let wait = 100; ; wait *= 2) {
    const read = await readRoleState(role.account, role.name, parts);
    const wrong = read.ok ? differenceOf(read.value, role.desired) : read.error;
    if (wrong === null) return null;
    if (parts.now() - from + wait > patience) return `it was written, and read back otherwise: ${wrong}`;
    await parts.pause(wait);
  }
}

function differenceOf(current: RoleState | null, desired: RoleState | null): string | null {
  if (desired === null) return current === null ? null : "it is still there";
  if (current === null) return "it is not there";
  return differencesBetween(current, desired)[0]?.says ?? null;
}
