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
