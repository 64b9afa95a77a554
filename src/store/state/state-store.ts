/**
 * What is remembered between runs and shared by several processes: the port, the same over SQLite and PostgreSQL. Times are
 * milliseconds since 1970, given by the caller; nothing here reads a clock. Methods reject with
 * `StateStoreError` where the database fails: what was to be written then may or may not be there.
 */
import type {
  AlertDecision,
  AlertSeverity,
  AppliedChange,
  Approval,
  ChangeFilter,
  ChangeState,
  DriftEvent,
  FindingBrief,
  IntendedChange,
  PlannedDelivery,
  RegisteredExternalId,
} from "../../model/index.ts";

export type { AlertDecision, Approval, PlannedDelivery } from "../../model/index.ts";

/** The state of one subject as it was last read: what the next difference is taken from. */
export type SubjectState = {
  /** `subjectKey` of it. */
  readonly key: string;
  /** 1 for the first; a settlement names the one that it was made from. */
  readonly version: number;
  /** In the order in which settlements were made, over all subjects. */
  readonly sequence: number;
  /** The subject and the rows that were read, as JSON. */
  readonly state: string;
  readonly readAt: number;
};

/** One piece of work that counts whole or not at all. */
export type Settlement = {
  /** `from`: the version that the difference was taken from, 0 where there was none. */
  readonly states: readonly {
    readonly key: string;
    readonly from: number;
    readonly state: string;
    readonly readAt: number;
  }[];
  readonly driftEvents: readonly DriftEvent[];
  readonly deliveries: readonly PlannedDelivery[];
  readonly decisions: readonly AlertDecision[];
  /** CloudTrail events that are dealt with: told or not, `verdict` says it in a sentence. */
  readonly events: readonly {
    readonly id: string;
    readonly at: number;
    readonly name: string;
    readonly source: string;
    readonly account: string;
    readonly subjects: readonly string[];
    readonly verdict: string;
  }[];
  readonly at: number;
};

export type Settled =
  /** `before`: the last number that was given to others; `sequence`: the last that was given to this one. */
  | { readonly kind: "settled"; readonly before: number; readonly sequence: number }
  /** Somebody else has settled these subjects meanwhile: nothing was written. */
  | { readonly kind: "stale"; readonly keys: readonly string[] };

export type Delivery = PlannedDelivery & {
  readonly status: "waiting" | "sending" | "delivered" | "dead";
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: number;
  /** When it is tried next (of one that is being sent: by others, should its holder die), or when it was delivered or given up. */
  readonly at: number;
};

export type DriftFilter = {
  readonly account?: string;
  readonly subject?: string;
  /** Part of the actor's ARN or of its session issuer's, without regard to case. */
  readonly actor?: string;
  readonly atLeast?: AlertSeverity;
  readonly kind?: DriftEvent["kind"];
  /** Times of the change, both included. */
  readonly from?: number;
  readonly to?: number;
};

export type StoredDriftEvent = DriftEvent & {
  readonly sequence: number;
  /** The drift event that took it back: the first that said so. */
  readonly revertedBy: string | null;
};

export type FindingState = "open" | "fixed" | "accepted" | "reopened";

export type FindingLife = FindingBrief & {
  readonly state: FindingState;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Of an acceptance; null: it does not expire, or it is not accepted. */
  readonly acceptedUntil: number | null;
  readonly history: readonly { readonly at: number; readonly state: FindingState; readonly why: string }[];
};

export type SeenFinding = FindingBrief & {
  /** Null: not accepted. */
  readonly accepted: { readonly reason: string; readonly until: number | null } | null;
};

export type KnownSnapshot = {
  readonly id: string;
  readonly createdAt: number;
  readonly file: string;
  readonly organization: string | null;
  readonly accounts: number;
  readonly roles: number;
  readonly gaps: number;
  readonly recordedAt: number;
};

/** What a relationship's external IDs are to become. */
export type NewExternalId = Pick<
  RegisteredExternalId,
  "relationship" | "externalId" | "issuedBy" | "origin" | "weakness" | "note" | "roles"
>;

