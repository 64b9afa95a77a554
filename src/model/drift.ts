/**
 * Drift: what is told of a change. Texts, numbers and lists alone, so that it is stored, sent and drawn as it is; the JSON of
 * `accesslens diff` and of alerts is made of the same parts.
 */

export const alertSeverities = ["info", "low", "medium", "high", "critical"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** Who has an access, as every answer tells it (docs/formats). */
export type AccessParty = {
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  /** Outside the organization. */
  readonly external: boolean;
  readonly proven: boolean;
  readonly guard: readonly AccessGuardTerm[];
  /** `direct`: named by the policy; `account`: through trust in its whole account, organization or unit. */
  readonly via: "direct" | "account";
};

export type AccessGuardTerm = {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly controlledBy: string;
  readonly literal?: true;
};

export const driftKinds = [
  "trust-policy",
  "resource-policy",
  /** What a resource's policy alone does not say: block settings, grants, function URLs. */
  "resource-settings",
  /** Inline, attached, managed and group policies of a principal, together. */
  "identity-policy",
  "permissions-boundary",
  /** By which instance profiles machines get the role. */
  "instance-profile",
  "control-policy",
  /** An account that joined, left, moved, or was suspended. */
  "account",
  "organizational-unit",
  "delegated-administrator",
  "identity-provider",
  "identity-center",
  "roles-anywhere",
  "account-settings",
  "session-length",
  "tags",
  /** What could be read before can't be read now, or the other way around. */
  "coverage",
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** How a condition, or the breadth of a principal, changed for a party that has the access before and after. */
export type GuardChange = {
  readonly change:
    | "external-id-dropped"
    | "organization-dropped"
    | "mfa-dropped"
    | "condition-dropped"
    | "condition-widened"
    | "condition-added"
    | "condition-narrowed"
    | "condition-changed"
    /** It may now be anybody of what was one: `arn:…:role/x` became `arn:…:role/*`, an account became any account. */
    | "principal-widened"
    | "principal-narrowed"
    /** What was not sure is proven now, or the other way around. */
    | "proven-now"
    | "unproven-now";
  readonly weaker: boolean;
  /** Whom it is about: a party's id. */
  readonly who: string;
  /** Of the condition; null where it is about the principal. */
  readonly key: string | null;
  /** As a person would read them: `sts:ExternalId StringEquals …`. Empty: there was none. */
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/**
 * What it means: `wider` allows more than before and nothing less, `narrower` the other way around, `other` more here and less
 * there, `same` means the same (the text differs), `unclear`: could not be decided, and the notes say why.
 */
export type DriftMeaning = "wider" | "narrower" | "other" | "same" | "unclear";

export type DriftRequest = {
  readonly principal: string | { readonly federated: string };
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string };
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

export type DriftChange = {
  /** An ARN, or the id of an account, unit, control policy or organization. */
  readonly subject: string;
  readonly kind: DriftKind;
  /** Null: it concerns the organization. */
  readonly account: string | null;
  readonly happened: "appeared" | "changed" | "disappeared";
  readonly meaning: DriftMeaning;
  /** One sentence: who can do what now that could not before, and the other way around. */
  readonly summary: string;
  /** The first of them, outsiders first; `more` counts the rest. */
  readonly gained: readonly AccessParty[];
  readonly lost: readonly AccessParty[];
  readonly more: { readonly gained: number; readonly lost: number };
  readonly guards: readonly GuardChange[];
  readonly findings: { readonly opened: readonly string[]; readonly closed: readonly string[] };
  /** A request that is allowed by the policy after and not before, and the other way around. */
  readonly examples: { readonly gained: DriftRequest | null; readonly lost: DriftRequest | null };
  /** What those who gained can do next, in sentences. */
  readonly reaches: readonly string[];
  /** What is not known and could change this, in sentences. */
  readonly notes: readonly string[];
  /** Texts, for side by side; null: there was none, or it is not one text. External IDs as they are: mask before showing. */
  readonly before: string | null;
  readonly after: string | null;
};

/** A change of which nobody is told to have gained or lost by it, but for what is given. */
export function bareChange(
  told: Pick<DriftChange, "subject" | "kind" | "account" | "summary"> & Partial<DriftChange>,
): DriftChange {
  return {
    happened: "changed",
    meaning: "unclear",
    gained: [],
    lost: [],
    more: { gained: 0, lost: 0 },
    guards: [],
    findings: { opened: [], closed: [] },
    examples: { gained: null, lost: null },
    reaches: [],
    notes: [],
    before: null,
    after: null,
    ...told,
  };
}

/** Who made a change, as the event says. */
export type ChangeActor = {
  /** ARN, or the service's name. */
  readonly principal: string;
  readonly kind: string;
  /** The role that issued the session, where it is one. */
  readonly sessionIssuer: string | null;
  readonly account: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  readonly mfa: boolean | null;
  /** The service that made the call with the principal's credentials: `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
  /** Identity Center's id of the person for whom the session acts. */
  readonly onBehalfOf?: string;
};

export type FindingBrief = {
  readonly id: string;
  readonly rule: string;
  readonly severity: AlertSeverity;
  readonly subject: string;
  readonly title: string;
};

/** The documents between two reads: what was possible for a while only. */
export type Interlude = {
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** When a later document, or the read, no longer had it. */
  readonly to: number;
};

/** One subject that changed, with who did it; the unit that is journaled, looked up and accepted as expected. */
export type DriftEvent = {
  /** Made of subject, states before and after, and the events: the same however often it is found. */
  readonly id: string;
  readonly kind:
    | "changed"
    /** Possible between two events only: opened, and closed again. */
    | "opened-and-closed"
    /** A full read found what no event had told. */
    | "missed-by-events"
    /** No read has confirmed the last event's document: it never came to agree, or there was none. */
    | "unresolved";
  /** Milliseconds since 1970: of the last event; of the read, where there was none. */
  readonly at: number;
  readonly noticedAt: number;
  readonly severity: AlertSeverity;
  readonly severityReasons: readonly string[];
  /** A sentence that can stand alone. */
  readonly title: string;
  readonly subject: string;
  readonly account: string | null;
  readonly accountName: string | null;
  /** `o-…/r-…/ou-…/`. */
  readonly organizationPath: string | null;
  /** Of the subject, else of its account: whom to ask. */
  readonly ownerTags: Readonly<Record<string, string>>;
  readonly changes: readonly DriftChange[];
  readonly findings: { readonly opened: readonly FindingBrief[]; readonly closed: readonly FindingBrief[] };
  readonly actors: readonly ChangeActor[];
  /** CloudTrail's eventID and eventName of each. */
  readonly events: readonly { readonly id: string; readonly name: string; readonly at: number }[];
  readonly interlude: Interlude | null;
  /** The approval that it was expected by; null: nobody had announced it. */
  readonly expected: { readonly approval: string; readonly ticket: string } | null;
  /** The drift event that this one takes back, whole. */
  readonly reverts: string | null;
};

/** What is delivered: one drift event, or many that are one story (a StackSet over 400 accounts). */
export type Alert = {
  /** The idempotency key: the same for every delivery of it, over every channel. */
  readonly id: string;
  readonly title: string;
  readonly severity: AlertSeverity;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Worst first; past a limit only counted in `more`. */
  readonly events: readonly DriftEvent[];
  readonly more: number;
  /** Accounts of all of them, those only counted too. */
  readonly accounts: readonly string[];
};
