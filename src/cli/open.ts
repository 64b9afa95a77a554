/** Opens the chosen snapshot with the chosen intent. */
import { err, ok, type Result } from "../model/index.ts";
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
