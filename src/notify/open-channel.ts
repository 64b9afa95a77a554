/** From settings to a channel that sends. */
import type { ChannelMeans, OpenChannel } from "./channel.ts";
import { openFile } from "./file.ts";
import type { ChannelSettings } from "./settings.ts";
import { openStdout } from "./stdout.ts";
import { openWebhook } from "./webhook.ts";

export function openChannel(settings: ChannelSettings, means: ChannelMeans): OpenChannel {
  switch (settings.type) {
    case "stdout":
      return openStdout(settings, means);
    case "file":
      return openFile(settings, means);
    case "webhook":
      return openWebhook(settings, means);
  }
}
