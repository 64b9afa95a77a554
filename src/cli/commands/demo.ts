/** `accesslens demo`: a made-up organization through the real import, scanned, with the next commands to try. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importDirectory, placeOf } from "../../collect/files/index.ts";
import { emptyIntent } from "../../findings/intent.ts";
import { plain } from "../../report/plain.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import { writeDemo } from "../../synth/index.ts";
import { scan } from "../../work/scan.ts";
import { done, failed, inputFailure, type Outcome } from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { engineVersion } from "../version.ts";
import { printFindings } from "../views/findings-table.ts";
import { printOverview } from "../views/overview.ts";

export async function runDemo(args: { readonly dir?: string }, terminal: Terminal): Promise<Outcome> {
  const folder = args.dir ?? mkdtempSync(join(tmpdir(), "accesslens-demo-"));
  // What stands there may be somebody's own: written only where nothing is yet.
  const data = join(folder, "iam-data");
  const snapshotPath = join(folder, "acme.alens");
  const now = Math.floor(Date.now() / 1000);
  const made = await writeDemo(data, { now });
  if (!made.ok) return failed(inputFailure([`${made.error.path}: ${made.error.message}`], made.error.advice));
  const imported = await importDirectory(data, { keepGoing: false, createdAt: now });
  if (!imported.ok) {
    return failed(
      inputFailure(
        imported.error.map((error) => `${placeOf(error)}: ${error.message}`),
        null,
      ),
    );
  }
  const written = await writeSnapshot(snapshotPath, imported.value.snapshot);
  if (!written.ok) return failed(snapshotFailure(written.error));
  rememberSnapshot(snapshotPath);
  const scanned = await scan(snapshotPath, { config: { intent: emptyIntent }, engineVersion });
  if (!scanned.ok) return failed(snapshotFailure(scanned.error));
  terminal.line(`Acme, a made-up company: its IAM data is in ${plain(data)},`);
  terminal.line(`read into the snapshot ${plain(snapshotPath)} as yours would be.`);
  terminal.line();
  printOverview(scanned.value, terminal);
  terminal.line();
  const chosen = scanned.value.findings.summaries.map((summary) => ({
    summary,
    status: "open" as const,
    acceptance: null,
  }));
  printFindings(
    scanned.value,
    chosen,
    { limit: 15, maskExternalIds: true, snapshot: { path: snapshotPath, named: null } },
    terminal,
  );
  const [worst] = chosen;
  terminal.line();
  terminal.line(terminal.style("bold", "Try next (from a checkout: npm run -s accesslens -- …)"));
  terminal.line(
    "  accesslens serve                                 # the map, findings and ways in the browser",
  );
  if (worst !== undefined) {
    terminal.line(`  accesslens explain ${worst.summary.id.slice(0, 8)}`);
    terminal.line(`  accesslens who-can-assume ${plain(worst.summary.subject)}`);
    terminal.line(`  accesslens show account ${worst.summary.account}`);
  }
  terminal.line("  accesslens scan --fail-on high");
  terminal.line(
    "  accesslens import ./iam-data --out org.alens     # your own: docs/formats.md says which files",
  );
  return done;
}
