/** Fails when the new version of a policy allows what the old one did not: node compare-in-ci.ts BEFORE AFTER */
import { readFileSync } from "node:fs";
import { compare } from "accesslens";

const [before, after] = process.argv.slice(2);
const beside = (name: string): URL => new URL(name, import.meta.url);
const compared = compare(
  readFileSync(before ?? beside("policies/before.json"), "utf8"),
  readFileSync(after ?? beside("policies/after.json"), "utf8"),
);

if (!compared.ok) {
  console.error(`${compared.error.at}: ${compared.error.message}. ${compared.error.advice}`);
  process.exitCode = 2;
} else if (compared.value.bWithinA) {
  console.log("It allows nothing that it did not allow before.");
} else {
  console.log("It allows more than before. For example:");
  console.log(JSON.stringify(compared.value.onlyInB, null, 2));
  for (const reason of compared.value.reasons) console.log(`  not sure: ${reason}`);
  process.exitCode = 1;
}
