/** Fills a graph's columns, role after role, in any order. */
import type { TrustGrant } from "../authz/types.ts";
import { type AccountId, ownAccount, type RoleIndex, TextNumbers } from "../model/index.ts";
import { type AssumeColumns, noSlot } from "./assume-graph.ts";

export class AssumeColumnsBuilder {
  readonly #slotOfRole: Uint32Array;
  readonly #slotStart: number[] = [0];
  readonly #party: number[] = [];
  readonly #guard: number[] = [];
  readonly #terms: number[] = [];
  readonly #parties = new TextNumbers();
  readonly #guards = new TextNumbers();
  readonly #termTexts = new TextNumbers();
  readonly #slotByEdges = new Map<string, number>();
  /** Roles that share a trust policy mostly share the very list of grants: then nothing has to be compared. */
  #lastGrants: readonly TrustGrant[] | null = null;
  #lastSlot = noSlot;

  constructor(roles: number) {
    this.#slotOfRole = new Uint32Array(roles).fill(noSlot);
  }

  add(role: RoleIndex, owner: AccountId, grants: readonly TrustGrant[]): void {
    if (grants !== this.#lastGrants) {
      this.#lastSlot = this.#slotOf(grants, owner);
      this.#lastGrants = grants;
    }
    this.#slotOfRole[role] = this.#lastSlot;
  }

  /** The builder must not be used after. */
  build(): AssumeColumns {
    return {
      slotOfRole: this.#slotOfRole,
      slotStart: Uint32Array.from(this.#slotStart),
      edgeParty: Uint32Array.from(this.#party),
      edgeGuard: Uint32Array.from(this.#guard),
      edgeTerms: Uint32Array.from(this.#terms),
      parties: this.#parties.column(),
      guards: this.#guards.column(),
      terms: this.#termTexts.column(),
    };
  }

  #slotOf(grants: readonly TrustGrant[], owner: AccountId): number {
    const edges: number[] = [];
    for (const { party, guard, ...terms } of grants) {
      edges.push(
        this.#parties.numberOf(relativeText(party, owner)),
        this.#guards.numberOf(relativeText(guard, owner)),
        this.#termTexts.numberOf(relativeText(terms, owner)),
      );
    }
    const key = edges.join(" ");
    const known = this.#slotByEdges.get(key);
    if (known !== undefined) return known;
    for (let i = 0; i < edges.length; i += 3) {
      this.#party.push(edges[i] ?? 0);
      this.#guard.push(edges[i + 1] ?? 0);
      this.#terms.push(edges[i + 2] ?? 0);
    }
    const slot = this.#slotStart.length - 1;
    this.#slotStart.push(this.#party.length);
    this.#slotByEdges.set(key, slot);
    return slot;
  }
}

/** JSON with the owner's id as a token: reading it back with the owner's id gives exactly what went in. */
export function relativeText(value: unknown, owner: AccountId): string {
  const text = JSON.stringify(value);
  return text.includes(owner) ? text.replaceAll(owner, ownAccount) : text;
}
