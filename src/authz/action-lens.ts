/**
 * Which action a question is about: what reads policies looks at their statements through it, so that one machinery
 * answers for assuming roles and for everything else.
 */
import type { ActionElement } from "../policy/ast.ts";
import { actionBit, actionBits, coversAction } from "./actions.ts";

export type ActionLens = {
  /** As sentences call it: `sts:AssumeRole`, `s3:GetObject`. */
  readonly action: string;
  /** The actions of an element that matter: bit 1 is the action itself, further bits what a call may need besides. */
  bits(element: ActionElement): number;
  /** Services that an action prefix must be able to match for a policy to matter; lower case. */
  readonly service: string;
  /** Whether keys such as aws:RequestTag need session actions of their own (IAM-SEMANTICS 30–33). */
  readonly isAssumption: boolean;
};

export const assumeLens: ActionLens = {
  action: "sts:AssumeRole",
  bits: actionBits,
  service: "sts",
  isAssumption: true,
};

/** `action` as a request has it, without wildcards. */
export function lensOf(action: string): ActionLens {
  const bit = actionBit["sts:AssumeRole"];
  const lower = action.toLowerCase();
  return {
    action,
    bits: (element) => (coversAction(element, lower) ? bit : 0),
    service: lower.split(":")[0] ?? "",
    isAssumption: false,
  };
}