export type ExternalIdIssued =
  | { readonly kind: "issued"; readonly record: RegisteredExternalId }
  /** The relationship has one, or is between two: nothing was written. */
  | { readonly kind: "has-one"; readonly record: RegisteredExternalId }
  /** The external ID itself is known, of whomever: it is never issued twice. */
  | { readonly kind: "known"; readonly record: RegisteredExternalId };

export type RotationAborted = {
  readonly revoked: RegisteredExternalId;
  readonly current: RegisteredExternalId;
};

export type ExternalIdRotated =
  | {
      readonly kind: "rotating";
      readonly current: RegisteredExternalId;
      readonly retiring: RegisteredExternalId;
    }
  /** A rotation is under way already, with these two: nothing was written. */
  | {
      readonly kind: "under-way";
      readonly current: RegisteredExternalId;
      readonly retiring: RegisteredExternalId;
    }
  /** There is nothing to rotate. */
  | { readonly kind: "none" }
  | { readonly kind: "known"; readonly record: RegisteredExternalId };

export type DealtEvent = Settlement["events"][number] & { readonly settledAt: number };

/** What came of an intended change. Texts are given where they are others than was intended, because the write was made anew. */
export type ChangeOutcome = {
  readonly state: ChangeState;
  readonly at: number;
  readonly note: string | null;
} & Partial<Pick<AppliedChange, "before" | "after" | "inverse">>;

export interface StateStore {
  readonly kind: "sqlite" | "postgres";

  /** Exclusive for `milliseconds` from `now`; false: somebody else has it. The same holder gets it again, from then on. */
  lease(name: string, holder: string, now: number, milliseconds: number): Promise<boolean>;
  /** Of several, those that were to be had. */
  leases(
    names: readonly string[],
    holder: string,
    now: number,
    milliseconds: number,
  ): Promise<readonly string[]>;
  release(names: readonly string[], holder: string): Promise<void>;

  subjectStates(keys: readonly string[]): Promise<ReadonlyMap<string, SubjectState>>;
  /** Ascending: all that was settled after `sequence`, in full: nothing with a lower number appears later. */
  subjectStatesAfter(sequence: number, limit: number): Promise<readonly SubjectState[]>;
  /**
   * One transaction. Drift events, deliveries and dealt events that are there already, by id, stay as they are; so do decisions that
   * say the same. Many states are better settled in pieces of some thousand: on SQLite this process does nothing else meanwhile
   * (about 0.1 ms each), and others wait.
   */
  settle(settlement: Settlement): Promise<Settled>;

