/** What the rows of the conformance tables are made of. `rule` is the number in the list of IAM's rules. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** `ok`: it holds, `no`: it does not, `unknown`: AWS does not say. */
export type Verdict = "ok" | "no" | "unknown";

/** A Condition element and the request's condition keys: does it hold? */
export type ConditionRow = {
  readonly rule: number;
  /** A sentence that the row proves. */
  readonly says: string;
  readonly condition: { readonly [operator: string]: { readonly [key: string]: Json } };
  readonly context: Context;
  readonly holds: Verdict;
  /** Default: 2012-10-17. */
  readonly version?: "2008-10-17";
};

export type Answer = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown";

/** A trust policy of role `arn:aws:iam::111111111111:role/target`, and one request to assume it. */
export type TrustRow = {
  readonly rule: number;
  readonly says: string;
  /** The statements; sts:AssumeRole is the action where a statement names none. */
  readonly trust: readonly { readonly [element: string]: Json }[];
  readonly by: string | { readonly federated: string };
  /** Default: sts:AssumeRole, or for a federated caller the action that fits. */
  readonly action?: string;
  readonly context?: Context;
  readonly role?: string;
  readonly answer: Answer;
};

/** Both sides of an assumption of `arn:aws:iam::111111111111:role/target`. */
export type AssumeRow = Omit<TrustRow, "rule"> & {
  readonly rule: number;
  /** Statements of the caller's identity policies; null: not known. */
  readonly identity: readonly { readonly [element: string]: Json }[] | null;
  /** Statements of the permissions boundary; left out: there is none. */
  readonly boundary?: readonly { readonly [element: string]: Json }[];
  /** Statements of the session policy; left out: there is none. */
  readonly session?: readonly { readonly [element: string]: Json }[];
};

type Statements = readonly { readonly [element: string]: Json }[];

/**
 * One request to a resource of account 111111111111, and every policy that applies. What is left out: no such policy; the
 * identity policies are empty.
 */
export type RequestRow = {
  readonly rule: number;
  readonly says: string;
  readonly by: string | { readonly federated: string };
  readonly role?: string;
  readonly action: string;
  readonly on: string;
  /** The account of the resource; default 111111111111. */
  readonly owner?: string;
  readonly context?: Context;
  readonly identity?: Statements | "unknown";
  readonly resource?: Statements | "unknown";
  readonly boundary?: Statements;
  /** Each is a policy of its own. */
  readonly session?: readonly Statements[];
  /** By level: each is one policy. */
  readonly scps?: readonly Statements[];
  readonly rcps?: readonly Statements[];
  readonly endpoint?: Statements;
  readonly attributes?: Readonly<Record<string, Json>>;
  readonly answer: Answer;
  /** Checked where given: the layers of a denial. */
  readonly blockedBy?: readonly string[];
};

/** A rule of part A that no row holds: what AccessLens does instead. */
export type UnmodelledRule = { readonly rule: number; readonly instead: string };

/** Why an answer is Unknown, or *may* where callers are asked for. */
export type UnknownCause = "data" | "documentation" | "request" | "grammar" | "variables";

/** The least that is told as unknown for one reason. */
export type UnknownRow = Omit<RequestRow, "rule" | "answer" | "blockedBy"> & {
  readonly cause: UnknownCause;
  /** The sentence that is told of the request; null: about one request nothing is unknown. */
  readonly told: string | null;
  /** What is told where it is asked who can do it; empty: nothing there is unknown; null: the question is refused. */
  readonly toldOfWho: readonly string[] | null;
};
