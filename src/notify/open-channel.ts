/** From settings to a channel that sends. */
import type { ChannelMeans, OpenChannel } from "./channel.ts";
import { openEmail } from "./email.ts";
import { openEventBridge } from "./eventbridge.ts";
import { openFile } from "./file.ts";
import { openSecurityHub } from "./security-hub.ts";
import type { ChannelSettings } from "./settings.ts";
import { openSlack } from "./slack.ts";
import { openSns } from "./sns.ts";
import { openStdout } from "./stdout.ts";
import { openTeams } from "./teams.ts";
import { openWebhook } from "./webhook.ts";

export function openChannel(settings: ChannelSettings, means: ChannelMeans): OpenChannel {
  switch (settings.type) {
    case "stdout":
      return openStdout(settings, means);
    case "file":
      return openFile(settings, means);
    case "webhook":
      return openWebhook(settings, means);
    case "slack":
      return openSlack(settings, means);
    case "teams":
      return openTeams(settings, means);
    case "email":
      return openEmail(settings, means);
    case "sns":
      return openSns(settings);
    case "eventbridge":
      return openEventBridge(settings);
    case "security-hub":
      return openSecurityHub(settings);
  }
}
