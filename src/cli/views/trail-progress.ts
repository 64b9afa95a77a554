/** How far the reading of a trail has come, in one line. */
import type { TrailProgress } from "../../logs/index.ts";
import { counted } from "../../report/plain.ts";
import { duration } from "./collection-progress.ts";

/** Below that, a rate means nothing yet. */
const leastMilliseconds = 5000;

/** `reading the trail: 1204 records, 10.5 MB of 42.0 MB, about 2 min left`; supposing that it goes on as fast as until now. */
export function trailProgressLine(
  { records, bytes, bytesInAll }: Pick<TrailProgress, "records" | "bytes" | "bytesInAll">,
  elapsedMilliseconds: number,
): string {
  const read = `reading the trail: ${counted(records, "record")}, ${megabytes(bytes)}`;
  if (bytesInAll === null) return read;
  const left = Math.max(0, bytesInAll - bytes);
  const isEarly = elapsedMilliseconds < leastMilliseconds || bytes === 0;
  return `${read} of ${megabytes(bytesInAll)}${isEarly ? "" : `, about ${duration((left * elapsedMilliseconds) / bytes)} left`}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
