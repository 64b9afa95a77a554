/** What a step of a rotation makes of the trust policies that are known, each proven before it is told. */
import { policySize } from "../../../policy/index.ts";
import { confusedDeputy } from "../../../provision/external-ids/confused-deputy.ts";
import { withBoth, withoutOld } from "../../../provision/external-ids/trust-edit.ts";
import type { TrustStep } from "./external-ids-shape.ts";
import type { KnownTrust } from "./known-trusts.ts";

export type Step =
  | { readonly kind: "both"; readonly old: string; readonly new: string }
  | { readonly kind: "finish"; readonly old: string; readonly new: string };

/** The Condition that a trust policy needs in this step. */
export function conditionOf({ kind, old, new: next }: Step): string {
  const externalId = kind === "both" ? [next, old] : next;
  return JSON.stringify({ StringEquals: { "sts:ExternalId": externalId } });
}

export function trustStep(step: Step, known: KnownTrust): TrustStep {
  const { role, trust } = known;
  const same = {
    ...{ role: role.arn, before: trust, after: null, characters: null, applied: false },
    accepts: acceptedBy(trust, step, known),
  };
  if (trust === null)
    return { ...same, state: "error", why: known.whyNot ?? "Its trust policy was not collected." };
  const after = step.kind === "both" ? withBoth(trust, step) : withoutOld(trust, step.old);
  const right = step.kind === "both" ? [step.new, step.old] : [step.new];
  const why = whyNotProven(after ?? trust, right, known);
  if (after === null) {
    return why === null ? { ...same, state: "done", why: null } : { ...same, state: "error", why };
  }
  const characters = policySize(after);
  if (why !== null) return { ...same, state: "error", why };
  return { ...same, state: "to-change", why: null, after, characters };
}

/** Which of the two get a third party in, by the text of a trust policy. Null: not known. */
export function acceptedBy(
  trust: string | null,
  step: Pick<Step, "old" | "new">,
  { role, thirdParties, outsideOf = null }: KnownTrust,
): ("old" | "new")[] | null {
  if (trust === null) return null;
  const accepted = new Set<"old" | "new">();
  for (const { caller } of thirdParties) {
    for (const which of ["old", "new"] as const) {
      const proof = confusedDeputy({ trust, role, caller, right: [step[which]], outsideOf });
      if (proof?.right.every(({ verdict }) => verdict === "accepted") === true) accepted.add(which);
    }
  }
  return [...accepted].toSorted().toReversed();
}

/**
 * Null: a third party gets in with each of the right ones, and is refused with all others and with none. Others that the role lets in
 * have relationships of their own, or none.
 */
function whyNotProven(
  trust: string,
  right: readonly string[],
  { role, thirdParties, outsideOf = null }: KnownTrust,
): string | null {
  let reason = "It lets in nobody outside who could bring the external ID.";
  for (const { caller, label } of thirdParties) {
    const proof = confusedDeputy({ trust, role, caller, right, outsideOf });
    if (proof === null) return "Its trust policy can't be read.";
    const asksForIt = proof.right.every(({ verdict }) => verdict === "accepted");
    const takesOthers = proof.wrong.verdict !== "refused";
    if (asksForIt && !takesOthers && proof.missing.verdict === "refused") return null;
    reason = !asksForIt
      ? `It does not ask ${label} for this relationship's external ID.`
      : `It would let in ${label} ${takesOthers ? "with another external ID" : "without an external ID"}, too.`;
  }
  return reason;
}
