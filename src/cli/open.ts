/** Opens the chosen snapshot with the chosen intent. */
import { err, ok, type Result } from "../model/index.ts";
import { lastSnapshot } from "../store/last-snapshot.ts";
import { type Engine, openEngine } from "../work/engine.ts";
import type { Failure } from "./exit.ts";
import { chosenIntent, chosenSnapshot, type InputOptions, snapshotFailure } from "./inputs.ts";
import { engineVersion } from "./version.ts";

export type Opened = { readonly engine: Engine; readonly path: string };

export async function openChosen(options: InputOptions): Promise<Result<Opened, Failure>> {
  const path = chosenSnapshot(options);
  if (!path.ok) return path;
  const intent = chosenIntent(options);
  if (!intent.ok) return intent;
  const engine = await openEngine(path.value, {
    config: { intent: intent.value },
    cache: options.cache ?? true,
    engineVersion,
  });
  return engine.ok
    ? ok({ engine: engine.value, path: path.value })
    : err(snapshotFailure(engine.error, options.snapshot !== undefined));
}

/** Null: none is named and none was written before; then less can be told. */
export async function openIfAny({
  format,
  snapshot,
}: Pick<InputOptions, "format" | "snapshot">): Promise<Engine | Failure | null> {
  if (snapshot === undefined && lastSnapshot() === null) return null;
  const opened = await openChosen({ format, ...(snapshot === undefined ? {} : { snapshot }) });
  if (opened.ok) return opened.value.engine;
  // One that was only remembered may be gone.
  return snapshot === undefined ? null : opened.error;
}
