/** Records as bytes → events. Texts of an event share memory with those of its neighbours: whoever keeps one for long copies it. */
import { isAscii } from "node:buffer";
import type { TrailEvent } from "../../../model/index.ts";
import { trailEventOf } from "../record/trail-event-of.ts";
import { eventOfValue } from "./event-of-value.ts";
import { RecordView } from "./members/record-view.ts";
import { type RecordBatch, recordNumbers, untold } from "./record-batches.ts";

/** So many bytes become one text: few enough that it is made and dropped at next to no cost. */
const pieceBytes = 1 << 15;

const view = new RecordView();

export function eventsOfBatch(
  { room: { bytes, numbers: told }, told: toldEnd, mayWrap }: RecordBatch,
  onFault: (why: string) => void,
): TrailEvent[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const events: TrailEvent[] = [];
  let pieceEnd = 0;
  for (let index = 0; index < toldEnd; ) {
    const start = told[index] ?? 0;
    const end = told[index + 1] ?? 0;
    const numbers = told[index + 2] ?? untold;
    index += recordNumbers;
    let record: unknown = view.record;
    if (numbers === untold) {
      const parsed: unknown = JSON.parse(buffer.toString("utf8", start, end));
      record = mayWrap ? eventOfValue(parsed) : parsed;
    } else {
      if (end > pieceEnd) {
        pieceEnd = Math.min(buffer.length, Math.max(end, start + pieceBytes));
        const isPlain = isAscii(buffer.subarray(start, pieceEnd));
        view.open(buffer, start, buffer.toString("latin1", start, pieceEnd), isPlain);
      }
      view.show(start, told, index, index + numbers);
      index += numbers;
    }
    const event = record === null ? null : trailEventOf(record);
    if (event === null) continue;
    if (event.ok) events.push(event.value);
    else onFault(event.error.why);
  }
  return events;
}
