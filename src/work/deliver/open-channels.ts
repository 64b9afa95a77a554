/** The channels of a configuration, ready to send, with external IDs masked where they are not to be told. */
import {
  type AlertConfiguration,
  type ChannelMeans,
  type ChannelSettings,
  type OpenChannel,
  openChannel,
} from "../../notify/index.ts";
import { maskAlert } from "./told-delivery.ts";

export function openChannels(
  { channels }: AlertConfiguration,
  means: ChannelMeans,
): ReadonlyMap<string, OpenChannel> {
  return new Map(channels.map((settings) => [settings.name, openMasked(settings, means)]));
}

export function openMasked(settings: ChannelSettings, means: ChannelMeans): OpenChannel {
  const channel = openChannel(settings, means);
  if (settings.showExternalIds) return channel;
  return { ...channel, send: (alert, signal) => channel.send(maskAlert(alert), signal) };
}
