/** What is decided about alerts: where they go and when, why or why not, and which changes were announced. */
import type { Alert } from "./drift.ts";

/** Where a delivery is to go, and when. */
export type PlannedDelivery = {
  /** Made of alert and channel: the same however often it is planned. */
  readonly id: string;
  readonly channel: string;
  readonly alert: Alert;
  /** Not before then (quiet hours, rate limits). */
  readonly notBefore: number;
};

/** Why an alert was, or was not, sent over a channel. */
export type AlertDecision = {
  readonly driftEvent: string;
  /** Null: for all channels. */
  readonly channel: string | null;
  readonly verdict:
    | "sent"
    | "grouped"
    | "held"
    | "below-severity"
    | "not-routed"
    | "maintenance"
    | "expected"
    | "rate-limited"
    | "no-channel";
  /** One sentence. */
  readonly why: string;
};

/** A change that is announced before it happens. */
export type Approval = {
  readonly id: string;
  readonly ticket: string;
  /** Patterns with `*`: of the actor's ARN or of its session issuer's; null: whoever does it. */
  readonly principal: string | null;
  /** Pattern of the subject; null: whatever it is. */
  readonly subject: string | null;
  /** Null: any account. */
  readonly account: string | null;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly withdrawnAt: number | null;
};
