/** What the journal holds, with external IDs masked: its policies, and what takes a change back. */
import type { AppliedChange } from "../../model/index.ts";
import { maskPolicyText } from "../../policy/index.ts";
import { maskedStep, rotationChange } from "./external-ids/rotation-change.ts";

export function maskChange(change: AppliedChange): AppliedChange {
  return {
    ...change,
    before: maskStored(change.before),
    after: maskStored(change.after),
    inverse: change.kind === rotationChange ? maskedStep(change.inverse) : (maskStored(change.inverse) ?? ""),
  };
}

/** A policy's text, or a role's, whose policies are texts in it. */
export function maskStored(text: string | null): string | null {
  if (text === null) return null;
  return maskPolicyText(withMaskedTexts(text));
}

/** A policy in a string says `sts:ExternalId` to nobody who looks for the key. */
function withMaskedTexts(text: string): string {
  // Most hold none, and stay as they are, letter by letter.
  if (!/sts:externalid|\\u/i.test(text)) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  let isInside = false;
  const masked = JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "string" || !member.trimStart().startsWith("{")) return member;
    isInside = true;
    return maskStored(member);
  });
  return isInside ? masked : text;
}
