/**
 * What a finding rule is: one declarative object, one file, `rules/<family>/<rule>.ts`, listed in `catalogue.ts`.
 *
 * A rule looks at a view and yields drafts: plain data that says what is wrong and where. The driver makes findings of
 * them, and only when somebody reads them: evidence lines, witness, who, and the fix with its re-evaluation. So a draft
 * must be cheap, and everything costly belongs in `fix` or `impact`, which see the same view again.
 *
 * Rules are dismissed before they look: `appliesTo` is asked once for each distinct trust policy, not for each role.
 */
import type { DeadEnd, GuardTerm, OrganizationView, Party, TrustGrant } from "../authz/types.ts";
import type { CountsEdge, Edges, ReachGraph, Step } from "../graph/reach/index.ts";
import type {
  AccountId,
  AccountIndex,
  Arn,
  DocumentIndex,
  Role,
  RoleIndex,
  Snapshot,
} from "../model/index.ts";
import type { PolicyDocument, Statement } from "../policy/ast.ts";
import type { Intent } from "./intent.ts";
import type { Severity } from "./types.ts";
import type { VendorDirectory } from "./vendors.ts";

/** What every rule carries besides its check; the catalogue's page is made of it. */
type RuleText = {
  /** Kebab-case, unique, never changed: it is part of every finding's id. */
  readonly id: string;
  /** What is wrong, as a short noun phrase for a heading. */
  readonly title: string;
  /** Why it matters, and when it does not: two to five sentences for the reader of a finding. */
  readonly rationale: string;
  /** Addresses of AWS pages, and ids of published checks (`Checkov CKV_AWS_60`). */
  readonly references: readonly string[];
  /** The usual severity; a draft may say another. */
  readonly severity: Severity;
  /** False: the rule runs only where the configuration asks for it. Absent counts as true. */
  readonly onByDefault?: boolean;
};

/** Looks at one role's trust policy. */
export type TrustRule = RuleText & {
  readonly kind: "trust";
  appliesTo(facts: TrustFacts): boolean;
  check(view: TrustView): Iterable<Draft>;
  fix?(view: TrustView, draft: Draft): FixProposal | null;
  impact?(view: TrustView, draft: Draft): readonly string[];
};

/** Looks at a role besides its trust policy: columns first, the row only when they call for it. */
export type RoleRule = RuleText & {
  readonly kind: "role";
  check(role: RoleIndex, context: RuleContext): Iterable<Draft>;
  impact?(role: RoleIndex, draft: Draft, context: RuleContext): readonly string[];
};

/** Looks at one identity policy: an inline policy of a role, user or group, or a customer-managed policy (once). */
export type IdentityRule = RuleText & {
  readonly kind: "identity";
  appliesTo(facts: IdentityFacts): boolean;
  check(view: IdentityView): Iterable<Draft>;
  fix?(view: IdentityView, draft: Draft): FixProposal | null;
  impact?(view: IdentityView, draft: Draft): readonly string[];
};

/** Looks at many trust policies together: observes each that applies, then speaks about all. */
export type OrganizationRule = RuleText & {
  readonly kind: "organization";
  appliesTo(facts: TrustFacts): boolean;
  begin(context: RuleContext): Observation;
  /** `view`: the subject's own trust policy. */
  fix?(view: TrustView, draft: PlacedDraft): FixProposal | null;
};

/**
 * Looks at what can be reached hop by hop. Such rules run only where chains are asked for, because the graph takes its
 * time.
 */
export type ReachRule = RuleText & {
  readonly kind: "reach";
  check(view: ReachView): Iterable<ReachDraft>;
  /**
   * Positions of the grants of the subject's trust policy by which those that the finding is about come in. None left
   * after an edit: the finding is gone.
   */
  waysIn?(subject: TrustView): readonly number[];
  /** What is found about a principal hangs on its own trust policy and on what can be reached from it, and on nothing else. */
  readonly bySubject?: true;
  /** The outsider's own way in is meant: no edit takes it away. */
  readonly keepsEntrance?: true;
  /** It leaves to other rules what is no chain: that it finds nothing does not say that the way is gone. */
  readonly leavesToOthers?: true;
  /** One imperative sentence: what to change. */
  advice(draft: ReachDraft): string;
};

