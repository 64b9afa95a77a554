/** Records as bytes → events. */
import { isAscii } from "node:buffer";
import type { TrailEvent } from "../../../model/index.ts";
import { trailEventOf } from "../record/trail-event-of.ts";
import { eventOfValue } from "./event-of-value.ts";
import type { RecordBatch } from "./record-batches.ts";

export function eventsOfBatch({ bytes, mayWrap }: RecordBatch, onFault: (why: string) => void): TrailEvent[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // Of bytes that are all ASCII a text is a copy.
  const records: readonly unknown[] = JSON.parse(buffer.toString(isAscii(buffer) ? "latin1" : "utf8"));
  const events: TrailEvent[] = [];
  for (const record of records) {
    const value = mayWrap ? eventOfValue(record) : record;
    const event = value === null ? null : trailEventOf(value);
    if (event === null) continue;
    if (event.ok) events.push(event.value);
    else onFault(event.error.why);
  }
  return events;
}
