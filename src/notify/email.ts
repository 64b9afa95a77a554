/** Alerts by e-mail, over SMTP. */

import type { Transporter } from "nodemailer";
import type { Alert } from "../model/index.ts";
import { plain } from "../model/plain-text.ts";
import { answerTimeout } from "./answer-timeout.ts";
import {
  type ChannelMeans,
  delivered,
  type OpenChannel,
  refused,
  type SendResult,
  tryAgain,
} from "./channel.ts";
import { htmlOf } from "./html-message.ts";
import { readSecret, withoutSecrets } from "./secrets.ts";
import { type ChannelOf, passwordReference } from "./settings.ts";
import { cut } from "./story/lines.ts";
import { storyOf, wholeStory } from "./story/story.ts";
import { textOf } from "./text-message.ts";

export type EmailMessage = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** As long as a line may be in most programs that show it. */
const mostSubject = 150;

export function emailMessage(alert: Alert): EmailMessage {
  const story = storyOf(alert, wholeStory);
  return {
    subject: cut(plain(`[${alert.severity.toUpperCase()}] ${alert.title}`), mostSubject),
    text: textOf(story),
    html: htmlOf(story),
  };
}

/** A connection for each message: alerts are few, and servers end those that are idle. */
export function openEmail(settings: ChannelOf<"email">, means: ChannelMeans): OpenChannel {
  return {
    name: settings.name,
    send: (alert, signal) => send(alert, settings, means, signal),
    close() {},
  };
}

async function send(
  alert: Alert,
  settings: ChannelOf<"email">,
  means: ChannelMeans,
  signal: AbortSignal,
): Promise<SendResult> {
  const reference = passwordReference(settings);
  const password = reference === null ? null : readSecret(reference, means);
  if (password !== null && !password.ok) return tryAgain(`the password is missing: ${password.error}`);
  const secret = password === null ? "" : password.value;
  const { createTransport } = await import("nodemailer");
  const milliseconds = settings.timeoutSeconds * 1000;
  const transport = createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.encryption === "tls",
    requireTLS: settings.encryption === "starttls",
    ignoreTLS: settings.encryption === "none",
    ...(settings.user === undefined ? {} : { auth: { user: settings.user, pass: secret } }),
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const ended = AbortSignal.any([signal, answerTimeout(milliseconds)]);
  return new Promise((resolve) => {
    const giveUp = (): void => {
      transport.close();
      resolve(
        tryAgain(
          signal.aborted ? "given up: the process is ending" : `no end within ${settings.timeoutSeconds} s`,
        ),
      );
    };
    if (ended.aborted) giveUp();
    ended.addEventListener("abort", giveUp, { once: true });
    submit(alert, settings, transport)
      .catch((cause: unknown) => failure(cause, secret))
      .then((result) => {
        ended.removeEventListener("abort", giveUp);
        transport.close();
        resolve(result);
      });
  });
}

async function submit(
  alert: Alert,
  settings: ChannelOf<"email">,
  transport: Transporter,
): Promise<SendResult> {
  const { subject, text, html } = emailMessage(alert);
  const info: unknown = await transport.sendMail({
    from: settings.from,
    to: [...settings.to],
    subject,
    text,
    html,
    // The same each time that it is sent: mail programs show it once.
    messageId: `<${alert.id}@accesslens>`,
    headers: {
      "X-AccessLens-Alert": alert.id,
      "X-AccessLens-Severity": alert.severity,
      "Auto-Submitted": "auto-generated",
    },
  });
  const rejected = addressesIn(info, "rejected");
  if (rejected.length === 0) return delivered("accepted by the server");
  const accepted = addressesIn(info, "accepted");
  return refused(`the server took it for ${accepted.join(", ")} and not for ${rejected.join(", ")}`);
}

function addressesIn(info: unknown, member: "accepted" | "rejected"): readonly string[] {
  if (typeof info !== "object" || info === null) return [];
  const found: unknown = Object.entries(info).find(([name]) => name === member)?.[1];
  return Array.isArray(found) ? found.map((one) => plain(String(one))) : [];
}

/**
 * SMTP's answers: 5xx to the message or its recipients is for good; all else may pass later, also a password that is wrong (535), which
 * ends when somebody puts it right.
 */
function failure(cause: unknown, secret: string): SendResult {
  const entries = new Map(cause instanceof Error ? Object.entries(cause) : []);
  const code = entries.get("responseCode");
  const message = cause instanceof Error ? cause.message : String(cause);
  const text = cut(plain(withoutSecrets(message, [secret, Buffer.from(secret).toString("base64")])), 200);
  const isForGood =
    typeof code === "number" && code >= 550 && code < 560 && entries.get("command") !== "CONN";
  return isForGood ? refused(text) : tryAgain(text);
}
