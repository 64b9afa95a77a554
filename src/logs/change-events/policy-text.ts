/** A policy out of a record: a text, a URL-encoded one, or an object. */

/** Null: there is none. An object comes as compact JSON. */
export function policyText(value: unknown): string | null {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (typeof value !== "string" || value.trim() === "") return null;
  // JSON of a policy begins with a brace; an encoded one with the brace encoded, or with what no JSON has after it.
  if (!/^\s*(?:%7B|\{\s*%(?:22|7D|20|09|0A|0D))/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
