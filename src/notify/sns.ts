/** Alerts to an SNS topic. */
import type { Alert } from "../model/index.ts";
import { plain } from "../model/plain-text.ts";
import { awsCall, regionOf } from "./aws-call.ts";
import { delivered, type OpenChannel } from "./channel.ts";
import { fitAlert } from "./fit-alert.ts";
import { messageText } from "./message-format.ts";
import type { ChannelOf, MessageFormat } from "./settings.ts";

/** SNS takes 256 KB with everything around it. */
const mostBytes = 250_000;

export type SnsMessage = {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<
    Record<string, { readonly DataType: "String"; readonly StringValue: string }>
  >;
};

/** The attributes are what subscriptions filter by. */
export function snsMessage(alert: Alert, format: MessageFormat): SnsMessage {
  const fitted = fitAlert(alert, mostBytes, (one) => Buffer.byteLength(messageText(one, format)));
  const attribute = (StringValue: string) => ({ DataType: "String", StringValue }) as const;
  const [account] = alert.accounts;
  return {
    Subject: subject(alert),
    Message: messageText(fitted, format),
    MessageAttributes: {
      alertId: attribute(alert.id),
      severity: attribute(alert.severity),
      ...(alert.accounts.length === 1 && account !== undefined ? { account: attribute(account) } : {}),
    },
  };
}

/** SNS: ASCII, fewer than 100 characters, no control characters. */
function subject({ severity, title }: Alert): string {
  const text = plain(`${severity.toUpperCase()}: ${title}`).replaceAll(/[^\x20-\x7e]/gu, "?");
  return text.length > 99 ? `${text.slice(0, 96)}...` : text;
}

export function openSns(settings: ChannelOf<"sns">): OpenChannel {
  const { topicArn, format, timeoutSeconds, name } = settings;
  const region = regionOf(topicArn);
  const opened = async () => {
    const { SNSClient, PublishCommand } = await import("@aws-sdk/client-sns");
    return {
      client: new SNSClient({ ...(region === undefined ? {} : { region }), maxAttempts: 2 }),
      PublishCommand,
    };
  };
  let sdk: ReturnType<typeof opened> | null = null;
  return {
    name,
    send: (alert, signal) =>
      awsCall(
        async (abortSignal) => {
          sdk ??= opened();
          const { client, PublishCommand } = await sdk;
          const message = snsMessage(alert, format);
          const command = new PublishCommand({
            TopicArn: topicArn,
            Subject: message.Subject,
            Message: message.Message,
            MessageAttributes: { ...message.MessageAttributes },
            ...(topicArn.endsWith(".fifo")
              ? { MessageDeduplicationId: alert.id, MessageGroupId: "accesslens" }
              : {}),
          });
          const { MessageId } = await client.send(command, { abortSignal });
          return delivered(`message ${plain(MessageId ?? "?")}`);
        },
        timeoutSeconds,
        signal,
      ),
    close() {
      void sdk?.then(({ client }) => client.destroy());
    },
  };
}
