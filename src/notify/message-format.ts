/** The formats of channels that carry a text of ours: standard output, files, webhooks, SNS. */
import type { Alert } from "../model/index.ts";
import { jiraMessage } from "./jira-message.ts";
import { jsonMessage } from "./json-message.ts";
import { markdownBody, markdownMessage } from "./markdown-message.ts";
import { ocsfMessage } from "./ocsf-message.ts";
import type { MessageFormat } from "./settings.ts";
import { textMessage } from "./text-message.ts";

/** For files and terminals, without a line end. Markdown and text have several lines. */
export function messageText(alert: Alert, format: MessageFormat): string {
  switch (format) {
    case "json":
      return jsonMessage(alert);
    case "ocsf":
      return ocsfMessage(alert);
    case "markdown":
      return `${markdownMessage(alert)}\n\n---\n`;
    case "jira":
      return jiraMessage(alert);
    case "text":
      return `${textMessage(alert)}\n`;
  }
}

/** For webhooks: always JSON, in which Markdown and text are members. */
export function messageBody(alert: Alert, format: MessageFormat): string {
  switch (format) {
    case "markdown":
      return markdownBody(alert, markdownMessage(alert));
    case "text":
      return markdownBody(alert, textMessage(alert));
    case "json":
    case "ocsf":
    case "jira":
      return messageText(alert, format);
  }
}
