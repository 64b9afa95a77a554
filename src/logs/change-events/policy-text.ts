/** A policy out of a record: a text, a URL-encoded one, or an object. */

import { decodePolicyText } from "../../model/index.ts";

/** Null: there is none. An object comes as compact JSON. */
export function policyText(value: unknown): string | null {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (typeof value !== "string" || value.trim() === "") return null;
  return decodePolicyText(value);
}
