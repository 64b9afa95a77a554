/** Channels that post JSON to an address which is itself the secret. */
import type { Alert } from "../model/index.ts";
import { type ChannelMeans, type OpenChannel, tryAgain } from "./channel.ts";
import { post } from "./http.ts";
import { secretParts } from "./secrets.ts";
import type { UrlSettings } from "./settings.ts";
import { receiverUrl } from "./url.ts";

type Settings = UrlSettings & { readonly name: string; readonly timeoutSeconds: number };

export function openSecretUrl(
  settings: Settings,
  means: ChannelMeans,
  body: (alert: Alert) => string,
): OpenChannel {
  return {
    name: settings.name,
    async send(alert, signal) {
      const url = receiverUrl(settings, means);
      if (!url.ok) return tryAgain(url.error);
      return post(
        { url: url.value, headers: {}, body: body(alert), secrets: secretParts(url.value) },
        { timeoutMilliseconds: settings.timeoutSeconds * 1000, signal, now: means.now() },
      );
    },
    close() {},
  };
}
