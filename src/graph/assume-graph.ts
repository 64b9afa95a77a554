/**
 * All ways into all roles, in typed arrays: role → slot → edges. Roles whose trust policies come to the same share a
 * slot, whoever owns them: the owner's account stands in an edge as `ownAccount`. Trust in a whole account or
 * organization is one edge, not one for each principal there.
 */
import type { Guard, Party, TrustGrant } from "../authz/types.ts";
import { ownAccount, type RoleIndex, type Snapshot, type TextColumn } from "../model/index.ts";

/** In `slotOfRole`: the role's trust policy was not collected, or is no policy at all. */
export const noSlot = 0xffffffff;

/** What a cache keeps of a graph. */
export type AssumeColumns = {
  readonly slotOfRole: Uint32Array;
  /** Edges of slot `s` stand from `slotStart[s]` to before `slotStart[s + 1]`. */
  readonly slotStart: Uint32Array;
  /** Numbers into `parties`, `guards` and `terms`. */
  readonly edgeParty: Uint32Array;
  readonly edgeGuard: Uint32Array;
  readonly edgeTerms: Uint32Array;
  /** JSON of {@link Party}, {@link Guard} and {@link EdgeTerms}. */
  readonly parties: TextColumn;
  readonly guards: TextColumn;
  readonly terms: TextColumn;
};

/** What an edge carries besides party and guard. */
type EdgeTerms = Omit<TrustGrant, "party" | "guard">;

export interface AssumeGraph {
  readonly snapshot: Snapshot;
  readonly columns: AssumeColumns;
  readonly slots: number;
  /** Edges over all roles, the shared ones counted for each. */
  readonly edges: number;
  /** With the owner's real id; empty too where the trust policy was not collected. */
  grantsOf(role: RoleIndex): readonly TrustGrant[];
  /** With `ownAccount` for the owner. */
  party(id: number): Party;
  guard(id: number): Guard;
  terms(id: number): EdgeTerms;
}

export function assumeGraph(snapshot: Snapshot, columns: AssumeColumns): AssumeGraph {
  return new ColumnGraph(snapshot, columns, {
    parties: decodedOnce<Party>(columns.parties),
    guards: decodedOnce<Guard>(columns.guards),
    terms: decodedOnce<EdgeTerms>(columns.terms),
  });
}

/** `columns`: those of `graph` with more texts after the end. What was decoded of the others is not decoded again. */
export function longerAssumeGraph(
  graph: AssumeGraph,
  snapshot: Snapshot,
  columns: AssumeColumns,
): AssumeGraph {
  if (!(graph instanceof ColumnGraph)) return assumeGraph(snapshot, columns);
  const { parties, guards, terms } = graph.decoded;
  return new ColumnGraph(snapshot, columns, {
    parties: decodedFurther(columns.parties, parties),
    guards: decodedFurther(columns.guards, guards),
    terms: decodedFurther(columns.terms, terms),
  });
}

type Decoded = {
  readonly parties: Decoder<Party>;
  readonly guards: Decoder<Guard>;
  readonly terms: Decoder<EdgeTerms>;
};

// INVARIANT: the text columns hold only what `AssumeColumnsBuilder` wrote (a cache is checked by its hash before it is
// used), so decoding may trust their shape.
class ColumnGraph implements AssumeGraph {
  readonly snapshot: Snapshot;
  readonly columns: AssumeColumns;
  readonly decoded: Decoded;

  constructor(snapshot: Snapshot, columns: AssumeColumns, decoded: Decoded) {
    this.snapshot = snapshot;
    this.columns = columns;
    this.decoded = decoded;
  }

  party(id: number): Party {
    return this.decoded.parties.at(id);
  }

  guard(id: number): Guard {
    return this.decoded.guards.at(id);
  }

  terms(id: number): EdgeTerms {
    return this.decoded.terms.at(id);
  }

  get slots(): number {
    return this.columns.slotStart.length - 1;
  }

  get edges(): number {
    const { slotOfRole, slotStart } = this.columns;
    let count = 0;
    for (const slot of slotOfRole) {
      if (slot !== noSlot) count += (slotStart[slot + 1] ?? 0) - (slotStart[slot] ?? 0);
    }
    return count;
  }

  grantsOf(role: RoleIndex): readonly TrustGrant[] {
    const { slotOfRole, slotStart, edgeParty, edgeGuard, edgeTerms } = this.columns;
    const slot = slotOfRole[role] ?? noSlot;
    if (slot === noSlot) return [];
    const owner = this.snapshot.accounts[this.snapshot.roles.account[role] ?? 0]?.id ?? "";
    const grants: TrustGrant[] = [];
    for (let edge = slotStart[slot] ?? 0; edge < (slotStart[slot + 1] ?? 0); edge++) {
      grants.push({
        party: concrete(this.party(edgeParty[edge] ?? 0), this.columns.parties, edgeParty[edge] ?? 0, owner),
        guard: concrete(this.guard(edgeGuard[edge] ?? 0), this.columns.guards, edgeGuard[edge] ?? 0, owner),
        ...concrete(this.terms(edgeTerms[edge] ?? 0), this.columns.terms, edgeTerms[edge] ?? 0, owner),
      });
    }
    return grants;
  }
}

function concrete<T>(value: T, texts: TextColumn, id: number, owner: string): T {
  const text = texts.at(id);
  return text.includes(ownAccount) ? JSON.parse(text.replaceAll(ownAccount, owner)) : value;
}

type Decoder<T> = {
  at(id: number): T;
  /** Of the texts that were there first, which later graphs have, too. */
  readonly first: { readonly length: number; readonly values: (T | undefined)[] };
};

function decodedOnce<T>(texts: TextColumn): Decoder<T> {
  return decodedFurther(texts, { first: { length: texts.length, values: [] } });
}

function decodedFurther<T>(texts: TextColumn, { first }: Pick<Decoder<T>, "first">): Decoder<T> {
  const further: (T | undefined)[] = [];
  return {
    first,
    at(id) {
      const values = id < first.length ? first.values : further;
      const known = values[id];
      if (known !== undefined) return known;
      const value: T = JSON.parse(texts.at(id));
      values[id] = value;
      return value;
    },
  };
}
