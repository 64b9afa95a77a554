/** The actions of the table, and no others: what a principal can do with these costs a fraction of the whole question. */
import { glob, patternMatches } from "../../logic/index.ts";
import type { ActionCatalogue, ActionFacts, ListedKey } from "../action-catalogue.ts";
import { fullName } from "../action-resources.ts";
import { capabilityTable } from "./capability-table.ts";

export const passRole = "iam:PassRole";

/** Patterns come from policies, so a hostile one could fill the memo without end. */
const mostRemembered = 10_000;

/** A view of the catalogue: single actions are all there, patterns find those of the table. */
export class TableActions implements ActionCatalogue {
  readonly #catalogue: ActionCatalogue;
  readonly #byService: ReadonlyMap<string, readonly ActionFacts[]>;
  readonly #all: readonly ActionFacts[];
  readonly #matching = new Map<string, readonly ActionFacts[]>();

  constructor(catalogue: ActionCatalogue) {
    this.#catalogue = catalogue;
    const names = capabilityTable.flatMap(({ givenBy }) => givenBy.flatMap(({ actions }) => actions));
    this.#all = [...new Set([...names, passRole])].flatMap((name) => catalogue.action(name) ?? []);
    this.#byService = Map.groupBy(this.#all, ({ service }) => service);
  }

  get updatedAt(): string {
    return this.#catalogue.updatedAt;
  }

  get services(): ReadonlySet<string> {
    return this.#catalogue.services;
  }

  get rcpServices(): ReadonlySet<string> {
    return this.#catalogue.rcpServices;
  }

  get conditionKeys(): readonly string[] {
    return this.#catalogue.conditionKeys;
  }

  action(name: string): ActionFacts | null {
    return this.#catalogue.action(name);
  }

  keyType(key: string): ListedKey | null {
    return this.#catalogue.keyType(key);
  }

  matching(pattern: string): readonly ActionFacts[] {
    const lower = pattern.toLowerCase();
    let found = this.#matching.get(lower);
    if (found === undefined) {
      found = this.#find(lower);
      if (this.#matching.size < mostRemembered) this.#matching.set(lower, found);
    }
    return found;
  }

  #find(pattern: string): readonly ActionFacts[] {
    const service = /^[^*?]*?(?=:)/.exec(pattern)?.[0];
    const among = service === undefined ? this.#all : (this.#byService.get(service) ?? []);
    if (pattern === "*" || pattern === `${service}:*`) return among;
    const compiled = glob(pattern);
    return among.filter((facts) => patternMatches(compiled, fullName(facts).toLowerCase()));
  }
}
