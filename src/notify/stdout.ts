/** Alerts on standard output, one line each. */
import type { ChannelMeans, OpenChannel } from "./channel.ts";
import { delivered, tryAgain } from "./channel.ts";
import { messageText } from "./message-format.ts";
import type { ChannelOf } from "./settings.ts";

export function openStdout(settings: ChannelOf<"stdout">, { write }: ChannelMeans): OpenChannel {
  return {
    name: settings.name,
    async send(alert) {
      try {
        await write(`${messageText(alert, settings.format)}\n`);
        return delivered("written");
      } catch (cause) {
        return tryAgain(`standard output can't be written (${codeOf(cause)})`);
      }
    },
    close() {},
  };
}

export function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
}
