/** Actions of the trust question as a set of bits, so that a statement tells at once which of them it is about. */
import type { ActionElement } from "../policy/ast.ts";
import type { SessionAction } from "./keys.ts";
import type { AssumeAction } from "./types.ts";

export const actionBit: Readonly<Record<AssumeAction | SessionAction, number>> = {
  "sts:AssumeRole": 1,
  "sts:AssumeRoleWithSAML": 2,
  "sts:AssumeRoleWithWebIdentity": 4,
  "sts:TagSession": 8,
  "sts:SetSourceIdentity": 16,
  "sts:SetContext": 32,
};

/** The bits of the three ways in. */
export const assumeBits = 7;
export const sessionBits = 56;
const allBits = 63;

const lowerNames = Object.entries(actionBit).map(([name, bit]) => ({ name: name.toLowerCase(), bit }));
const bitsOfPattern = new Map<string, number>();

/** Which of the actions the element covers; case does not count, wildcards may stand anywhere (IAM-SEMANTICS 52). */
export function actionBits(element: ActionElement): number {
  let bits = 0;
  for (const { text } of element.patterns) bits |= patternBits(text);
  return element.negated ? allBits & ~bits : bits;
}

/** Whether the element covers an action, given in lower case. */
export function coversAction({ patterns, negated }: ActionElement, lowerAction: string): boolean {
  return patterns.some(({ text }) => globMatches(text.toLowerCase(), lowerAction)) !== negated;
}

/** Both in lower case. */
export function patternCoversAction(pattern: string, action: string): boolean {
  return globMatches(pattern, action);
}

function patternBits(pattern: string): number {
  const seen = bitsOfPattern.get(pattern);
  if (seen !== undefined) return seen;
  const lower = pattern.toLowerCase();
  let bits = 0;
  for (const { name, bit } of lowerNames) if (globMatches(lower, name)) bits |= bit;
  if (bitsOfPattern.size < 10_000) bitsOfPattern.set(pattern, bits);
  return bits;
}

/** `*` and `?` only, both texts lower case; linear but for the number of stars. */
function globMatches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (g < glob.length && glob[g] === "*") {
      star = g++;
      resume = t;
    } else if (g < glob.length && (glob[g] === "?" || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else return false;
  }
  while (glob[g] === "*") g++;
  return g === glob.length;
}
