/** Signatures of the Standard Webhooks scheme: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
import { createHmac } from "node:crypto";

/**
 * The three headers. `id` is the same each time that the same message is sent, by which receivers know it again. `secret`:
 * `whsec_` and base64, or any other text, whose bytes are the key; several with `whsec_`, with spaces between, sign one after the
 * other, so that a secret can be replaced while both count.
 */
export function signedHeaders(
  id: string,
  nowMilliseconds: number,
  body: string,
  secret: string,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMilliseconds / 1000));
  const signatures = keysOf(secret).map((key) => {
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    return `v1,${signature}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

const prefix = "whsec_";

function keysOf(secret: string): readonly Buffer[] {
  const parts = secret.split(/\s+/);
  if (!parts.every((part) => part.startsWith(prefix))) return [Buffer.from(secret, "utf8")];
  return parts.map((part) => Buffer.from(part.slice(prefix.length), "base64"));
}
