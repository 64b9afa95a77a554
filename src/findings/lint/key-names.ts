/** Whether a condition key is known at all, and what it is: the table of global keys, then the data of the services. */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { globalKeyNames, isTableKey, type KeyType, keyFacts } from "../../authz/keys.ts";
import { nearestName } from "./nearest-name.ts";

export type KnownKeyFacts = { readonly type: KeyType; readonly multiValued: boolean };

/** Global or of sessions, and in neither list. */
const others: ReadonlyMap<string, KnownKeyFacts> = new Map(
  [
    "aws:sourceowner",
    "aws:principalorgmasteraccountid",
    "glue:roleassumedby",
    "glue:credentialissuingservice",
    "identitystore:userid",
  ].map((name) => [name, { type: "text", multiValued: false }]),
);

/** Null: nobody knows the key. Claims of tokens are known by their form (IAM-SEMANTICS 35). */
export function knownKeyFacts(key: string, catalogue: ActionCatalogue): KnownKeyFacts | null {
  if (isTableKey(key)) return keyFacts(key);
  return others.get(key.toLowerCase()) ?? catalogue.keyType(key);
}

/** Keys of sessions that any request may bring, whichever service listed them. */
export function isGlobalKey(key: string): boolean {
  return others.has(key.toLowerCase()) || isTableKey(key);
}

/** The key that was likely meant: one that is spelled alike, or of the same name with another prefix. */
export function nearestKey(key: string, catalogue: ActionCatalogue): string | null {
  const lower = key.toLowerCase();
  const prefix = lower.slice(0, lower.indexOf(":") + 1);
  const name = lower.slice(prefix.length);
  const all = [...globalKeyNames, ...catalogue.conditionKeys].filter((one) => !/[*/]$/.test(one));
  const own = all.filter((one) => one.toLowerCase().startsWith(prefix));
  return nearestName(key, own) ?? all.find((one) => one.toLowerCase().endsWith(`:${name}`)) ?? null;
}
