/** The chosen snapshot, scanned with chains: what pages and reports are about. */
import { err, ok, type Result } from "../model/index.ts";
import { type Scan, scan } from "../work/scan.ts";
import type { Failure } from "./exit.ts";
import { chosenIntent, chosenSnapshot, type InputOptions, snapshotFailure } from "./inputs.ts";
import type { Terminal } from "./terminal.ts";
import { engineVersion } from "./version.ts";

export type ChosenScan = { readonly scan: Scan; readonly path: string };

export async function scanWithChains(
  args: InputOptions,
  terminal: Terminal,
): Promise<Result<ChosenScan, Failure>> {
  const path = chosenSnapshot(args);
  if (!path.ok) return path;
  const intent = chosenIntent(args);
  if (!intent.ok) return intent;
  terminal.progress("evaluating trust policies");
  const scanned = await scan(path.value, {
    config: { intent: intent.value },
    cache: args.cache ?? true,
    engineVersion,
    chains: true,
    tell: (message) => terminal.progress(message),
  });
  return scanned.ok
    ? ok({ scan: scanned.value, path: path.value })
    : err(snapshotFailure(scanned.error, args.snapshot !== undefined));
}
