/**
 * What is known of a trail when it was read: the questions' answers that every engine gives (files, Athena, Lake), the same
 * for the same events. An *assumption* is one call: its copies, joined. Uses are assumptions grouped by all that an answer can
 * depend on, so that they are few however long the trail is.
 */
import type { AccountId, Arn } from "./identifiers.ts";
import type { TrailCall, TrailCaller } from "./trail-event.ts";

/**
 * Copies of one call are events of one kind of call that share the request (those that tell none: the shared id), none of which is
 * more than so many seconds after the one before it; of them, those of one role (compared by account and name), a copy that tells no
 * role belonging to the first of them by name. AWS gives copies the same time; a few minutes are for whoever doesn't.
 */
export const copySeconds = 300;

/** A caller without what differs from session to session: the session's name is left out. */
export type UseCaller =
  | Exclude<TrailCaller, { readonly kind: "role" }>
  | Omit<Extract<TrailCaller, { readonly kind: "role" }>, "session">;

/**
 * What a trust policy may ask about beyond the caller. Told for the roles of {@link TrailQuestion.detailed} alone, for it
 * differs from call to call; null for the others.
 */
export type UseDetail = {
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIp: string | null;
  readonly vpcEndpoint: string | null;
};

/** One group: everything up to `detail` is the same for each of its assumptions. */
export type ObservedUse = {
  readonly call: TrailCall;
  readonly caller: UseCaller;
  /** See TrailEvent; null where nothing was to be assumed, or where it isn't told. */
  readonly role: Arn | null;
  readonly granted: boolean;
  /** A refusal's code; null for a call that was granted. */
  readonly error: string | null;
  /** Refusals are grouped by hour besides (milliseconds since 1970, its beginning), so that bursts can be seen; null if granted. */
  readonly hour: number | null;
  readonly externalId: string | null;
  readonly mfa: boolean | null;
  readonly hasSourceIdentity: boolean;
  readonly console: boolean;
  /** Longer than {@link TrailQuestion.longerThan}. */
  readonly long: boolean;
  /**
   * How many assumptions stand before it: 0 for one by a user, root, service or federated caller; null where its link is outside
   * the trail. See {@link deepestChain}.
   */
  readonly depth: number | null;
  readonly detail: UseDetail | null;

  readonly count: number;
  /** Milliseconds since 1970, UTC. */
  readonly first: number;
  readonly last: number;
  /** Of the longest session, in seconds; null where none tells. */
  readonly longest: number | null;
  /** Of the earliest assumptions, at most {@link TrailQuestion.evidence}, by time and then by id; one id (the smallest) for each call. */
  readonly eventIds: readonly string[];
};

/** From where: assumptions of one caller and role by network. */
export type ObservedPlace = {
  readonly caller: UseCaller;
  readonly role: Arn | null;
  /** An IPv4 address's /24, an IPv6 address's /48, or a service's host: see `networkOf`. */
  readonly network: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** As in {@link ObservedUse.eventIds}, and {@link placeEvidence} at most. */
  readonly eventIds: readonly string[];
};

/** Networks are many, and one call is enough to look one up. */
export const placeEvidence = 3;

/** How often a day: assumptions of one caller and role. */
export type ObservedDays = {
  readonly caller: UseCaller;
  readonly role: Arn | null;
  /** In their order; days without a call are left out. */
  readonly days: readonly DayCount[];
};

export type DayCount = {
  /** Milliseconds since 1970, UTC: its beginning. */
  readonly day: number;
  readonly granted: number;
  readonly refused: number;
};

/** One session, for those who look at sessions one by one. */
export type ObservedSession = {
  readonly eventId: string;
  readonly time: number;
  readonly call: TrailCall;
  readonly caller: TrailCaller;
  readonly role: Arn | null;
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly seconds: number | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  readonly depth: number | null;
};

/** A chain of sessions as roles: `from` assumed the first of `roles`, its session the second, and so on; two roles at least. */
export type ObservedChain = {
  readonly from: UseCaller;
  readonly roles: readonly Arn[];
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** The last link's, as in {@link ObservedUse.eventIds}. */
  readonly eventIds: readonly string[];
};

export type TrailQuestion = {
  /** Milliseconds since 1970, UTC: from (inclusive) and to (exclusive); null: no bound. */
  readonly from: number | null;
  readonly to: number | null;
  /** In seconds: sessions beyond are told as long. */
  readonly longerThan: number;
  /** Event ids kept for each group. */
  readonly evidence: number;
  /** Roles whose trust depends on more than the caller, MFA and the external ID. */
  readonly detailed: ReadonlySet<Arn>;
  /** What is wanted beside uses. */
  readonly places: boolean;
  readonly chains: boolean;
  readonly days: boolean;
  /** Sessions one by one: of which role (null: all), the longest or the latest, at most how many. */
  readonly sessions: {
    readonly role: Arn | null;
    readonly order: "longest" | "latest";
    readonly limit: number;
  } | null;
};

/**
 * Where an engine reached a bound on its memory, what the answer lacks by it:
 * - `details`: assumptions of {@link TrailQuestion.detailed} roles that are in a use without its detail;
 * - `uses`, `places`, `chains`: assumptions that are in none of them, though they are in `assumptions`;
 * - `days`: assumptions that are in no day: the earliest days go first;
 * - `links`: keys that were forgotten before their time: depths may be null that need not be;
 * - `copies`: events that were not waited for: copies of one call may count as two assumptions.
 */
export type TrailLimit = {
  readonly what: "details" | "uses" | "places" | "chains" | "days" | "links" | "copies";
  readonly count: number;
  /** Milliseconds since 1970, UTC: of those concerned. */
  readonly first: number;
  readonly last: number;
};

/** `depth` is told up to here (this many or more), and chains by as many roles from their beginning. */
export const deepestChain = 16;

/** A file (or a part of it) that was not read, and why. */
export type SkippedFile = { readonly file: string; readonly why: string };

export type TrailFacts = {
  /**
   * Distinct events, by `eventID`, of {@link formatCalls}, refused ones included: both copies of a call count.
   */
  readonly events: number;
  /** Distinct assumptions (copies joined) of all calls that are read. */
  readonly assumptions: number;
  /** Of the events that were read; null when there are none. */
  readonly first: number | null;
  readonly last: number | null;
  readonly uses: readonly ObservedUse[];
  readonly places: readonly ObservedPlace[];
  readonly chains: readonly ObservedChain[];
  readonly days: readonly ObservedDays[];
  readonly sessions: readonly ObservedSession[];
  readonly skipped: readonly SkippedFile[];
  /** Empty but for trails of unheard-of variety. */
  readonly limits: readonly TrailLimit[];
  /** Accounts and regions that the trail has events of, of any kind where the engine tells: what is not here was not watched. */
  readonly accounts: readonly AccountId[];
};

/** The calls that `events` counts. */
export const formatCalls: readonly TrailCall[] = [
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "AssumeRoot",
  "SwitchRole",
  "GetFederationToken",
  "GetSessionToken",
];
