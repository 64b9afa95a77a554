/** A change that CloudTrail tells of: what it touched, who did it, and the policy texts that it carried. */
import type { ChangeActor } from "./drift.ts";
import type { AccountId } from "./identifiers.ts";

/** Something of a snapshot that is read, compared and told as one. */
export type Subject =
  | { readonly kind: "role" | "user" | "group"; readonly account: AccountId; readonly name: string }
  /** A policy of the account's own. */
  | { readonly kind: "managed-policy"; readonly account: AccountId; readonly arn: string }
  /** `type`: CloudFormation's. */
  | {
      readonly kind: "resource";
      readonly account: AccountId;
      readonly type: string;
      readonly region: string | null;
      readonly arn: string;
    }
  | {
      readonly kind: "identity-providers" | "account-settings" | "roles-anywhere";
      readonly account: AccountId;
    }
  /** Everything of one kind in one place: the event doesn't say which. */
  | {
      readonly kind: "resources";
      readonly account: AccountId;
      readonly type: string;
      readonly region: string | null;
    }
  /** All that is in an account: one that joined is read as a whole. */
  | { readonly kind: "account"; readonly account: AccountId }
  /** A policy that AWS manages, the same for every account that has it. */
  | { readonly kind: "aws-managed-policy"; readonly arn: string }
  /** Units, accounts, control policies, delegated administrators. */
  | { readonly kind: "organization" }
  | { readonly kind: "identity-center" };

/** The same text for the same subject: the key of locks and of what is kept. Names without regard to case, as IAM's are. */
export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case "role":
    case "user":
    case "group":
      return `${subject.kind} ${subject.account} ${subject.name.toLowerCase()}`;
    case "managed-policy":
    case "resource":
      return `${subject.kind} ${subject.account} ${subject.arn}`;
    case "resources":
      return `resources ${subject.account} ${subject.region ?? "-"} ${subject.type}`;
    case "identity-providers":
    case "account-settings":
    case "roles-anywhere":
    case "account":
      return `${subject.kind} ${subject.account}`;
    case "aws-managed-policy":
      return `${subject.kind} ${subject.arn}`;
    case "organization":
    case "identity-center":
      return subject.kind;
  }
}

type ResourceSubject = Extract<Subject, { readonly kind: "resource" | "resources" }>;

/**
 * Whether a resource is part of what the subject is read as. Versions and aliases of a function have policies of their own, and are
 * read with it: their ARNs begin with its own.
 */
export function isOfSubject(
  { arn, type, region }: { readonly arn: string; readonly type: string; readonly region: string | null },
  subject: ResourceSubject,
): boolean {
  if (subject.kind === "resource") return isArnOf(arn, subject.arn);
  return type === subject.type && (subject.region === null || region === null || region === subject.region);
}

/** The ARN of the resource itself, or of a version or alias of it. */
export function isArnOf(arn: string, owner: string): boolean {
  return arn === owner || (owner.includes(":lambda:") && arn.startsWith(`${owner}:`));
}

/** A policy as an event carries it; `text` null: it was deleted. */
export type EventDocument = {
  readonly subject: Subject;
  readonly part:
    | { readonly kind: "trust-policy" | "resource-policy" | "managed-policy" }
    | { readonly kind: "inline-policy"; readonly name: string }
    /** Of the organization, by its id: `p-…`. */
    | { readonly kind: "control-policy"; readonly id: string };
  readonly text: string | null;
};

export type ChangeEvent = {
  /** CloudTrail's eventID. */
  readonly id: string;
  /** CloudTrail's eventTime, milliseconds since 1970. */
  readonly at: number;
  /** `iam.amazonaws.com`. */
  readonly source: string;
  /** As CloudTrail names it: `UpdateAssumeRolePolicy`, `AddPermission20150331v2`. */
  readonly name: string;
  /** Whose trail tells it: the account where it happened. */
  readonly account: AccountId;
  readonly region: string;
  readonly actor: ChangeActor;
  readonly subjects: readonly Subject[];
  readonly documents: readonly EventDocument[];
};
