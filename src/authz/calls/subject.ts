/**
 * Whoever makes calls: a role or user with its own policies, the same with every permission that its boundary leaves, or
 * somebody whom an account's administrator makes.
 */
import type { AccountId, AccountIndex, Arn, DocumentIndex } from "../../model/index.ts";
import type { IdentityPolicy } from "../caller/identity-policy.ts";
import type { NamedIdentityPolicy } from "../caller/principal-policies.ts";
import type { PartyDraft } from "../trust/drafts.ts";
import type { PrincipalTags } from "../trust/situation.ts";
import type { ActionMask } from "./action-set.ts";
import type { CallPolicy } from "./call-policies.ts";

export type NamedCallPolicy = {
  /** Inline name (of a group with the group's name before it), or the managed policy's ARN. */
  readonly name: string;
  /** Null: the snapshot does not hold its text, or it can't be read. */
  readonly policy: CallPolicy | null;
  /** Null: the snapshot does not hold its text. */
  readonly document: DocumentIndex | null;
};

export type Subject = {
  /** How sentences call it. */
  readonly name: string;
  readonly party: Extract<PartyDraft, { readonly kind: "role" | "user" | "account" }>;
  readonly account: AccountIndex;
  readonly accountId: AccountId;
  /** Null: somebody of the account. */
  readonly arn: Arn | null;
  readonly tags: PrincipalTags | null;
  readonly identity: readonly NamedCallPolicy[];
  /** Everything is allowed by itself, whatever `identity` holds; its denials count. */
  readonly hasEverything: boolean;
  readonly boundary: NamedCallPolicy | null;
  /** A service-linked role, under no SCP (IAM-SEMANTICS 6). */
  readonly isServiceLinked: boolean;
  /** Actions that its own policies may allow, some under conditions; every action where a text is not at hand. */
  readonly mayAllow: ActionMask;
};

/** The same subject with every permission, within its boundary and what denies it. */
export function withEverything(subject: Subject, all: ActionMask): Subject {
  return { ...subject, hasEverything: true, mayAllow: all };
}

/** The same subject once its permissions boundary is taken away. */
export function withoutBoundary(subject: Subject): Subject {
  return { ...subject, boundary: null };
}

const everything: NamedIdentityPolicy = {
  name: "a policy that allows everything",
  policy: {
    namesOwner: false,
    statements: [
      {
        index: 0,
        effect: "Allow",
        // Every action that an assumption may need.
        actions: 63,
        resources: ["*"],
        resourcesNegated: false,
        variables: false,
        tests: [],
        doubts: [],
      },
    ],
  },
};

/** What the subject's identity policies say about one action. */
export function identityAbout(subject: Subject, action: number): readonly NamedIdentityPolicy[] {
  const { identity, accountId, hasEverything } = subject;
  const own = identity.flatMap(({ name, policy }): NamedIdentityPolicy[] => {
    if (policy === null) return [{ name, policy: null }];
    const about: IdentityPolicy = policy.about(action, accountId);
    return about.statements.length === 0 ? [] : [{ name, policy: about }];
  });
  return hasEverything ? [everything, ...own] : own;
}

export function boundaryAbout({ boundary, accountId }: Subject, action: number): NamedIdentityPolicy | null {
  if (boundary === null) return null;
  const { name, policy } = boundary;
  return { name, policy: policy === null ? null : policy.about(action, accountId) };
}
