/** The store that `--store` names, for as long as a command needs it. */
import { openStateStore, type StateStore, StateStoreError } from "../store/state/index.ts";
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
