/** The name that a kept session has: by everything that another session could differ in. */
import { createHash } from "node:crypto";
import { settingsOfProfile } from "../../../collect/live/index.ts";
import type { SessionWish } from "../../../provision/sessions/index.ts";
import type { SourceSettings } from "./session-source.ts";

/** Where credentials come from when no profile is named, in the environment; values that are secret are not looked at. */
const sources = [
  "AWS_ACCESS_KEY_ID",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_STS",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
];

/**
 * `host`: instances and containers have credentials of their own under the same address, and may share a home. 64 hexadecimal digits; the wish,
 * with its external ID, can't be read off them.
 */
export async function cacheKey(
  wish: SessionWish,
  { profile, region, fips, secondFactor }: Omit<SourceSettings, "code">,
  environment: Readonly<Record<string, string | undefined>>,
  host: string,
): Promise<string> {
  const facts = {
    wish,
    profile,
    settings: await settingsOfProfile(profile),
    region,
    fips,
    secondFactor,
    host,
    environment: sources.map((name) => environment[name] ?? null),
  };
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}
