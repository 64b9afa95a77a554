/**
 * What is known of AWS's actions: a help, not the law. An action or key that it does not list is still one, and nothing
 * may be decided by its absence here.
 */

export type AccessLevel = "list" | "read" | "write" | "permissions-management" | "tagging";

export type ActionFacts = {
  /** As AWS writes them: `s3`, `GetObject`. */
  readonly service: string;
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** What it acts on; empty for actions that take no resource, for which a policy's Resource has to be `*`. */
  readonly resources: readonly {
    readonly type: string;
    readonly required: boolean;
    readonly arnPatterns: readonly string[];
  }[];
  /** Condition keys of its own and of its resources; global keys are not listed. */
  readonly conditionKeys: readonly string[];
  /** `permission only`: no API call has this name. */
  readonly permissionOnly: boolean;
};

export interface ActionCatalogue {
  /** The day of the data, `YYYY-MM-DD`. */
  readonly updatedAt: string;
  /** Service prefixes, lower case. */
  readonly services: ReadonlySet<string>;
  /** Service prefixes whose resources RCPs reach (IAM-SEMANTICS 59). */
  readonly rcpServices: ReadonlySet<string>;
  /** Without regard to case; null where it is not listed. */
  action(name: string): ActionFacts | null;
  /** Those that a pattern of an Action element matches, such as `s3:Get*`. */
  matching(pattern: string): readonly ActionFacts[];
  /** The type of a service's key as AWS tells it, or null. Global keys are not listed. */
  keyType(key: string): {
    readonly type: "text" | "arn" | "boolean" | "number" | "date" | "address" | "binary";
    readonly multiValued: boolean;
  } | null;
}
