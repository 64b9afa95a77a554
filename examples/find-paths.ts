/** How does somebody become administrator, and what does the first step to prevent it rest on? */
import { readFileSync } from "node:fs";
import { findPaths, readSnapshot } from "accesslens";

// Of a file that `accesslens import` wrote: zstdDecompressSync(readFileSync("org.alens")).toString(), with node:zlib.
const snapshot = readSnapshot(readFileSync(new URL("organization.ndjson", import.meta.url), "utf8"));
if (!snapshot.ok) throw new Error(`${snapshot.error.at}: ${snapshot.error.message}`);

const found = findPaths(snapshot.value, { from: "arn:aws:iam::111111111111:user/ada", to: "admin" });
if (!found.ok) {
  console.error(`${found.error.at}: ${found.error.message}. ${found.error.advice}`);
  process.exitCode = 1;
} else {
  for (const { hops, proven } of found.value.paths) {
    console.log(proven ? "It can:" : "It may:");
    for (const { from, to, kind, title, guard = [], evidence } of hops) {
      console.log(`  ${from} ${title ?? kind} → ${to}`);
      for (const { key, operator, values } of guard) console.log(`    if ${key} ${operator} ${values}`);
      for (const { policy, lines } of evidence) console.log(`    by ${policy}, lines ${lines.join("–")}`);
    }
  }
  if (!found.value.complete) console.log("There are more ways.");
}
