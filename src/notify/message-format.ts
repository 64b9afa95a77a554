/** The formats of channels that carry a text of ours: standard output, files, webhooks. */
import type { Alert } from "../model/index.ts";
import { jsonMessage } from "./json-message.ts";
import type { MessageFormat } from "./settings.ts";

/** Without a line end. */
export function messageText(alert: Alert, format: MessageFormat): string {
  switch (format) {
    case "json":
      return jsonMessage(alert);
  }
}
