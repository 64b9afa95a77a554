/**
 * Answers as they are worked out and kept: with the owner's account as a token, and plain texts where the outcome has
 * branded ones. `instantiate.ts` turns them into what callers see.
 */
import type { Test } from "../conditions/test.ts";
import type {
  AssumeAction,
  ControlEvidence,
  DeadEnd,
  Guard,
  MatchedAs,
  SessionRights,
  TrustGrant,
} from "../types.ts";

export type PartyDraft =
  | {
      readonly kind: "role" | "user";
      readonly arn: string;
      readonly account: string;
      readonly named: "pinned" | "by-name";
    }
  | {
      readonly kind: "session";
      readonly arn: string;
      readonly account: string;
      readonly roleName: string;
    }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "organization"; readonly id: string }
  | { readonly kind: "organizational-unit"; readonly path: string }
  | { readonly kind: "any-account" }
  | { readonly kind: "federated"; readonly provider: string; readonly protocol: "oidc" | "saml" }
  | { readonly kind: "service"; readonly service: string };

/** A conjunction: the party, and tests that stay open. */
export type Clause = {
  readonly party: PartyDraft;
  readonly matchedAs: MatchedAs;
  readonly tests: readonly Test[];
  readonly doubts: readonly string[];
  readonly allowedBy: readonly number[];
  readonly narrowedBy: readonly number[];
};

export type GrantDraft = Omit<Clause, "tests"> & {
  readonly action: AssumeAction;
  readonly guard: Guard;
  readonly session: SessionRights;
};

export type TrustAnswer = { readonly grants: readonly TrustGrant[]; readonly deadEnds: readonly DeadEnd[] };

export type DraftAnswer = {
  readonly grants: readonly GrantDraft[];
  readonly deadEnds: readonly DeadEnd[];
  /** Whether a text in it holds the owner's account. */
  readonly namesOwner: boolean;
  /** What the numbers of control policies' statements stand for; see `controlNumber`. */
  readonly controls: readonly ControlEvidence[];
};

/** An answer worked out, and as callers see it where that is the same for every owner. */
export type KeptAnswer = { readonly draft: DraftAnswer; readonly shared: TrustAnswer | null };
