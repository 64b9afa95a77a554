/** CloudTrail's public keys, asked for: each region signs by keys of its own, which come and go. */
import { type Connection, guarded, isRegionName, refusalOf } from "../../../aws/index.ts";
import { err, ok, type Result } from "../../../model/index.ts";
import { trailGuard } from "../../trail-sql/trail-guard.ts";
import { type DigestKey, publicKeyOf } from "./digest-keys.ts";
import type { KeySpan } from "./key-spans.ts";

type Sdk = typeof import("@aws-sdk/client-cloudtrail");

export type KeyAccess = {
  readonly credentials: Parameters<Connection["configuration"]>[1];
  readonly connection: Connection;
};

/** The calls that are made, each with what it is for; no other is ever sent. */
const digestKeyCalls = [
  {
    call: "ListPublicKeys",
    action: "cloudtrail:ListPublicKeys",
    why: "fetches the keys that a trail's digests are signed by (--digest-keys aws)",
  },
] as const;

/**
 * By CloudTrail's ListPublicKeys, once a region. The error is a sentence for people: no region told any. Where one does not, its
 * digests stay unproven, for a digest that anybody put there may name it.
 */
export async function fetchDigestKeys(
  spans: readonly KeySpan[],
  access: KeyAccess,
  signal: AbortSignal,
): Promise<Result<readonly DigestKey[], string>> {
  const sdk = await import("@aws-sdk/client-cloudtrail");
  const found: DigestKey[] = [];
  const refused: string[] = [];
  for (const span of spans) {
    // A digest says where it is of, and nothing of it is proven yet: the name becomes a part of an address.
    if (!isRegionName(span.region)) continue;
    try {
      found.push(...(await keysOf(span, sdk, access, signal)));
    } catch (cause) {
      signal.throwIfAborted();
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      const { code, message } = refusal;
      refused.push(
        `CloudTrail's keys of ${span.region} can't be fetched (${code}: ${message}): it takes cloudtrail:ListPublicKeys there. Or write to a file what aws cloudtrail list-public-keys prints, and name that`,
      );
    }
  }
  const [first] = refused;
  return found.length === 0 && first !== undefined ? err(first) : ok(found);
}

async function keysOf(
  { region, from, to }: KeySpan,
  sdk: Sdk,
  { connection, credentials }: KeyAccess,
  signal: AbortSignal,
): Promise<readonly DigestKey[]> {
  const client = guarded(
    new sdk.CloudTrailClient(connection.configuration(region, credentials)),
    trailGuard("cloudtrail", digestKeyCalls, region, connection),
  );
  const found: DigestKey[] = [];
  try {
    let token: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListPublicKeysCommand({
          StartTime: new Date(from),
          EndTime: new Date(to),
          ...(token === undefined ? {} : { NextToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const { Value: der, Fingerprint: fingerprint } of page.PublicKeyList ?? []) {
        const key = der === undefined ? null : publicKeyOf(der);
        if (key !== null && fingerprint !== undefined) found.push({ fingerprint, key });
      }
      token = page.NextToken;
    } while (token !== undefined);
  } finally {
    client.destroy();
  }
  return found;
}