/** Looks at the organization's control policies, and at what they leave of others. */
export type ControlRule = RuleText & {
  readonly kind: "control";
  check(context: RuleContext): Iterable<ControlDraft>;
  /** One imperative sentence: what to change. */
  advice(draft: ControlDraft): string;
};

export type Rule = TrustRule | RoleRule | IdentityRule | OrganizationRule | ReachRule | ControlRule;

export interface Observation {
  /** The view is only valid during the call: keep what you need, not the view. */
  observe(view: TrustView): void;
  /** What was observed of the role's trust policy counts no more. */
  forget(role: RoleIndex): void;
  finish(): Iterable<PlacedDraft>;
}

/** One thing that is wrong with the thing at hand. Plain data: it is written to the cache as it is. */
export type Draft = {
  /**
   * Tells this cause from the rule's others on the same subject, and stays the same when unrelated parts of the policy
   * change: a party, a key, a principal; never a statement's position.
   */
  readonly cause: string;
  readonly severity: Severity;
  /** At least one short sentence. */
  readonly reasons: readonly string[];
  /** One line, naming who and what. */
  readonly title: string;
  /** Indexes into the view's `grants`: who has the access, under which guard. */
  readonly grants: readonly number[];
  /** Positions of the statements to show, from 0. */
  readonly statements: readonly number[];
};

/** A draft of a rule that is not about one role's trust policy alone: it says itself what it is about. */
export type PlacedDraft = Draft & {
  readonly subject: RoleIndex;
  /** Further roles with the same cause, each shown as evidence. */
  readonly alsoIn: readonly { readonly role: RoleIndex; readonly statements: readonly number[] }[];
};

/** A way through the graph of what can be reached, by its nodes' numbers. */
export type DraftWay = {
  /** By which outsiders come to the first node: the place among its role's grants; null: it starts there. */
  readonly entrance: number | null;
  readonly steps: readonly Step[];
};

/** A draft about a way. `grants`: of the subject's trust policy, those to take out; none where that is no remedy. */
export type ReachDraft = Draft & {
  /** A role or a user. */
  readonly subject: Arn;
  readonly account: AccountId;
  readonly way: DraftWay;
};

/** Statements of a policy, wherever it stands. */
export type PolicyPlace = {
  /** As evidence calls it. */
  readonly policy: string;
  readonly kind: "identity" | "scp";
  /** Its owner. */
  readonly account: AccountId;
  readonly document: DocumentIndex;
  /** Positions, from 0. */
  readonly statements: readonly number[];
};

/** A draft about control policies: what it shows stands in it, as its places may be many. */
export type ControlDraft = Draft & {
  /** The control policy's ARN. */
  readonly subject: Arn;
  readonly account: AccountId;
  readonly evidence: readonly PolicyPlace[];
  /** Sentences. */
  readonly impact: readonly string[];
};

/** An edit of the policy at hand, to be applied to its statements in the given order. */
export type FixProposal = {
  /** One imperative sentence: what to change. */
  readonly summary: string;
  /** Empty: only advice can be given. */
  readonly edits: readonly StatementEdit[];
};

export type StatementEdit =
  | { readonly kind: "remove-statement"; readonly statement: number }
  /** Removes the condition's key under every operator, then sets it under this one. */
  | {
      readonly kind: "require";
      readonly statement: number;
      readonly operator: string;
      readonly key: string;
      readonly values: readonly string[];
    }
  /**
   * As `require`, of some principals (as written) alone: where the statement names others too, these get a copy of it
   * that asks, and the others keep the statement as it is.
   */
  | {
      readonly kind: "require-of";
      readonly statement: number;
      readonly principals: readonly string[];
      readonly operator: string;
      readonly key: string;
      readonly values: readonly string[];
    }
  | { readonly kind: "remove-condition"; readonly statement: number; readonly key: string }
  /** Takes one principal (as written) out; a statement that is left without any is removed. */
  | { readonly kind: "remove-principal"; readonly statement: number; readonly value: string }
  /** Replaces one principal (as written) by others of the same type. */
  | {
      readonly kind: "replace-principal";
      readonly statement: number;
      readonly value: string;
      readonly by: readonly string[];
    }
  | { readonly kind: "add-actions"; readonly statement: number; readonly actions: readonly string[] }
  | { readonly kind: "replace-actions"; readonly statement: number; readonly actions: readonly string[] }
  | { readonly kind: "replace-resources"; readonly statement: number; readonly resources: readonly string[] }
  /** `text`: one statement as JSON. */
  | { readonly kind: "replace-statement"; readonly statement: number; readonly text: string }
  | { readonly kind: "add-statement"; readonly text: string };

