/**
 * What was planted, for judges of the engine: assumption edges that exist and edges that only look as if, mistakes that
 * a rule must find and look-alikes that it must not. All of it holds within the organization's SCPs and RCPs.
 */
import type { Mix } from "./options.ts";

type AssumeActionName = "sts:AssumeRole" | "sts:AssumeRoleWithSAML" | "sts:AssumeRoleWithWebIdentity";

export type TruthEdge = {
  /**
   * Who calls: the ARN of a role or user; `arn:aws:iam::ID:root` for any principal of an account outside; a provider's
   * ARN for someone with its token or assertion; a service's host; `*` for a principal of any AWS account.
   */
  readonly from: string;
  /** The role's ARN. */
  readonly to: string;
  readonly action: AssumeActionName;
  /** Whether `from` stands outside the organization. */
  readonly external: boolean;
  /** Whether the caller can make the call, under some condition that it can meet. */
  readonly expected: boolean;
  readonly why: string;
};

export type TruthFinding = {
  readonly rule: RuleName;
  /** The ARN that the finding is about. */
  readonly subject: string;
  readonly why: string;
  /** Findings of one group have one cause: a rule may tell them as one, about any of the subjects. */
  readonly group?: string;
};

/** What the organization would declare as its intent: some rules are silent without it. */
export type DeclaredIntent = {
  readonly companyNames: readonly string[];
  readonly standardSessionSeconds: number;
  /** Units by how far they are trusted. An edge from a less trusted tier into `prod` is a crossing. */
  readonly tiers: readonly {
    readonly name: "prod" | "nonprod" | "sandbox";
    /** `o-…/r-…/ou-…/`: the unit and everything below it. */
    readonly unit: string;
  }[];
};

export type Truth = {
  readonly seed: number;
  readonly accounts: number;
  readonly roles: number;
  readonly mix: Mix;
  /** Seconds since 1970, UTC: the moment that ages count from. */
  readonly now: number;
  readonly organization: string;
  readonly declared: DeclaredIntent;
  readonly edges: readonly TruthEdge[];
  /** Must be reported. */
  readonly findings: readonly TruthFinding[];
  /** Must not be reported by that rule. */
  readonly safe: readonly TruthFinding[];
};

export const ruleNames = [
  "external-access",
  "external-id-missing",
  "external-id-weak",
  "external-id-shared",
  "trust-unsatisfiable",
  "oidc-subject-broad",
  "oidc-condition-missing",
  "cognito-broad",
  "saml-audience-missing",
  "service-confused-deputy",
  "not-principal",
  "dead-principal",
  "recreatable-principal",
  "action-missing-for-key",
  "whole-account-trust",
  "assume-role-any-resource",
  "stale-external-trust",
  "session-too-long",
  "organization-bound-missing",
  "ou-crossing",
  "held-back-by-rcp",
  "scp-dead-grant",
] as const;

export type RuleName = (typeof ruleNames)[number];
