/** What was found of records → events. Texts of an event share memory with those of its neighbours: whoever keeps one copies it. */
import { isAscii } from "node:buffer";
import type { TrailEvent } from "../../../model/index.ts";
import { trailEventOf } from "../record/trail-event-of.ts";
import { eventOfValue } from "./event-of-value.ts";
import { RecordView } from "./members/record-view.ts";
import { blockMark, type RecordBatch } from "./record-batches.ts";

const view = new RecordView();

export function eventsOfBatch(
  { room: { bytes, numbers: told }, told: toldEnd, mayWrap }: RecordBatch,
  onFault: (why: string) => void,
): TrailEvent[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const events: TrailEvent[] = [];
  for (let index = 0; index < toldEnd; ) {
    const first = told[index++] ?? 0;
    let record: unknown = view.record;
    if (first < 0) {
      const start = told[index++] ?? 0;
      const end = told[index++] ?? 0;
      if (first === blockMark) {
        const isPlain = isAscii(buffer.subarray(start, end));
        view.open(buffer, start, buffer.toString("latin1", start, end), isPlain);
        continue;
      }
      const parsed: unknown = JSON.parse(buffer.toString("utf8", start, end));
      record = mayWrap ? eventOfValue(parsed) : parsed;
    } else {
      view.show(told, index, index + first);
      index += first;
    }
    const event = record === null ? null : trailEventOf(record);
    if (event === null) continue;
    if (event.ok) events.push(event.value);
    else onFault(event.error.why);
  }
  return events;
}
