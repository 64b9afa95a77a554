/** An alert as JSON for receivers that take only so many bytes. */
import type { Alert, DriftEvent } from "../model/index.ts";

/** The alert with less and less in it until `bytesOf` is at most `most`: policy texts go first, then changes, counted in `more`. */
export function fitAlert(alert: Alert, most: number, bytesOf: (alert: Alert) => number): Alert {
  if (bytesOf(alert) <= most) return alert;
  let fitted: Alert = { ...alert, events: alert.events.map(withoutTexts) };
  while (bytesOf(fitted) > most && fitted.events.length > 1) {
    const kept = Math.floor(fitted.events.length / 2);
    fitted = {
      ...fitted,
      events: fitted.events.slice(0, kept),
      more: fitted.more + fitted.events.length - kept,
    };
  }
  if (bytesOf(fitted) <= most) return fitted;
  return {
    ...fitted,
    title: fitted.title.slice(0, 300),
    events: [],
    more: fitted.more + fitted.events.length,
    accounts: fitted.accounts.slice(0, 1000),
  };
}

const note = "The policies' texts are left out here: the message would be too large.";

function withoutTexts(event: DriftEvent): DriftEvent {
  return {
    ...event,
    changes: event.changes.map((change) =>
      change.before === null && change.after === null
        ? change
        : { ...change, before: null, after: null, notes: [...change.notes, note] },
    ),
  };
}
