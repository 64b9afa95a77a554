/**
 * What an entry of the event list says: which things an event touches, where in the CloudTrail record they are named, and
 * which policy the record carries. Data alone; `read-record.ts` reads records by it.
 */
import type { AccountId } from "../../model/index.ts";

/**
 * Where in a record: `request.roleName` is `requestParameters.roleName`, `response.` leads into `responseElements`,
 * `service.` into `serviceEventDetails`. `[]` goes through all of a list. The case of names does not count: services differ.
 */
export type RecordPath = `${"request" | "response" | "service"}.${string}`;

/** A place that holds the ARN, or what the ARN is made of. */
export type ArnSource =
  /**
   * `match`: what the text, ARN or not, has to look like; without `arn`, the part that looks so counts. `arn`: a template for
   * a text that is no ARN. `{}` is the text, `{1}` and `{2}` are the groups of `match`, `{partition}`, `{region}` and
   * `{account}` those of the record, `{request.domain}` what stands there.
   */
  | { readonly at: RecordPath; readonly arn?: string; readonly match?: RegExp }
  /** There is one in each account and region: its template. */
  | { readonly always: string }
  /** The entries of the record's own `resources` of this type. */
  | { readonly listed: string };

/** Something that the event touches. */
export type Touch =
  | { readonly kind: "role" | "user" | "group"; readonly name: RecordPath }
  /** A policy of AWS's own is nobody's, and its event is passed over. */
  | { readonly kind: "managed-policy"; readonly arn: RecordPath }
  /**
   * The first source that holds something counts; where none does, it may be any resource of the type in that place. `type`:
   * CloudFormation's. `optional`: then it is none at all.
   */
  | {
      readonly kind: "resource";
      readonly type: string;
      readonly from: readonly ArnSource[];
      readonly optional?: true;
    }
  /** Any resource of the type in that region. */
  | { readonly kind: "resources"; readonly type: string }
  | { readonly kind: "identity-providers" | "account-settings" | "roles-anywhere" }
  | { readonly kind: "organization" }
  | { readonly kind: "identity-center" };

/** The value at the path is one of these; a record without it fulfils the condition: it does not say otherwise. */
export type RecordCondition = { readonly at: RecordPath; readonly isOneOf: readonly string[] };

export type DocumentRule = {
  readonly part:
    | "trust-policy"
    | "resource-policy"
    | "managed-policy"
    /** Where the policy's name stands. */
    | { readonly inlinePolicyNamed: RecordPath }
    /** Where the control policy's id stands. */
    | { readonly controlPolicyOf: RecordPath };
  /** Where the text or object stands, or that it is gone now. */
  readonly at: RecordPath | "deleted";
  /** `deleted`: an empty text takes the policy away. Otherwise there is no document. */
  readonly empty?: "deleted";
  /** Unlike a condition of the rule, it has to be fulfilled by what the record holds. */
  readonly onlyIf?: RecordCondition;
};

export type ChangeRule = {
  readonly touches: readonly [Touch, ...Touch[]];
  /** Of the thing that is touched, where it is one alone. */
  readonly document?: DocumentRule;
  /** Other records of this name change nothing that is read. */
  readonly onlyIf?: RecordCondition;
  /** The action that allows the call, where it is not named as the event is. Null: AWS does it by itself, there is none. */
  readonly permission?: string | null;
  /** What of this entry is not shown by AWS's documentation, in a few words. */
  readonly assumed?: string;
};

export type ServiceEvents = {
  /** CloudTrail's eventSource. */
  readonly source: string;
  /** Of its actions in policies: `elasticfilesystem`. */
  readonly prefix: string;
  /**
   * Where its events arrive: `home`: of a global service, in the partition's home region alone; `region`: where it happened;
   * the organization's: in the home region of the management account and of delegated administrators.
   */
  readonly arrives: "home" | "region";
  /** CloudTrail adds the version of the API to names. */
  readonly versioned?: true;
  /** By eventName, without the version that some services add (`AddPermission20150331v2`). */
  readonly changes: Readonly<Record<string, ChangeRule>>;
  /** Events that change something, and nothing that is read or answered: by name, with the reason. */
  readonly omitted: Readonly<Record<string, string>>;
};

/** Where a record happened. */
export type RecordPlace = {
  readonly partition: string;
  readonly account: AccountId;
  readonly region: string;
};

/** The same rule for each of the names. */
export function all(names: readonly string[], rule: ChangeRule): Readonly<Record<string, ChangeRule>> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

/** The same reason for each of the names. */
export function omit(names: readonly string[], reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

/** A resource of the type, by the first of the sources that holds something; else any in that place. */
export function resource(type: string, ...from: readonly ArnSource[]): Touch {
  return { kind: "resource", type, from };
}

/** A resource that the record may be about. */
export function perhaps(type: string, ...from: readonly ArnSource[]): Touch {
  return { kind: "resource", type, from, optional: true };
}

/** A name, put into the template of the ARN. */
export function named(at: RecordPath, arn: string, match?: RegExp): ArnSource {
  return match === undefined ? { at, arn } : { at, arn, match };
}

/** An ARN as it stands there. */
export function arnAt(at: RecordPath, match: RegExp = /^arn:.*$/): ArnSource {
  return { at, match };
}

export function resourcePolicy(at: RecordPath | "deleted"): Pick<ChangeRule, "document"> {
  return { document: { part: "resource-policy", at } };
}
