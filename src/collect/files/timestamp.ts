/** AWS's points in time: ISO 8601 texts, or seconds since 1970 as a number. */
import type { JsonObject } from "./json-file.ts";

const isoPattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** What the snapshot's columns hold; 0 and the largest number have a meaning of their own there. */
const latest = 0xfffffffe;

/** Whole seconds since 1970, UTC; null where the member is missing or faulty. */
export function timestamp(object: JsonObject, name: string): number | null {
  const value = object.optional(name);
  if (value === null) return null;
  const seconds = value.node.kind === "number" ? value.number(name) : fromText(value.text(name));
  if (seconds !== null && seconds >= 1 && seconds <= latest) return Math.floor(seconds);
  return value.fail(`${name} should be a time such as "2026-01-31T12:00:00Z", not ${value.shown()}`);
}

function fromText(text: string | null): number | null {
  if (text === null || !isoPattern.test(text)) return null;
  const milliseconds = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
