/** An alert for programs: the body of webhooks and the lines of files. `schemas/alert.schema.json` describes it. */
import type { Alert } from "../model/index.ts";
import { jsonLine } from "../model/plain-text.ts";

/** As Standard Webhooks recommends bodies: what it is, when it happened, and the alert. */
type AlertMessage = {
  readonly type: "access.changed";
  /** ISO 8601, of the latest change in it: the same each time that the alert is sent. */
  readonly timestamp: string;
  readonly data: Alert;
};

function alertMessage(alert: Alert): AlertMessage {
  return { type: "access.changed", timestamp: isoTime(alert.at), data: alert };
}

/** One line, without anything in it that a terminal obeys. */
export function jsonMessage(alert: Alert): string {
  return jsonLine(alertMessage(alert));
}

/** Times that no calendar holds come from events too. */
export function isoTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString();
}
