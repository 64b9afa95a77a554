/** Alerts appended to a file. */
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { plain } from "../model/plain-text.ts";
import type { ChannelMeans, OpenChannel } from "./channel.ts";
import { delivered, tryAgain } from "./channel.ts";
import { messageText } from "./message-format.ts";
import type { ChannelOf } from "./settings.ts";
import { codeOf } from "./stdout.ts";

/**
 * In one write to the end of the file, so that several processes may have the same one, and on disk before it counts. The owner
 * alone can read a file that is made here.
 */
export function openFile(settings: ChannelOf<"file">, { folder }: ChannelMeans): OpenChannel {
  const path = resolve(folder, settings.path);
  return {
    name: settings.name,
    async send(alert) {
      try {
        const file = await open(path, "a", 0o600);
        try {
          await file.appendFile(`${messageText(alert, settings.format)}\n`);
          await file.datasync();
        } finally {
          await file.close();
        }
        return delivered(`appended to ${plain(path)}`);
      } catch (cause) {
        return tryAgain(`${plain(path)} can't be written (${codeOf(cause)})`);
      }
    },
    close() {},
  };
}
