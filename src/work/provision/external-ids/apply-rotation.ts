/** A step of a rotation brought into trust policies that stand in AWS: by merging, so that what others write meanwhile stays. */
import pLimit from "p-limit";
import type { StandingPolicy } from "../../../aws/writes/index.ts";
import { type ApplyParts, applyPolicy, whyNot } from "../apply-policy.ts";
import { newChangeId } from "../change-id.ts";
import type { TrustStep } from "./external-ids-shape.ts";
import type { KnownTrust } from "./known-trusts.ts";
import { acceptedBy, type Step, trustStep } from "./rotation.ts";
import { inverseOf, mayStandAfter, mergeOfStep, rotationChange } from "./rotation-change.ts";

export type RotationParts = {
  readonly standing: (role: KnownTrust["role"]) => Promise<StandingPolicy>;
  readonly parts: ApplyParts;
  /** ARN of the caller. */
  readonly by: string;
  readonly relationship: string;
  /** For the journal: what becomes of the relationship's trust policies. */
  readonly title: string;
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
  const { standing, parts, by, relationship, title } = rotation;
  const end = await applyPolicy(
    await standing(known.role),
    {
      id: newChangeId(),
      by,
      kind: rotationChange,
      title: `${relationship}: ${title}`,
      merge: mergeOfStep(step),
      sids: new Set(),
      inverse: () => JSON.stringify(inverseOf(step)),
      undoes: null,
      mayStand: mayStandAfter(step, known),
    },
    parts,
  );
  switch (end.kind) {
    case "applied":
      return {
        ...{ ...planned, before: end.before, after: end.after, applied: true },
        accepts: acceptedBy(end.after, step, known),
      };
    case "same":
      return {
        ...{ ...planned, state: "done", before: end.text, after: null, characters: null },
        accepts: acceptedBy(end.text, step, known),
      };
    case "gave-up":
      // It may stand there by now.
      return { ...planned, state: "error", why: `${whyNot(end)}.`, accepts: null };
    default:
      return { ...planned, state: "error", why: `${whyNot(end)}.` };
  }
}
