/** By which key a resource is encrypted: whoever reads it needs the key as well. */

import { type Refusal, refusalOf } from "../../../aws/index.ts";
import {
  bucketKey,
  keyFacts,
  queueKey,
  secretFacts,
  tableKey,
  topicKey,
  type WriteAccess,
} from "../../../aws/writes/index.ts";
import type { GrantResource } from "../../../provision/index.ts";

export type Encryption =
  /** By nothing that asks for a permission. */
  | { readonly kind: "none" }
  /** By a key of AWS, which other accounts can't be let use. */
  | { readonly kind: "aws-key"; readonly key: string }
  | { readonly kind: "key"; readonly arn: string }
  /** AWS does not let us look. */
  | { readonly kind: "unknown"; readonly what: string; readonly refusal: Refusal };

export async function encryptionOf(resource: GrantResource, access: WriteAccess): Promise<Encryption> {
  try {
    const key = await keyOf(resource, access);
    if (key === null) return { kind: "none" };
    if (/^alias\/aws\//.test(key)) return { kind: "aws-key", key };
    const facts = await keyFacts(key, access);
    return facts.manager === "aws" ? { kind: "aws-key", key } : { kind: "key", arn: facts.arn };
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return { kind: "unknown", what: resource.arn, refusal };
  }
}

/** An id, an ARN or an alias; null: none. */
async function keyOf({ kind, name, arn }: GrantResource, access: WriteAccess): Promise<string | null> {
  switch (kind) {
    case "bucket":
      return bucketKey(name, access);
    case "queue":
      return queueKey(name, access);
    case "topic":
      return topicKey(arn, access);
    case "secret":
      return (await secretFacts(arn, access)).key ?? "alias/aws/secretsmanager";
    case "table":
      return tableKey(arn, access);
    case "access-point":
    case "key":
    case "function":
    case "repository":
    case "event-bus":
      return null;
  }
}
