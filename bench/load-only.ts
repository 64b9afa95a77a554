/** Loads a snapshot, cold or by its cache (second argument "cache"), and prints the seconds that it took. */
import { openSnapshot } from "../src/store/index.ts";

const [, , path = "", how] = process.argv;
const started = performance.now();
const opened = await openSnapshot(path, {
  cache: how === "cache",
  engineVersion: "bench",
  configHash: "bench",
});
if (!opened.ok) throw new Error(opened.error.message);
if (opened.value.snapshot.roles.count === 0) throw new Error("no roles");
console.log((performance.now() - started) / 1000);
if (how === "cache" && !opened.value.fromCache) await opened.value.cache.write([]);
