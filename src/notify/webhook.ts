/** Alerts as signed webhooks. */
import type { Alert } from "../model/index.ts";
import { type ChannelMeans, type OpenChannel, type SendResult, tryAgain } from "./channel.ts";
import { post } from "./http.ts";
import { messageBody } from "./message-format.ts";
import { readSecret, secretParts } from "./secrets.ts";
import { type ChannelOf, headerReference, secretReference, type UrlSettings } from "./settings.ts";
import { signedHeaders } from "./standard-webhooks.ts";
import { receiverUrl } from "./url.ts";

export function openWebhook(settings: ChannelOf<"webhook">, means: ChannelMeans): OpenChannel {
  return {
    name: settings.name,
    send: (alert, signal) => send(alert, settings, means, signal),
    close() {},
  };
}

async function send(
  alert: Alert,
  settings: ChannelOf<"webhook">,
  means: ChannelMeans,
  signal: AbortSignal,
): Promise<SendResult> {
  const url = receiverUrl(settings, means);
  if (!url.ok) return tryAgain(url.error);
  const secrets = isSecretUrl(settings) ? [...secretParts(url.value)] : [];
  const body = messageBody(alert, settings.format);
  const now = means.now();
  let headers: Readonly<Record<string, string>> = { "webhook-id": alert.id };
  const signing = secretReference(settings);
  if (signing !== null) {
    const secret = readSecret(signing, means);
    if (!secret.ok) return tryAgain(`the signing secret is missing: ${secret.error}`);
    secrets.push(secret.value);
    headers = signedHeaders(alert.id, now, body, secret.value);
  }
  const own: Record<string, string> = {};
  for (const [name, reference] of Object.entries(settings.headers)) {
    const value = readSecret(headerReference(reference), means);
    if (!value.ok) return tryAgain(`the header ${name} has no value: ${value.error}`);
    secrets.push(value.value);
    own[name] = value.value;
  }
  return post(
    { url: url.value, headers: { ...own, ...headers }, body, secrets },
    { timeoutMilliseconds: settings.timeoutSeconds * 1000, signal, now },
  );
}

function isSecretUrl(settings: UrlSettings): boolean {
  return settings.url === undefined;
}
