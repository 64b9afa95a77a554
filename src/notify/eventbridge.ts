/** Alerts onto an EventBridge bus. */
import type { Alert } from "../model/index.ts";
import { jsonLine, plain } from "../model/plain-text.ts";
import { awsCall, awsRefusal, regionOf } from "./aws-call.ts";
import { delivered, type OpenChannel } from "./channel.ts";
import { fitAlert } from "./fit-alert.ts";
import type { ChannelOf } from "./settings.ts";

/** An entry was 256 KB at most for years, and targets still are. */
const mostBytes = 240_000;
const mostResources = 20;

export type EventBridgeEntry = {
  readonly Source: string;
  readonly DetailType: "Access Changed";
  readonly Time: Date;
  readonly Resources: readonly string[];
  /** JSON: the alert. */
  readonly Detail: string;
};

export function eventBridgeEntry(alert: Alert, source: string): EventBridgeEntry {
  const fitted = fitAlert(alert, mostBytes, (one) => Buffer.byteLength(jsonLine(one)));
  const subjects = fitted.events
    .map(({ subject }) => subject)
    .filter((subject) => subject.startsWith("arn:"));
  return {
    Source: source,
    DetailType: "Access Changed",
    Time: new Date(alert.at),
    Resources: [...new Set(subjects)].slice(0, mostResources).map(plain),
    Detail: jsonLine(fitted),
  };
}

export function openEventBridge(settings: ChannelOf<"eventbridge">): OpenChannel {
  const { bus, source, timeoutSeconds, name } = settings;
  const region = settings.region ?? regionOf(bus);
  const opened = async () => {
    const { EventBridgeClient, PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
    const client = new EventBridgeClient({ ...(region === undefined ? {} : { region }), maxAttempts: 2 });
    return { client, PutEventsCommand };
  };
  let sdk: ReturnType<typeof opened> | null = null;
  return {
    name,
    send: (alert, signal) =>
      awsCall(
        async (abortSignal) => {
          sdk ??= opened();
          const { client, PutEventsCommand } = await sdk;
          const entry = eventBridgeEntry(alert, source);
          const command = new PutEventsCommand({
            Entries: [{ ...entry, Resources: [...entry.Resources], EventBusName: bus }],
          });
          const { Entries = [] } = await client.send(command, { abortSignal });
          const [taken] = Entries;
          return taken?.EventId === undefined
            ? awsRefusal(taken?.ErrorCode, taken?.ErrorMessage)
            : delivered(`event ${plain(taken.EventId)}`);
        },
        timeoutSeconds,
        signal,
      ),
    close() {
      void sdk?.then(({ client }) => client.destroy());
    },
  };
}
