/** One call to be decided. */
import type { CallTarget, Guard, TrustGrant } from "../types.ts";

export type Call = {
  /** One of the set. */
  readonly action: string;
  readonly target: CallTarget;
  /** Keys of the request whose value is fixed. */
  readonly context: Guard;
  /** What the resource's side grants; null: all that its owner's account delegates within RCPs, and nothing else. */
  readonly grants: readonly TrustGrant[] | null;
};
