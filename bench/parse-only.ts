/** The ceiling of loading: decompress the snapshot and JSON.parse its lines, nothing else. Prints the seconds. */
import { readFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";

const [, , path = ""] = process.argv;
const started = performance.now();
const bytes = zstdDecompressSync(readFileSync(path));
const kept: unknown[] = [];
let from = 0;
for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
  kept.push(JSON.parse(bytes.toString("utf8", from, end)));
  from = end + 1;
}
if (kept.length === 0) throw new Error("no lines");
console.log((performance.now() - started) / 1000);
