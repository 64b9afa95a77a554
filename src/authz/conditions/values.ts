/** What the requests of a situation are known to bring for a condition key. */

export type KeyValue =
  | { readonly kind: "absent" }
  /** One text, or for a key with many values all of them; never empty. */
  | { readonly kind: "known"; readonly texts: readonly string[] }
  /** Any value; `always`: absent in none. */
  | { readonly kind: "open"; readonly presence: "always" | "maybe" };

/** Tells, for a lower-case key name, what is known. */
export type Lookup = (name: string) => KeyValue;

export const absent: KeyValue = { kind: "absent" };
export const open: KeyValue = { kind: "open", presence: "maybe" };
export const openAlways: KeyValue = { kind: "open", presence: "always" };

export function known(...texts: readonly string[]): KeyValue {
  return { kind: "known", texts };
}
