/** A step of a rotation brought into trust policies that stand in AWS: by merging, so that what others write meanwhile stays. */
import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import type { StandingPolicy } from "../../../aws/writes/index.ts";
import { externalIdPlaces } from "../../../policy/index.ts";
import { withBoth, withoutOld } from "../../../provision/external-ids/trust-edit.ts";
import type { Merge } from "../../../provision/index.ts";
import { type ApplyParts, applyPolicy, whyNot } from "../apply-policy.ts";
import type { TrustStep } from "./external-ids-shape.ts";
import type { KnownTrust } from "./known-trusts.ts";
import { type Step, trustStep } from "./rotation.ts";

/** Of the journal: which code takes such a change back. Its inverse is a {@link Step} as JSON. */
const changeKind = "role-trust-external-ids";

export type RotationParts = {
  readonly standing: (role: KnownTrust["role"]) => Promise<StandingPolicy>;
  readonly parts: ApplyParts;
  /** ARN of the caller. */
  readonly by: string;
  readonly relationship: string;
};

/** Each is waited for: a write counts when all who had looked before are done. */
const atOnce = 16;

/** As {@link trustStep} for each, and written where something has to change. */
export async function applyRotation(
  step: Step,
  trusts: readonly KnownTrust[],
  rotation: RotationParts,
): Promise<readonly TrustStep[]> {
  const limit = pLimit(atOnce);
  return Promise.all(trusts.map((known) => limit(() => applied(step, known, rotation))));
}

async function applied(step: Step, known: KnownTrust, rotation: RotationParts): Promise<TrustStep> {
  const planned = trustStep(step, known);
  if (planned.state !== "to-change") return planned;
  const { standing, parts, by, relationship } = rotation;
  const end = await applyPolicy(
    await standing(known.role),
    {
      id: `change-${randomUUID()}`,
      by,
      kind: changeKind,
      title: `${relationship}: ${step.kind === "both" ? "accepts the new external ID, too" : "accepts the old external ID no more"}`,
      merge: mergeOf(step),
      sids: new Set(),
      inverse: () => JSON.stringify(inverseOf(step)),
      undoes: null,
      mayStand: (_, after) => {
        const again = trustStep({ ...step }, { ...known, trust: after });
        return again.state === "error"
          ? { why: again.why ?? "it can't be proven", advice: "Look at the role's trust policy first." }
          : null;
      },
    },
    parts,
  );
  switch (end.kind) {
    case "applied":
      return { ...planned, before: end.before, after: end.after, applied: true };
    case "same":
      return { ...planned, state: "done", before: end.text, after: null, characters: null };
    default:
      return { ...planned, state: "error", why: `${whyNot(end)}.` };
  }
}

function mergeOf(step: Step): Merge {
  return (text) => {
    if (text === null) return refused("the role has no trust policy");
    const after = step.kind === "both" ? withBoth(text, step) : withoutOld(text, step.old);
    if (after !== null) return { kind: "changed", text: after };
    const asksForNew = externalIdPlaces(text).some(({ value }) => value === step.new);
    return asksForNew ? { kind: "same" } : refused("its trust policy asks for neither external ID");
  };
}

function refused(why: string): ReturnType<Merge> {
  return { kind: "refused", why, advice: "Look at the role's trust policy, and begin again." };
}

/** Takes the new one out again; or lets the old one in again. */
function inverseOf({ kind, old, new: next }: Step): Step {
  return { kind: kind === "both" ? "finish" : "both", old: next, new: old };
}
