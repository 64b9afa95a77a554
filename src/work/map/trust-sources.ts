/** Who is let in by a trust policy, as the map draws it: an account, or a party that is none of the organization's accounts. */
import { isExternalParty } from "../../authz/organization-view.ts";
import type { Guard, Party } from "../../authz/types.ts";
import { admitsAbsence } from "../../findings/guard-terms.ts";
import { type AssumeGraph, isOwnWorkforceOrCluster, providerName } from "../../graph/index.ts";
import { type AccountId, ownAccount } from "../../model/index.ts";
import type { Engine } from "../engine.ts";
import { bitsOf } from "./map-flags.ts";
import type { MapParty } from "./map-shape.ts";

/** `from`: an account's place, or a party's after all accounts; null: the role's own account. */
export type TrustSource = { readonly from: number | null; readonly flags: number };

export class TrustSources {
  readonly parties: MapParty[] = [];
  readonly #engine: Engine;
  readonly #graph: AssumeGraph;
  readonly #numbers = new Map<string, number>();
  readonly #ofSlot: (readonly TrustSource[] | undefined)[] = [];

  constructor(engine: Engine, graph: AssumeGraph) {
    this.#engine = engine;
    this.#graph = graph;
  }

  /** Of the roles that share the slot; each source with each set of flags once. */
  ofSlot(slot: number): readonly TrustSource[] {
    const known = this.#ofSlot[slot];
    if (known !== undefined) return known;
    const { slotStart, edgeParty, edgeGuard, edgeTerms } = this.#graph.columns;
    const found = new Map<string, TrustSource>();
    for (let edge = slotStart[slot] ?? 0; edge < (slotStart[slot + 1] ?? 0); edge++) {
      const { certainty } = this.#graph.terms(edgeTerms[edge] ?? 0);
      const guard = this.#graph.guard(edgeGuard[edge] ?? 0);
      const source = this.of(this.#graph.party(edgeParty[edge] ?? 0), guard, certainty.kind === "may");
      found.set(`${source.from} ${source.flags}`, source);
    }
    const sources = [...found.values()];
    this.#ofSlot[slot] = sources;
    return sources;
  }

  /** One edge's. A party of the role's own account is told as null where it stands as a token, else by its account's place. */
  of(party: Party, guard: Guard, may: boolean): TrustSource {
    if ("account" in party && party.account === ownAccount) return { from: null, flags: bitsOf({ may }) };
    const { context } = this.#engine;
    // The owner's own account was told apart above, where it stands as a token.
    const isOwn = party.kind === "federated" && isOwnWorkforceOrCluster(party);
    const external = !isOwn && isExternalParty(party, relativeOwner, context.organization);
    const isAccount = "account" in party || party.kind === "any-account";
    const flags = bitsOf({
      external,
      may,
      withoutExternalId: external && isAccount && !asksExternalId(guard),
      service: party.kind === "service",
      identityProvider: party.kind === "federated",
      anyone: party.kind === "any-account",
      wholeAccount: ["account", "organization", "organizational-unit", "any-account"].includes(party.kind),
    });
    return { from: this.#placeOf(party, external), flags };
  }

  #placeOf(party: Party, external: boolean): number {
    const { snapshot, context } = this.#engine;
    const account = "account" in party ? snapshot.accountIndex(party.account) : null;
    if (account !== null) return account;
    const { kind, id } = partyOf(party);
    const key = `${kind} ${id}`;
    let place = this.#numbers.get(key);
    if (place === undefined) {
      const name = kind === "account" ? context.nameOf(id) : null;
      place =
        snapshot.accounts.length + this.parties.push({ kind, id, name, external, group: groupOf(party) }) - 1;
      this.#numbers.set(key, place);
    }
    return place;
  }
}

// INVARIANT: stands only where a party of a graph's columns is compared with its role's owner.
const relativeOwner = ownAccount as AccountId;

/** Whether some external ID is needed: a guard may speak of it and let in whoever sends none. */
export function asksExternalId(guard: Guard): boolean {
  return guard.some((term) => term.key.toLowerCase() === "sts:externalid" && !admitsAbsence(term));
}

/** The account, or the party that is none. */
export function partyOf(party: Party): Pick<MapParty, "kind" | "id"> {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
    case "account":
      return { kind: "account", id: party.account };
    case "organization":
      return { kind: "organization", id: party.id };
    case "organizational-unit":
      return { kind: "organizational-unit", id: party.path };
    case "any-account":
      return { kind: "any-account", id: "*" };
    case "federated": {
      const name = providerName(party.provider);
      // Identity Center makes one provider an account; they are one door.
      return { kind: "federated", id: name.startsWith("AWSSSO_") ? "IAM Identity Center" : name };
    }
    case "service":
      return { kind: "service", id: party.service };
  }
}

/** Every cluster has an issuer of its own. */
function groupOf(party: Party): string | null {
  const isCluster = party.kind === "federated" && party.protocol === "oidc" && isOwnWorkforceOrCluster(party);
  return isCluster ? "EKS clusters" : null;
}
