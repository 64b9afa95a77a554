/** Decides what is told of changes, over which channel and when, and says why; pure. */
import type { Alert, AlertDecision, Approval, DriftEvent, PlannedDelivery } from "../../model/index.ts";
import { isoTime } from "../json-message.ts";
import type { AlertConfiguration, ChannelSettings } from "../settings.ts";
import { withApproval } from "./approvals.ts";
import { alertOf, grouped, severityRank } from "./groups.ts";
import { endOfSpan } from "./local-time.ts";
import { notTaken } from "./routing.ts";

export type AlertingState = {
  readonly approvals: readonly Approval[];
  /** Milliseconds since 1970; also the time of the settlement: what is not before it is to be sent at once. */
  readonly now: number;
  /** By channel: how many were handed over since `rateWindow` began. Channels without a limit may be left out. */
  readonly recentlySent: ReadonlyMap<string, number>;
};

type AlertPlan = {
  /** The same events in the same order, with the approval of those that were expected: these are journaled. */
  readonly driftEvents: readonly DriftEvent[];
  readonly deliveries: readonly PlannedDelivery[];
  /** One for each event and channel; where there is no channel, one for each event. */
  readonly decisions: readonly AlertDecision[];
};

/** `driftEvents`: those of one batch, among which groups are looked for. The same in, the same out. */
export function planAlerts(
  driftEvents: readonly DriftEvent[],
  configuration: AlertConfiguration,
  state: AlertingState,
): AlertPlan {
  const events = driftEvents.map((event) => withApproval(event, state.approvals));
  const { channels } = configuration;
  const plans = channels.map((channel) => planChannel(events, channel, configuration, state));
  return {
    driftEvents: events,
    deliveries: plans.flatMap(({ deliveries }) => deliveries),
    decisions:
      channels.length === 0
        ? events.map(({ id }) => ({
            driftEvent: id,
            channel: null,
            verdict: "no-channel",
            why: "No channel is configured.",
          }))
        : plans.flatMap(({ decisions }) => decisions),
  };
}

/** The time in which a channel's alerts are counted; null: the channel has no limit. */
export function rateWindow(
  { rateLimit }: ChannelSettings,
  now: number,
): { readonly from: number; readonly to: number } | null {
  if (rateLimit === undefined) return null;
  const length = rateLimit.perMinutes * 60_000;
  const from = Math.floor(now / length) * length;
  return { from, to: from + length };
}

type ChannelPlan = Pick<AlertPlan, "deliveries" | "decisions">;

function planChannel(
  events: readonly DriftEvent[],
  channel: ChannelSettings,
  { maintenance }: AlertConfiguration,
  { now, recentlySent }: AlertingState,
): ChannelPlan {
  const decisions: AlertDecision[] = [];
  const taken: DriftEvent[] = [];
  for (const event of events) {
    const not = notTaken(event, channel, maintenance);
    if (not === null) taken.push(event);
    else decisions.push({ driftEvent: event.id, channel: channel.name, ...not });
  }
  const deliveries: PlannedDelivery[] = [];
  let sent = recentlySent.get(channel.name) ?? 0;
  for (const group of grouped(taken)) {
    const alert = alertOf(group);
    const { notBefore, verdict, why } = whenToSend(alert, group.length, channel, now, sent);
    if (notBefore === now) sent += 1;
    deliveries.push({ id: deliveryId(alert, channel.name), channel: channel.name, alert, notBefore });
    for (const { id } of group) {
      decisions.push({ driftEvent: id, channel: channel.name, verdict, why });
    }
  }
  return { deliveries, decisions };
}

/** Made of alert and channel. */
function deliveryId(alert: Alert, channel: string): string {
  return `${alert.id}.${channel}`;
}

type Timing = {
  readonly notBefore: number;
  readonly verdict: "sent" | "grouped" | "held" | "rate-limited";
  readonly why: string;
};

function whenToSend(
  alert: Alert,
  count: number,
  channel: ChannelSettings,
  now: number,
  sent: number,
): Timing {
  const { quietHours, rateLimit, name } = channel;
  const others = count === 1 ? "" : ` with ${count - 1} like it`;
  const quietUntil =
    quietHours === undefined || severityRank(alert.severity) >= severityRank(quietHours.below)
      ? null
      : endOfSpan(quietHours, now);
  if (quietUntil !== null) {
    return {
      notBefore: quietUntil,
      verdict: "held",
      why: `It is ${alert.severity}, and ${name} has quiet hours: told${others} after ${isoTime(quietUntil)}.`,
    };
  }
  const window = rateWindow(channel, now);
  if (window !== null && rateLimit !== undefined && sent >= rateLimit.alerts) {
    return {
      notBefore: window.to,
      verdict: "rate-limited",
      why: `${name} takes ${rateLimit.alerts} in ${rateLimit.perMinutes} min: told${others} after ${isoTime(window.to)}, together with all else that waits.`,
    };
  }
  return count === 1
    ? { notBefore: now, verdict: "sent", why: `${name} takes it, and it was to be sent at once.` }
    : {
        notBefore: now,
        verdict: "grouped",
        why: `${name} takes it, and it was to be sent at once, in one alert${others}.`,
      };
}
