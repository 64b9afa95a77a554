/** The channels of a configuration, ready to send, with external IDs masked where they are not to be told. */
import { maskDriftEvent } from "../../drift/mask-drift.ts";
import type { Alert } from "../../model/index.ts";
import {
  type AlertConfiguration,
  type ChannelMeans,
  type ChannelSettings,
  type OpenChannel,
  openChannel,
} from "../../notify/index.ts";

export function openChannels(
  { channels }: AlertConfiguration,
  means: ChannelMeans,
): ReadonlyMap<string, OpenChannel> {
  return new Map(channels.map((settings) => [settings.name, openMasked(settings, means)]));
}

function openMasked(settings: ChannelSettings, means: ChannelMeans): OpenChannel {
  const channel = openChannel(settings, means);
  if (settings.showExternalIds) return channel;
  return { ...channel, send: (alert, signal) => channel.send(maskAlert(alert), signal) };
}

function maskAlert(alert: Alert): Alert {
  const events = alert.events.map(maskDriftEvent);
  const [first, masked] = [alert.events[0], events[0]];
  // The title of an alert is made of its first event's.
  const title =
    first === undefined || masked === undefined
      ? alert.title
      : alert.title.replace(first.title, () => masked.title);
  return { ...alert, title, events };
}
