/** Which statements have to go so that somebody can't become administrator any more? */
import { readFileSync } from "node:fs";
import { chokepoints, readSnapshot } from "accesslens";

const snapshot = readSnapshot(readFileSync(new URL("organization.ndjson", import.meta.url), "utf8"));
if (!snapshot.ok) throw new Error(`${snapshot.error.at}: ${snapshot.error.message}`);

const found = chokepoints(snapshot.value, { from: "arn:aws:iam::111111111111:user/ada", over: "statements" });
if (!found.ok) {
  console.error(`${found.error.at}: ${found.error.message}. ${found.error.advice}`);
  process.exitCode = 1;
} else if (found.value.over === "statements") {
  const { kind, cut, minimum, atLeast } = found.value;
  console.log(kind, minimum ? "(fewer do not suffice)" : `(at least ${atLeast} are needed)`);
  for (const { policy, statement, needed } of cut) {
    console.log(`  ${statement ?? "detach"} of ${policy}`);
    console.log(`    or else: ${needed.map(({ from, to }) => `${from} → ${to}`).join(", ")}`);
  }
}
