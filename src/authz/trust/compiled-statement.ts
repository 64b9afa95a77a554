/** One statement of a trust policy, or of a policy beside it, made ready for questions. */
import type { Test } from "../conditions/test.ts";
import type { NamedPrincipal } from "./principals.ts";

export type CompiledStatement = {
  readonly index: number;
  /** How sentences for people call it. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  /** See {@link actionBits}. */
  readonly actions: number;
  readonly principals: readonly NamedPrincipal[];
  /** NotPrincipal. */
  readonly principalsNegated: boolean;
  readonly tests: readonly Test[];
  /** Why the statement may not mean what it is taken for; one sentence each, none for a well-formed one. */
  readonly doubts: readonly string[];
};
