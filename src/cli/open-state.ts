/** The store that `--store` names, for as long as a command needs it. */
import { existsSync } from "node:fs";
import { openStateStore, parseStateUrl, type StateStore, StateStoreError } from "../store/state/index.ts";
import { failed, inputFailure, type Outcome } from "./exit.ts";

export async function withState(
  url: string,
  body: (store: StateStore) => Promise<Outcome>,
): Promise<Outcome> {
  const opened = await openStateStore(url);
  if (!opened.ok) return failed(inputFailure([opened.error.message], opened.error.advice));
  try {
    return await body(opened.value);
  } catch (cause) {
    if (!(cause instanceof StateStoreError)) throw cause;
    return failed(inputFailure([cause.fault.message], cause.fault.advice));
  } finally {
    await opened.value.close();
  }
}

/** The same for who asks about what is there: a store that is not is a mistyped name, and never an answer that nothing was told. */
export async function withStateThatIs(
  url: string,
  body: (store: StateStore) => Promise<Outcome>,
): Promise<Outcome> {
  const parsed = parseStateUrl(url);
  if (parsed.ok && parsed.value.kind === "sqlite" && !existsSync(parsed.value.path)) {
    return failed(
      inputFailure(
        [`There is no store at ${parsed.value.path}.`],
        "Name the one that accesslens watch has: it makes it.",
      ),
    );
  }
  return withState(url, body);
}
