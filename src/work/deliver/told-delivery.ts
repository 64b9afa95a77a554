/** A delivery as people and programs are told it. */
import { maskDriftEvent } from "../../drift/mask-drift.ts";
import type { Alert } from "../../model/index.ts";
import type { Delivery } from "../../store/state/state-store.ts";
import type { ToldDelivery } from "./alerts-shape.ts";

export function toldDelivery(delivery: Delivery): ToldDelivery {
  const { id, channel, alert, status, attempts, lastError, createdAt, notBefore, at } = delivery;
  const { severity, title, events, more } = maskAlert(alert);
  return {
    id,
    alert: alert.id,
    channel,
    status,
    severity,
    title,
    changes: events.length + more,
    attempts,
    lastError,
    createdAt: told(createdAt),
    notBefore: told(notBefore),
    at: told(at),
  };
}

/** Times that no calendar holds come from events too. */
export function told(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString();
}

export function maskAlert(alert: Alert): Alert {
  const events = alert.events.map(maskDriftEvent);
  const [first, masked] = [alert.events[0], events[0]];
  // The title of an alert is made of its first event's.
  const title =
    first === undefined || masked === undefined
      ? alert.title
      : alert.title.replace(first.title, () => masked.title);
  return { ...alert, title, events };
}
