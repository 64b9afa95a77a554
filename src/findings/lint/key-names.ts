/** Whether a condition key is known at all, and what it is: the table of global keys, then the data of the services. */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { globalKeyNames, isTableKey, type KeyType, keyFacts } from "../../authz/keys.ts";
import { nearestName } from "./nearest-name.ts";

export type KnownKeyFacts = { readonly type: KeyType; readonly multiValued: boolean };

/** Global or of sessions, and in neither list. */
const others: ReadonlyMap<string, KnownKeyFacts> = new Map(
  ["aws:sourceowner", "glue:roleassumedby", "glue:credentialissuingservice", "identitystore:userid"].map(
    (name) => [name, { type: "text", multiValued: false }],
  ),
);

/** Null: nobody knows the key. Claims of tokens are known by their form (IAM-SEMANTICS 35). */
export function knownKeyFacts(key: string, catalogue: ActionCatalogue): KnownKeyFacts | null {
  if (isTableKey(key)) return keyFacts(key);
  return catalogue.keyType(key) ?? others.get(key.toLowerCase()) ?? null;
}

/** The key that was likely meant. */
export function nearestKey(key: string, catalogue: ActionCatalogue): string | null {
  const [prefix = ""] = key.toLowerCase().split(":");
  const own = catalogue.conditionKeys.filter((name) => name.toLowerCase().startsWith(`${prefix}:`));
  const near = nearestName(
    key,
    [...globalKeyNames, ...own].filter((name) => !/[*/]$/.test(name)),
  );
  return (
    near ??
    nearestName(
      key,
      catalogue.conditionKeys.filter((name) => !name.includes("*")),
    )
  );
}
