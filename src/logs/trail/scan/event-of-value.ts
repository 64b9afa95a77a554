/** A record as it was parsed → the event in it: itself, or what a wrapper of Lake's, EventBridge's or `lookup-events`' holds. */

const wrappers = ["eventData", "event", "detail", "CloudTrailEvent"] as const;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null: there is none. What names a call itself is an event, whatever it holds besides. */
export function eventOfValue(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isObject(value)) return null;
  if (Object.hasOwn(value, "eventName") && Object.hasOwn(value, "eventSource")) return value;
  for (const key of wrappers) {
    if (!Object.hasOwn(value, key)) continue;
    const inner = parsed(value[key]);
    if (isObject(inner) && Object.hasOwn(inner, "eventName")) return inner;
  }
  return Object.hasOwn(value, "eventName") ? value : null;
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
