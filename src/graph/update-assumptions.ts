/** The graph of assumptions after a change of trust policies: those roles' ways in alone are evaluated again. */
import { type RoleIndex, type TextColumn, TextNumbers } from "../model/index.ts";
import { relativeText } from "./assume-columns.ts";
import { type AssumeColumns, type AssumeGraph, longerAssumeGraph, noSlot } from "./assume-graph.ts";
import type { TrustReader } from "./trust-pass.ts";

/** `reader`: of a snapshot that differs from the graph's in the trust policies of `roles` alone. */
export function updateAssumeGraph(
  graph: AssumeGraph,
  reader: TrustReader,
  roles: readonly RoleIndex[],
): AssumeGraph {
  const { snapshot } = reader;
  const old = graph.columns;
  const slotOfRole = old.slotOfRole.slice();
  const texts = {
    parties: new Added(old.parties),
    guards: new Added(old.guards),
    terms: new Added(old.terms),
  };
  const slotEnds: number[] = [];
  const edges: { readonly party: number; readonly guard: number; readonly terms: number }[] = [];
  for (const role of roles) {
    const read = reader.ofRole(role);
    const owner = snapshot.accounts[snapshot.roles.account[role] ?? -1]?.id;
    if (read === null || owner === undefined || read.template.unreadable !== null) {
      slotOfRole[role] = noSlot;
      continue;
    }
    for (const { party, guard, ...terms } of read.outcome.grants) {
      edges.push({
        party: texts.parties.numberOf(relativeText(party, owner)),
        guard: texts.guards.numberOf(relativeText(guard, owner)),
        terms: texts.terms.numberOf(relativeText(terms, owner)),
      });
    }
    slotOfRole[role] = old.slotStart.length - 1 + slotEnds.length;
    slotEnds.push(old.edgeParty.length + edges.length);
  }
  const columns: AssumeColumns = {
    slotOfRole,
    slotStart: longer(old.slotStart, slotEnds),
    edgeParty: longer(
      old.edgeParty,
      edges.map(({ party }) => party),
    ),
    edgeGuard: longer(
      old.edgeGuard,
      edges.map(({ guard }) => guard),
    ),
    edgeTerms: longer(
      old.edgeTerms,
      edges.map(({ terms }) => terms),
    ),
    parties: texts.parties.column(),
    guards: texts.guards.column(),
    terms: texts.terms.column(),
  };
  return longerAssumeGraph(graph, snapshot, columns);
}

function longer(values: Uint32Array, more: readonly number[]): Uint32Array {
  const all = new Uint32Array(values.length + more.length);
  all.set(values);
  all.set(more, values.length);
  return all;
}

/** A column with texts after its end; one that was made so is not built upon, or every change would make it slower. */
class LongerColumn implements TextColumn {
  readonly base: TextColumn;
  readonly more: readonly string[];

  constructor(base: TextColumn, more: readonly string[]) {
    this.base = base;
    this.more = more;
  }

  get length(): number {
    return this.base.length + this.more.length;
  }

  at(index: number): string {
    return index < this.base.length ? this.base.at(index) : (this.more[index - this.base.length] ?? "");
  }
}

class Added {
  readonly #base: TextColumn;
  readonly #numbers = new TextNumbers();
  readonly #more: string[];

  constructor(column: TextColumn) {
    this.#base = column instanceof LongerColumn ? column.base : column;
    this.#more = column instanceof LongerColumn ? [...column.more] : [];
    for (const text of this.#more) this.#numbers.numberOf(text);
  }

  /** The same text may stand before the end as well: nothing compares two numbers. */
  numberOf(text: string): number {
    const number = this.#numbers.numberOf(text);
    if (number === this.#more.length) this.#more.push(text);
    return this.#base.length + number;
  }

  column(): TextColumn {
    return new LongerColumn(this.#base, this.#more);
  }
}
