/** Secrets by reference: the configuration names a variable or a file, and the value is read when something is sent. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { err, ok, type Result } from "../model/index.ts";
import { plain } from "../model/plain-text.ts";
import type { ChannelMeans } from "./channel.ts";

export type SecretReference = { readonly env: string } | { readonly file: string };

/** The error is a sentence without the secret. Spaces and line ends around the value are no part of it. */
export function readSecret(
  reference: SecretReference,
  { environment, folder }: Pick<ChannelMeans, "environment" | "folder">,
): Result<string, string> {
  if ("env" in reference) {
    const value = environment[reference.env]?.trim() ?? "";
    return value === "" ? err(`the variable ${plain(reference.env)} is not set`) : ok(value);
  }
  const path = resolve(folder, reference.file);
  try {
    const value = readFileSync(path, "utf8").trim();
    return value === "" ? err(`${plain(path)} is empty`) : ok(value);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    return err(`${plain(path)} can't be read (${code})`);
  }
}

/** Less than this is found in texts by chance. */
const leastLength = 4;

/** A text in which no secret stands; each is taken out wherever it occurs, also as part of an address. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret.length >= leastLength)
    .sort((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, "<secret>"), text);
}

/** What of a secret address must not be told: the whole of it, its path and query, which receivers repeat, and tokens in them. */
export function secretParts(url: URL): readonly string[] {
  const local = `${url.pathname}${url.search}`;
  return [
    url.href,
    ...(local.length > 1 ? [local] : []),
    ...[...url.pathname.split("/"), ...url.searchParams.values()].filter(isSecretLike),
  ];
}

/** A part that may be a token, and no word. */
function isSecretLike(part: string): boolean {
  return part.length >= 16 || (part.length >= 8 && /\d/.test(part));
}
