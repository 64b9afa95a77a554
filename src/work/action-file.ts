/** The port that reads the action data which the build puts beside the program. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type ActionCatalogue, readActionCatalogue } from "../authz/action-catalogue.ts";

/** Beside the bundle; for a run from the sources, where the last build put it. */
const places = ["./actions.json", "../../dist/actions.json"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

let opened: ActionCatalogue | null = null;

/** Read once. Without the file, or with one that is damaged, the installation is broken, which is a bug. */
export function openActionCatalogue(): ActionCatalogue {
  if (opened === null) {
    const catalogue = readActionCatalogue(textOf());
    if (!catalogue.ok) throw new Error(`the action data is damaged: ${catalogue.error}`);
    opened = catalogue.value;
  }
  return opened;
}

function textOf(): string {
  for (const place of places) {
    try {
      return readFileSync(place, "utf8");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  throw new Error(`the action data is missing: ${places.join(", ")}`);
}
