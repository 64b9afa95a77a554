import type { StateStore } from "../../../src/store/state/index.ts";

/** A store over an empty database of its own, closed when the test ends; `again`: another one over the same database. */
export type Opened = { readonly store: StateStore; readonly again: () => Promise<StateStore> };
export type OpenEmpty = () => Promise<Opened>;
