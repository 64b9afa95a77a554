/** The organization as far as a watch knows it: a snapshot, and on it all that was settled since, by this process or another. */
import { shareControlLibraries } from "../../authz/index.ts";
import type { AccountId, Subject } from "../../model/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { type Engine, engineOf } from "../engine.ts";
import { recordOf, type SubjectRecord, withRecords } from "./subject-record.ts";

/** Subjects' states that are taken up at a time. */
const statesAtOnce = 500;

export class KnownOrganization {
  #engine: Engine;
  #sequence = 0;
  /** Accounts of the snapshot itself. */
  readonly #first: ReadonlySet<AccountId>;
  readonly #onChange: (engine: Engine, subjects: readonly Subject[]) => void;

  /** `onChange` is told when somebody else's settlements are taken up. */
  constructor(engine: Engine, onChange: (engine: Engine, subjects: readonly Subject[]) => void) {
    this.#engine = engine;
    this.#first = new Set(engine.snapshot.accounts.map(({ id }) => id));
    this.#onChange = onChange;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** Accounts that the snapshot did not have, and that nothing is known of but that they belong to the organization. */
  get joined(): readonly AccountId[] {
    return this.#engine.snapshot.accounts.flatMap(({ id, inOrganization, hasData, status }) =>
      inOrganization && !hasData && status === "ACTIVE" && !this.#first.has(id) ? [id] : [],
    );
  }

  /** Takes up what was settled since, but for what the snapshot itself was read after. */
  async catchUp(store: StateStore): Promise<void> {
    const records: SubjectRecord[] = [];
    for (;;) {
      const states = await store.subjectStatesAfter(this.#sequence, statesAtOnce);
      for (const { state, readAt, sequence } of states) {
        const record = recordOf(state);
        if (record !== null && this.isNewer(readAt)) records.push(record);
        this.#sequence = Math.max(this.#sequence, sequence);
      }
      if (states.length < statesAtOnce) break;
    }
    if (records.length === 0) return;
    this.#engine = await this.engineWith(records);
    this.#onChange(
      this.#engine,
      records.map(({ subject }) => subject),
    );
  }

  /** Whether what was read then is newer than the snapshot: what is older lies under it, and is never put over it. */
  isNewer(readAt: number): boolean {
    return readAt >= this.#engine.snapshot.createdAt * 1000;
  }

  /** What the organization is with these records. Nothing is taken up. */
  async engineWith(records: readonly SubjectRecord[]): Promise<Engine> {
    if (records.length === 0) return this.#engine;
    const { snapshot, config } = this.#engine;
    const now = await withRecords(snapshot, records);
    // Control policies are compiled anew where the organization was read anew, and only then.
    if (!records.some(({ subject }) => subject.kind === "organization")) shareControlLibraries(snapshot, now);
    return engineOf(now, config);
  }

  /**
   * After a settlement, of exactly which `engine` is. `before`: the last number that others had got by then. Where somebody has settled
   * something in between, all of it is taken up from the store.
   */
  async adopt(
    engine: Engine,
    { before, sequence }: { readonly before: number; readonly sequence: number },
    store: StateStore,
  ): Promise<void> {
    if (before <= this.#sequence) this.#engine = engine;
    else await this.catchUp(store);
    this.#sequence = Math.max(this.#sequence, sequence);
  }
}