/** What all rules may ask about the world around the policy. */
export interface RuleContext {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly intent: Intent;
  readonly vendors: VendorDirectory;
  /** The snapshot's moment, in seconds since 1970: the only "now" that a rule knows. */
  readonly now: number;
  /** The row is made once and kept while the same role is looked at. */
  role(role: RoleIndex): Role;
  accountOf(role: RoleIndex): AccountId;
  accountIndexOf(role: RoleIndex): AccountIndex;
  arnOf(role: RoleIndex): Arn;
  /** What the role can do at a glance, by its policies' names and texts; a hint for severity, never proof of absence. */
  powerOf(role: RoleIndex): RolePower;
  /** The account belongs to our organization, or intent declares it ours. */
  isOurs(account: string): boolean;
  /** The snapshot's organization, or one that intent declares ours. */
  isOurOrganization(id: string): boolean;
  /** What we know of an account, as far as it concerns one role: approval may be for certain roles only. */
  standingOf(account: string, role: RoleIndex): AccountStanding;
  /** Names of our own company that anybody may know: from intent, and the management account's. */
  readonly companyNames: readonly string[];
  /** Account name, vendor name or null. */
  nameOf(account: string): string | null;
}

export type AccountStanding =
  | { readonly kind: "ours" }
  /** Named in intent as a vendor that somebody answers for. */
  | { readonly kind: "approved-vendor"; readonly name: string; readonly owner: string | null }
  /** Published by the vendor, and not approved by intent. `lapsed`: why an approval does not count here; a sentence. */
  | { readonly kind: "known-vendor"; readonly name: string; readonly lapsed: string | null }
  /** An account of an AWS service (log delivery and the like). */
  | { readonly kind: "aws-service"; readonly name: string }
  | { readonly kind: "unknown" };

export type RolePower =
  | { readonly kind: "administrator"; readonly because: string }
  | { readonly kind: "identity-administrator"; readonly because: string }
  /** Intent says that it matters more than others. */
  | { readonly kind: "crown-jewel"; readonly because: string }
  | { readonly kind: "ordinary" }
  /** No policies at all, and none unread. */
  | { readonly kind: "none" };

/**
 * What holds for a distinct trust policy whoever owns it. `foreign`: an account other than the owner's;
 * `external`: outside the organization and not declared ours.
 */
export type TrustFacts = {
  readonly hasAnyAccount: boolean;
  /** A foreign account, or a principal in one, is let in. */
  readonly hasForeignAccount: boolean;
  readonly hasExternalAccount: boolean;
  /** Some party is a whole account (the own one included). */
  readonly hasWholeAccount: boolean;
  /** Some party is an organization or unit. */
  readonly hasOrganization: boolean;
  readonly hasOidc: boolean;
  readonly hasSaml: boolean;
  readonly hasService: boolean;
  /** Some role, user or session is let in. */
  readonly hasNamedPrincipal: boolean;
  /** Some principal is let in by a condition on its ARN, so that a namesake has it too. */
  readonly hasByName: boolean;
  readonly hasConditions: boolean;
  readonly hasDeny: boolean;
  /** A statement with NotPrincipal. */
  readonly hasNotPrincipal: boolean;
  /** A statement with NotAction, or a wildcard among its actions. */
  readonly hasBroadAction: boolean;
  readonly hasDeadEnd: boolean;
  /** The grammar rejected something, or warned. */
  readonly hasIssue: boolean;
  /** Lower-case condition keys that occur anywhere in the policy. */
  readonly keys: ReadonlySet<string>;
};

