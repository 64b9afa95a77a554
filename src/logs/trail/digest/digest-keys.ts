/** The public keys that CloudTrail signs digests with: one a region and time, told by `aws cloudtrail list-public-keys`. */
import { createPublicKey, type KeyObject } from "node:crypto";

/** `fingerprint`: null for a key that was given by itself, which is tried for all digests. */
export type DigestKey = { readonly fingerprint: string | null; readonly key: KeyObject };

/** From what `list-public-keys` tells as JSON, or a key as PEM. Null: it is neither. */
export function digestKeysOf(text: string): readonly DigestKey[] | null {
  try {
    if (text.includes("-----BEGIN")) return pemKeys(createPublicKey(text));
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("PublicKeyList" in value)) return null;
    const { PublicKeyList: list } = value;
    if (!Array.isArray(list)) return null;
    const keys = list.map(keyOf);
    return keys.every((key) => key !== null) ? keys : null;
  } catch {
    // Whatever is wrong with it: it is no key.
    return null;
  }
}

/** CloudTrail's keys are of RSA. */
function pemKeys(key: KeyObject): readonly DigestKey[] | null {
  return key.asymmetricKeyType === "rsa" ? [{ fingerprint: null, key }] : null;
}

/** CloudTrail tells PKCS #1 in DER, as base64. */
function keyOf(value: unknown): DigestKey | null {
  if (typeof value !== "object" || value === null || !("Value" in value) || !("Fingerprint" in value))
    return null;
  const { Value: der, Fingerprint: fingerprint } = value;
  if (typeof der !== "string" || typeof fingerprint !== "string") return null;
  const key = publicKeyOf(Buffer.from(der, "base64"));
  return key === null ? null : { fingerprint, key };
}

/** PKCS #1 in DER. Null: it is none. */
export function publicKeyOf(der: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(der), format: "der", type: "pkcs1" });
  } catch {
    return null;
  }
}
