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
  return args.apply !== true || trusts.every(isReady) ? done : failed(notAll(trusts));
}
