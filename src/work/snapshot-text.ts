/** A snapshot from the decompressed text of its file, without a file. */
import { err, type Result, type Snapshot } from "../model/index.ts";
import { type LineError, SnapshotDecoder } from "../store/decode-snapshot.ts";
import { migrations } from "../store/format.ts";

/** `lines`: the text whole, or line by line where it is longer than a text may be. */
export function snapshotOfText(lines: string | Iterable<string>): Result<Snapshot, LineError> {
  const decoder = new SnapshotDecoder(migrations);
  for (const line of typeof lines === "string" ? linesOf(lines) : lines) {
    const fault = decoder.line(line);
    if (fault !== null) return err(fault);
  }
  return decoder.finish();
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
