/** What is known around a question, beside what was asked: taken from a snapshot, or not known. */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import type { AdviceKey, AdviceQuestion, AdviceTarget } from "./question.ts";

export type Circumstances = {
  readonly catalogue: ActionCatalogue;
  /** Whether the caller's account is outside of the resources' organization; null: not known, and taken as outside. */
  readonly isOutsider: boolean | null;
  /** Why the organization that was asked for lets in nobody; null: nothing says so. */
  readonly unsatisfiable: string | null;
  /** The policy that stands there; null: there is none; undefined: not known. */
  readonly policyOf: (target: AdviceTarget) => string | null | undefined;
  /** `none`: encrypted by nothing that asks for a permission; null: not known. */
  readonly keyOf: (target: AdviceTarget) => AdviceKey | "none" | null;
  /** A bucket's ARN has none; null: not known. */
  readonly regionOf: (target: AdviceTarget) => string | null;
};

/** All of caller and resources stands in one account. */
export function isOneAccount({ caller, targets }: AdviceQuestion): boolean {
  return "account" in caller && targets.every(({ account }) => account === caller.account);
}

/** A third party, as far as is known: it comes from another account, and nothing says that it is of the same organization. */
export function isThirdParty(question: AdviceQuestion, { isOutsider }: Circumstances): boolean {
  return "account" in question.caller && !isOneAccount(question) && isOutsider !== false;
}