/** One role's trust policy, evaluated. */
export interface TrustView {
  readonly role: RoleIndex;
  readonly owner: AccountId;
  readonly facts: TrustFacts;
  readonly template: DocumentIndex;
  /**
   * Parsed once for all owners: the own account's id stands in it as `ownAccount` (a single private-use character); use
   * `concrete` before a text of it is shown or compared with an account id.
   */
  readonly document: PolicyDocument;
  concrete(text: string): string;
  /** With the owner's real id. */
  readonly grants: readonly TrustGrant[];
  readonly deadEnds: readonly DeadEnd[];
  readonly context: RuleContext;
}

export type IdentityFacts = {
  /** Some Allow statement's actions could match an action of sts. */
  readonly allowsSts: boolean;
  /** Some Allow statement allows every action on every resource without condition. */
  readonly allowsEverything: boolean;
  readonly hasNotAction: boolean;
  readonly hasIssue: boolean;
};

export type PolicyHolder = {
  readonly kind: "role" | "user" | "group" | "managed-policy";
  /** The managed policy's own ARN for `managed-policy`. */
  readonly arn: Arn;
  readonly account: AccountId;
};

/** One identity policy. AWS-managed policies are not shown to rules. */
export interface IdentityView {
  readonly holder: PolicyHolder;
  /** Inline policy name, or the managed policy's ARN. */
  readonly policy: string;
  readonly facts: IdentityFacts;
  readonly template: DocumentIndex;
  /** As in {@link TrustView}. */
  readonly document: PolicyDocument;
  concrete(text: string): string;
  readonly context: RuleContext;
}

/** What can be reached over the whole organization, with the distances that several rules need. */
export interface ReachView {
  readonly graph: ReachGraph;
  readonly context: RuleContext;
  /** Nodes of every administrator, of whatever account. */
  readonly administrators: readonly number[];
  /** To the administrator of any account, by whatever way. */
  readonly toAdministrators: Distances;
  /** Of those that are asked for, the roles by which outsiders come in. */
  readonly rolesWithOutsiders: ReadonlySet<RoleIndex>;
  /** Whether findings about whoever stands at the node are asked for; a rule that is `bySubject` has to look at no others. */
  readonly isAsked: (node: number) => boolean;
  accountOf(node: number): AccountIndex;
  /** The same of every node: for those who ask by the million. */
  readonly accounts: Uint32Array;
  /** `counts`: default, all edges. */
  distancesTo(targets: readonly number[], counts?: CountsEdge): Distances;
}

/** For each node how far it is to the targets, by any hops and by proven ones alone; over those of the edges that count. */
export type Distances = {
  readonly forward: Edges;
  /** Absent: all do. */
  readonly counts?: CountsEdge;
  readonly any: Uint8Array;
  readonly proven: Uint8Array;
};

/** Why a finding about the role weighs more than about another; null: nothing is known that would make it so. */
export function powerReason(power: RolePower): string | null {
  switch (power.kind) {
    case "administrator":
    case "identity-administrator":
      return `The role is powerful: ${power.because}.`;
    case "crown-jewel":
      return `The role matters more than others: ${power.because}.`;
    case "ordinary":
    case "none":
      return null;
  }
}

/** The terms of a guard about one key (compared without regard to case). */
export function termsOf(grant: TrustGrant, key: string): readonly GuardTerm[] {
  const wanted = key.toLowerCase();
  return grant.guard.filter((term) => term.key.toLowerCase() === wanted);
}

/** The account that a party lives in, where it has one. */
export function accountOfParty(party: Party): AccountId | null {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
    case "account":
      return party.account;
    default:
      return null;
  }
}

/** Allow statements of a trust policy, in order. */
export function allowStatements(document: PolicyDocument): readonly Statement[] {
  return document.statements.filter((statement) => statement.effect === "Allow");
}
