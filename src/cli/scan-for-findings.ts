/** A scan that holds findings which somebody names, and what to say where it does not. */
import type { FindingList } from "../findings/finding-list.ts";
import { err, ok, type Result } from "../model/index.ts";
import { type Scan, scan } from "../work/scan.ts";
import { type Failure, usageFailure } from "./exit.ts";
import { chosenIntent, chosenSnapshot, type InputOptions, snapshotFailure } from "./inputs.ts";
import type { Terminal } from "./terminal.ts";
import { engineVersion } from "./version.ts";

/** With chains, where one of the findings may be about one, or `chains` asks for them. */
export async function scanForFindings(
  ids: readonly string[],
  args: InputOptions,
  terminal: Terminal,
  { chains }: { readonly chains: boolean } = { chains: false },
): Promise<Result<{ readonly scan: Scan; readonly path: string }, Failure>> {
  const path = chosenSnapshot(args);
  if (!path.ok) return path;
  const intent = chosenIntent(args);
  if (!intent.ok) return intent;
  const options = { config: { intent: intent.value }, engineVersion };
  const tell = (message: string): void => terminal.progress(message);
  let scanned = await scan(path.value, { ...options, tell, chains: chains ? true : "kept" });
  if (!scanned.ok) return err(snapshotFailure(scanned.error, args.snapshot !== undefined));
  const known = scanned.value;
  if (ids.some((id) => isUnknown(id, known))) {
    // Perhaps of a scan with chains that left no cache.
    scanned = await scan(path.value, { ...options, chains: true, tell });
    if (!scanned.ok) return err(snapshotFailure(scanned.error, args.snapshot !== undefined));
  }
  return ok({ scan: scanned.value, path: path.value });
}

/** It looks like an id, and no finding has it; where chains were looked at, nothing else is to be done. */
function isUnknown(id: string, { findings, reach }: Scan): boolean {
  const start = id.toLowerCase();
  return (
    reach === null &&
    /^[0-9a-f]{4,16}$/.test(start) &&
    !findings.summaries.some((one) => one.id.startsWith(start))
  );
}

const leastCharacters = 4;

/** What to say of an id that the list does not find. */
export function notOne(id: string, { summaries }: FindingList, path: string): Failure {
  if (id.length < leastCharacters) {
    return usageFailure(
      `${JSON.stringify(id)} is too short for a finding's id`,
      `Give at least ${leastCharacters} of its characters; accesslens scan lists the findings with their ids.`,
    );
  }
  const alike = summaries.filter((summary) => summary.id.startsWith(id.toLowerCase()));
  if (alike.length === 0) {
    return usageFailure(
      `no finding of ${path} has an id that begins with ${JSON.stringify(id)}`,
      "accesslens scan lists the findings with their ids. One that was mended, or that a switched-off rule had found, is gone.",
    );
  }
  return usageFailure(
    `${alike.length} findings of ${path} have ids that begin with ${JSON.stringify(id)}`,
    `Give more of it: ${alike
      .slice(0, 5)
      .map((summary) => summary.id)
      .join(", ")}${alike.length > 5 ? ", …" : ""}`,
  );
}
