/** Changes that are one story: the same hand did the same thing to things of the same name in many places. */
import { createHash } from "node:crypto";
import { type Alert, type AlertSeverity, alertSeverities, type DriftEvent } from "../../model/index.ts";

/** An alert holds so many changes whole, and counts the rest: it is stored and sent as it is. */
const mostEvents = 25;

/** Groups in order: the worst first, then as they happened. Events of one batch. */
export function grouped(events: readonly DriftEvent[]): readonly (readonly DriftEvent[])[] {
  const groups = [...Map.groupBy(events, groupKey).values()].map((group) => group.toSorted(worstFirst));
  return groups.toSorted(([a], [b]) => (a === undefined || b === undefined ? 0 : worstFirst(a, b)));
}

/** One alert of these events. Its id is made of theirs: the same events are the same alert, over whatever channel. */
export function alertOf(events: readonly DriftEvent[]): Alert {
  const sorted = events.toSorted(worstFirst);
  const accounts = accountsOf(sorted);
  const first = sorted[0]?.title ?? "No change";
  return {
    id: alertId(sorted.map(({ id }) => id)),
    title:
      sorted.length === 1
        ? first
        : `${sorted.length} changes in ${accounts.length} account${accounts.length === 1 ? "" : "s"}: ${first}`,
    severity: sorted[0]?.severity ?? "info",
    at: latest(sorted.map(({ at }) => at)),
    events: sorted.slice(0, mostEvents),
    more: Math.max(0, sorted.length - mostEvents),
    accounts,
  };
}

/** Alerts that had to wait, told as one. Its id is made of theirs. */
export function digestOf(alerts: readonly Alert[]): Alert {
  const [only] = alerts;
  if (only !== undefined && alerts.length === 1) return only;
  const events = alerts.flatMap((alert) => alert.events).toSorted(worstFirst);
  const count = alerts.reduce((sum, alert) => sum + alert.events.length + alert.more, 0);
  const counts = alertSeverities
    .toReversed()
    .map((severity) => [alerts.filter((alert) => alert.severity === severity).length, severity] as const)
    .filter(([many]) => many > 0)
    .map(([many, severity]) => `${many} ${severity}`);
  return {
    id: alertId(alerts.map(({ id }) => id)),
    title: `${alerts.length} alerts that were held, told as one: ${counts.join(", ")}`,
    severity: worst(alerts.map(({ severity }) => severity)),
    at: latest(alerts.map(({ at }) => at)),
    events: events.slice(0, mostEvents),
    more: count - Math.min(events.length, mostEvents),
    accounts: [...new Set(alerts.flatMap(({ accounts }) => accounts))].toSorted(),
  };
}

export function severityRank(severity: AlertSeverity): number {
  return alertSeverities.indexOf(severity);
}

function worst(severities: readonly AlertSeverity[]): AlertSeverity {
  return severities.reduce((a, b) => (severityRank(b) > severityRank(a) ? b : a), "info");
}

function latest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.max(a, b), 0);
}

function alertId(parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts.toSorted())).digest("hex");
  return `alert-${hash.slice(0, 32)}`;
}

function accountsOf(events: readonly DriftEvent[]): readonly string[] {
  return [...new Set(events.flatMap(({ account }) => (account === null ? [] : [account])))].toSorted();
}

function worstFirst(a: DriftEvent, b: DriftEvent): number {
  return severityRank(b.severity) - severityRank(a.severity) || a.at - b.at || (a.id < b.id ? -1 : 1);
}

/** What a full read finds, and nobody is known to have done, is one story: events did not arrive. */
function groupKey(event: DriftEvent): string {
  if (event.kind === "missed-by-events" && event.actors.length === 0) return event.kind;
  const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();
  return JSON.stringify([
    event.kind,
    distinct(event.actors.map((actor) => withoutPlace(actor.sessionIssuer ?? actor.principal))),
    distinct(event.events.map(({ name }) => name)),
    distinct(event.changes.map(({ kind }) => kind)),
    stampedName(event.subject),
    event.expected?.ticket ?? null,
    // Where nobody is named and no call, the same name is a coincidence.
    event.actors.length === 0 ? event.id : null,
  ]);
}

/** Without account and region: what a StackSet makes in many places has them alone in it that differ. */
function withoutPlace(name: string): string {
  const arn = /^arn:([^:]*):([^:]*):[^:]*:[^:]*:(.*)$/s.exec(name);
  return (arn === null ? name : `${arn[1]}:${arn[2]}:${arn[3]}`).replaceAll(/\d{12}/g, "*");
}

/** Without what CloudFormation puts behind names, besides: `StackSet-base-0f5c…-Role-1A2B3C4D5E6F`. */
function stampedName(subject: string): string {
  // A GUID may end in twelve digits, and those are no account.
  return withoutPlace(subject.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "*"))
    .replace(/-(?=[A-Za-z]*\d)[A-Z0-9]{12,13}$/, "-*")
    .replace(/-(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{12}$/, "-*");
}
