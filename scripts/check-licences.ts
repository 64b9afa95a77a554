/** Holds every production dependency, however deep, to a permissive licence (or unmodified EPL or MPL). */
import { readFileSync } from "node:fs";

const accepted = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "Python-2.0",
  "EPL-2.0",
  "MPL-2.0",
]);

type Lock = { readonly packages: Record<string, { readonly dev?: boolean; readonly version?: string }> };
const lock: Lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const refused: string[] = [];
let count = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === "" || entry.dev === true) continue;
  const manifest: { readonly license?: unknown } = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
  const licence = typeof manifest.license === "string" ? manifest.license : "none stated";
  count += 1;
  const alternatives = licence.replaceAll(/[()]/g, "").split(" OR ");
  if (!alternatives.some((one) => one.split(" AND ").every((part) => accepted.has(part)))) {
    refused.push(`${path}@${entry.version}: ${licence}`);
  }
}
if (refused.length > 0) {
  console.error(`licences that the product can't ship with:\n  ${refused.join("\n  ")}`);
  process.exitCode = 1;
} else {
  console.log(`${count} production dependencies, all under accepted licences`);
}
