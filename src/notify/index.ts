/**
 * Alerts out: where they go, which and when, and the channels themselves.
 *
 * In: drift events and the channel file; out: a plan (`planAlerts`, pure), and messages over channels (`openChannel`, one file a
 * channel). Secrets are referred to and read when something is sent; texts are neutralised for each receiver. Nothing here knows of
 * the store: planning is journaled, and sending is driven, by whoever calls. Start reading at `plan/plan-alerts.ts`.
 */
export type { ChannelMeans, OpenChannel, SendResult } from "./channel.ts";
export { openChannel } from "./open-channel.ts";
export { digestOf } from "./plan/groups.ts";
export { isDayTime, isTimeZone, nextDayTime } from "./plan/local-time.ts";
export { type AlertingState, planAlerts, rateWindow } from "./plan/plan-alerts.ts";
export {
  type AlertConfiguration,
  alertConfiguration,
  alertsFileSchema,
  type ChannelSettings,
} from "./settings.ts";
