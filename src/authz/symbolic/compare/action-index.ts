/** How one action, or pattern of actions, lies to those of many statements; by service, so that few are looked at. */
import { patternMatches, patternsOverlap } from "../../../logic/index.ts";
import { actionPattern } from "../action-regions.ts";
import type { Clause } from "./clauses.ts";

export type Relation = {
  /** Clauses that speak of all of it. */
  readonly all: ReadonlySet<Clause>;
  /** Clauses that may speak of some of it. */
  readonly some: ReadonlySet<Clause>;
  /** Equal for relations to the same clauses. */
  readonly key: string;
};

type Entry = { readonly text: string; readonly clauses: Clause[] };

/** So many questions are answered by looking at everything: an index for so few costs more than it saves. */
const withoutIndex = 6;

export class ActionIndex {
  readonly clauses: readonly Clause[];
  /** Of clauses without Not…, by everything but their actions. */
  readonly #byRest = new Map<string, Clause[]>();
  readonly #actionsByRest = new Map<string, ReadonlySet<string>>();
  readonly #literal = new Map<string, Entry>();
  readonly #byService = new Map<string, { literal: Entry[]; wild: Entry[] }>();
  readonly #wild = new Map<string, Entry>();
  readonly #negated: readonly Clause[];
  readonly #positive: readonly Clause[];
  /** Of clauses with NotAction, by service. */
  readonly #listed = new Map<Clause, ReadonlyMap<string, readonly string[]>>();
  readonly #relations = new Map<string, Relation>();
  readonly #numberOf = new Map<Clause, number>();

  constructor(clauses: readonly Clause[]) {
    this.clauses = clauses;
    this.#negated = clauses.filter(({ negated }) => negated);
    this.#positive = clauses.filter(({ negated }) => !negated);
    for (const [number, clause] of clauses.entries()) this.#numberOf.set(clause, number);
    for (const clause of this.#positive) {
      const known = this.#byRest.get(clause.restKey);
      if (known === undefined) this.#byRest.set(clause.restKey, [clause]);
      else known.push(clause);
    }
  }

  /** How many clauses every action has to be held against, as an index does not help. */
  get negated(): number {
    return this.#negated.length;
  }

  /** Those of the clause's actions that no clause has which says the same otherwise. */
  actionsLeft({ restKey, actions }: Clause, among: readonly string[]): readonly string[] {
    const same = this.#byRest.get(restKey);
    if (same === undefined) return among;
    // Most statements of two versions of a policy are the same.
    if (same.some((other) => isSameList(other.actions, actions))) return [];
    let known = this.#actionsByRest.get(restKey);
    if (known === undefined) {
      known = new Set(same.flatMap((clause) => clause.actions));
      this.#actionsByRest.set(restKey, known);
    }
    const covered = known;
    return covered.has("*") ? [] : among.filter((text) => !covered.has(text));
  }

  #add(text: string, clause: Clause): void {
    const table = isLiteral(text) ? this.#literal : this.#wild;
    const known = table.get(text);
    if (known !== undefined) {
      known.clauses.push(clause);
      return;
    }
    const entry: Entry = { text, clauses: [clause] };
    table.set(text, entry);
    const service = serviceOf(text) ?? "";
    let entries = this.#byService.get(service);
    if (entries === undefined) {
      entries = { literal: [], wild: [] };
      this.#byService.set(service, entries);
    }
    entries[table === this.#literal ? "literal" : "wild"].push(entry);
  }

  relation(text: string): Relation {
    let found = this.#relations.get(text);
    if (found === undefined) {
      found = this.#relate(text);
      this.#relations.set(text, found);
    }
    return found;
  }

  #relate(text: string): Relation {
    const all = new Set<Clause>();
    const some = new Set<Clause>();
    if (this.#relations.size < withoutIndex) this.#lookAtAll(text, all, some);
    else this.#lookUp(text, all, some);
    for (const clause of this.#negated) {
      const kinds = this.#listedNear(clause, text).map((listed) => relate(text, listed));
      if (kinds.includes("all")) continue;
      (kinds.includes("some") ? some : all).add(clause);
    }
    for (const clause of all) some.delete(clause);
    return { all, some, key: `${this.#numbers(all)};${this.#numbers(some)}` };
  }

  /** Of the actions that a clause with NotAction lists, those that may have something in common with the text. */
  #listedNear(clause: Clause, text: string): readonly string[] {
    if (this.#relations.size < withoutIndex) return clause.actions;
    let lists = this.#listed.get(clause);
    if (lists === undefined) {
      lists = Map.groupBy(clause.actions, (listed) => serviceOf(listed) ?? "");
      this.#listed.set(clause, lists);
    }
    const service = serviceOf(text);
    if (service === null) return clause.actions;
    return [...(lists.get(service) ?? []), ...(lists.get("") ?? [])];
  }

  #lookAtAll(text: string, all: Set<Clause>, some: Set<Clause>): void {
    for (const clause of this.#positive) {
      for (const other of clause.actions) {
        const kind = relate(text, other);
        if (kind !== "none") (kind === "all" ? all : some).add(clause);
        if (kind === "all") break;
      }
    }
  }

  #lookUp(text: string, all: Set<Clause>, some: Set<Clause>): void {
    if (this.#byService.size === 0) {
      for (const clause of this.#positive) for (const each of clause.actions) this.#add(each, clause);
    }
    const literal = isLiteral(text);
    if (literal) for (const clause of this.#literal.get(text)?.clauses ?? []) all.add(clause);
    const service = serviceOf(text);
    const tables =
      service === null
        ? [...this.#byService.values()]
        : [this.#byService.get(service), this.#byService.get("")].filter((table) => table !== undefined);
    for (const { literal: literals, wild } of tables) {
      for (const entry of wild) {
        const kind = relate(text, entry.text);
        if (kind !== "none") for (const clause of entry.clauses) (kind === "all" ? all : some).add(clause);
      }
      if (literal) continue;
      for (const entry of literals) {
        if (patternMatches(actionPattern(text), entry.text))
          for (const clause of entry.clauses) some.add(clause);
      }
    }
  }

  #numbers(clauses: ReadonlySet<Clause>): string {
    return Array.from(clauses, (clause) => this.#numberOf.get(clause)).join();
  }
}

function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index]);
}

/** Of the actions that match `text`, those that match `other`; `some` where that takes a search to tell. */
function relate(text: string, other: string): "all" | "some" | "none" {
  if (text === other || other === "*") return "all";
  if (isLiteral(text)) return patternMatches(actionPattern(other), text) ? "all" : "none";
  const end = other.search(/[*?]/);
  if (end < 0) return patternMatches(actionPattern(text), other) ? "some" : "none";
  const isPrefix = end === other.length - 1 && other[end] === "*";
  if (isPrefix && text.search(/[*?]/) >= end && text.startsWith(other.slice(0, end))) return "all";
  return patternsOverlap(actionPattern(text), actionPattern(other)) ? "some" : "none";
}

/** Whether some action may match both. */
export function mayMeet(text: string, other: string): boolean {
  return relate(text, other) !== "none";
}

function isLiteral(text: string): boolean {
  return !text.includes("*") && !text.includes("?");
}

/** Null where a wildcard stands before the colon. */
function serviceOf(text: string): string | null {
  const colon = text.indexOf(":");
  const wild = text.search(/[*?]/);
  if (wild >= 0 && (colon < 0 || wild < colon)) return null;
  return colon < 0 ? "" : text.slice(0, colon);
}