  /** Of these CloudTrail eventIDs, those that are dealt with. */
  dealtWith(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Latest first; `about`: an eventID, or part of a subject's key without regard to case; empty: all. */
  dealtEvents(about: string, limit: number): Promise<readonly DealtEvent[]>;

  /** Latest first (by sequence), those before `before` where it is given. */
  driftEvents(
    filter: DriftFilter,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<readonly StoredDriftEvent[]>;
  /** Ascending, for live updates. */
  driftEventsAfter(sequence: number, limit: number): Promise<readonly StoredDriftEvent[]>;
  driftEvent(id: string): Promise<StoredDriftEvent | null>;
  decisionsOn(driftEvent: string): Promise<readonly (AlertDecision & { readonly at: number })[]>;

  /** Takes deliveries that are due, those for longest first, for `milliseconds`: whoever dies with them loses them to others then. */
  takeDeliveries(
    holder: string,
    now: number,
    milliseconds: number,
    limit: number,
  ): Promise<readonly Delivery[]>;
  /** Like `notDelivered` it changes nothing where the hold has gone to somebody else. */
  delivered(id: string, holder: string, at: number): Promise<void>;
  /** `nextAt` null: given up, and visible as dead. */
  notDelivered(id: string, holder: string, at: number, error: string, nextAt: number | null): Promise<void>;
  deliveries(
    filter: { readonly status?: Delivery["status"]; readonly channel?: string },
    limit: number,
  ): Promise<readonly Delivery[]>;
  /** Dead ones wait again, their attempts counted anew; answers how many. */
  retryDeliveries(ids: readonly string[] | "all-dead", now: number): Promise<number>;
  /** How many were handed to a channel since then: for rate limits. */
  deliveredSince(channel: string, since: number): Promise<number>;

  /** An id that is there already stays as it is. */
  addApproval(approval: Approval): Promise<void>;
  /** False: there is none that could be withdrawn. */
  withdrawApproval(id: string, at: number): Promise<boolean>;
  /** In the order in which they were made. */
  approvals(): Promise<readonly Approval[]>;

  /**
   * All findings of a scan, `whole`, or those of `subjects` alone: what is not among them is fixed. Of `changes`, those that opened, and
   * the ids of those that are `gone`. An acceptance that has
   * ended at `at` counts as none, of findings out of scope too. Answers what changed its state.
   */
  recordFindings(
    seen: readonly SeenFinding[],
    scope:
      | { readonly kind: "whole" }
      | { readonly kind: "subjects"; readonly subjects: readonly string[] }
      | { readonly kind: "changes"; readonly gone: readonly string[] },
    at: number,
  ): Promise<
    readonly { readonly id: string; readonly from: FindingState | null; readonly to: FindingState }[]
  >;
  findingLife(id: string): Promise<FindingLife | null>;
  /** What changed last comes first. */
  findingLives(
    filter: { readonly state?: FindingState; readonly subject?: string },
    limit: number,
  ): Promise<readonly FindingLife[]>;

  /** The same id again takes its place. */
  recordSnapshot(snapshot: KnownSnapshot): Promise<void>;
  /** Latest first. */
  snapshots(limit: number): Promise<readonly KnownSnapshot[]>;

  /** Before the write. An id that is there already stays as it is. */
  intendChange(change: IntendedChange): Promise<void>;
  /** False: it is not there, or in none of the states `from`; nothing is changed then. */
  endChange(id: string, from: readonly ChangeState[], outcome: ChangeOutcome): Promise<boolean>;
  /** Latest first. They are never forgotten: who wrote what is asked years later, too. */
  appliedChanges(filter: ChangeFilter, limit: number): Promise<readonly AppliedChange[]>;
  appliedChange(id: string): Promise<AppliedChange | null>;

  /**
   * The relationship's first external ID, or its next after a revocation. Of several that ask at the same time one gets its own
   * and the others are told which it is.
   */
  issueExternalId(asked: NewExternalId, at: number): Promise<ExternalIdIssued>;
  /** The current one retires, and the new one is current: both are accepted until {@link endExternalIds}. */
  rotateExternalId(asked: NewExternalId, at: number): Promise<ExternalIdRotated>;
  /** Those of the relationship in one of these states are revoked; answers them. Exactly those of `only`, where it is given. */
  endExternalIds(
    relationship: string,
    states: readonly ("current" | "retiring")[],
    at: number,
    only?: string,
  ): Promise<readonly RegisteredExternalId[]>;
  /**
   * A rotation that is not to be: the current one, which has to be `only`, is revoked, and the retiring one is current again. Null:
   * there is none under way with it, and nothing is changed.
   */
  abortRotation(relationship: string, at: number, only: string): Promise<RotationAborted | null>;
  /** The current one and the retiring one are asked for by these roles, too; answers those that there are. */
  useExternalIdsAt(relationship: string, roles: readonly string[]): Promise<readonly RegisteredExternalId[]>;
  /** These roles ask for them no more. */
  disuseExternalIdsAt(relationship: string, roles: readonly string[]): Promise<void>;
  /** By relationship, in each the latest first; all, or those of one relationship. */
  externalIds(relationship?: string): Promise<readonly RegisteredExternalId[]>;
  /** The one of this text, of whomever. */
  externalIdRecord(externalId: string): Promise<RegisteredExternalId | null>;

  /** A small fact that processes share: `get` null where there is none. */
  note(name: string): Promise<string | null>;
  setNote(name: string, value: string): Promise<void>;

  /** Removes what ended before: delivered and dead deliveries, dealt events, drift events, decisions, leases. Answers rows. */
  forgetBefore(at: number): Promise<number>;
  close(): Promise<void>;
}
