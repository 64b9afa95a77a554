/** A step of a rotation as a change of a trust policy: how it is merged, proven, journaled, and taken back. */
import { z } from "zod";
import { externalIdPlaces, maskValue } from "../../../policy/index.ts";
import { withBoth, withoutOld } from "../../../provision/external-ids/trust-edit.ts";
import type { Merge, UnmergeableText } from "../../../provision/index.ts";
import type { KnownTrust } from "./known-trusts.ts";
import { type Step, trustStep } from "./rotation.ts";

/** Of the journal: which code takes such a change back. Its inverse is a {@link Step} as JSON. */
export const rotationChange = "role-trust-external-ids";

export function mergeOfStep(step: Step): Merge {
  return (text) => {
    if (text === null) return refused("the role has no trust policy");
    const after = step.kind === "both" ? withBoth(text, step) : withoutOld(text, step.old);
    if (after !== null) return { kind: "changed", text: after };
    const asksForNew = externalIdPlaces(text).some(({ value }) => value === step.new);
    return asksForNew
      ? { kind: "same" }
      : refused("its trust policy does not ask for the external ID that is to stay");
  };
}

function refused(why: string): ReturnType<Merge> {
  return { kind: "refused", why, advice: "Look at the role's trust policy, and begin again." };
}

/** Asked before each write. Null: third parties get in with what the step wants, and with nothing else. */
export function mayStandAfter(
  step: Step,
  known: KnownTrust,
): (before: string | null, after: string | null) => UnmergeableText | null {
  return (_, after) => {
    const again = trustStep(step, { ...known, trust: after });
    return again.state === "error"
      ? { why: again.why ?? "it can't be proven", advice: "Look at the role's trust policy first." }
      : null;
  };
}

/** Takes the new one out again; or lets the old one in again. The inverse of the inverse is the step. */
export function inverseOf({ kind, old, new: next }: Step): Step {
  return { kind: kind === "both" ? "finish" : "both", old: next, new: old };
}

const stepShape = z.strictObject({ kind: z.enum(["both", "finish"]), old: z.string(), new: z.string() });

/** Null: it is none, or of a later version. */
export function storedStep(text: string): Step | null {
  const read = stepShape.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

export function maskedStep(text: string): string {
  const step = storedStep(text);
  if (step === null) return "{}";
  return JSON.stringify({ ...step, old: maskValue(step.old), new: maskValue(step.new) });
}
