/** The file of known networks: one a line, `CIDR` for the user's own, `CIDR,COUNTRY` for where others lie; `#` begins a remark. */
import { readFileSync } from "node:fs";
import { err, ok, type Result } from "../../model/index.ts";
import { type KnownNetwork, readNetwork } from "../../trail/index.ts";
import type { FileFault } from "../yaml-file.ts";

export function readKnownNetworks(path: string): Result<readonly KnownNetwork[], FileFault> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return err({ place: path, message, advice: "Name a file that can be read." });
  }
  const found: KnownNetwork[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const told = line.replace(/#.*$/, "").trim();
    if (told === "") continue;
    const [cidr = "", country, ...more] = told.split(",").map((part) => part.trim());
    const network = readNetwork(cidr);
    const isCountry = country === undefined || /^[A-Z]{2}$/.test(country);
    if (network === null || !isCountry || more.length > 0) {
      return err({
        place: `${path}, line ${index + 1}`,
        message: `${JSON.stringify(told)} is no network`,
        advice: "Write 192.0.2.0/24 for one of yours, or 192.0.2.0/24,DE for one of a country.",
      });
    }
    found.push({ ...network, country: country ?? null });
  }
  return ok(found);
}
