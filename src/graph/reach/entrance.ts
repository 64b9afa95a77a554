/** A role's way in for a party whose principals are not nodes: outsiders, tenants of providers, accounts that were not read. */
import type { Party, TrustGrant } from "../../authz/types.ts";
import type { RoleIndex } from "../../model/index.ts";
import type { AssumeGraph } from "../assume-graph.ts";

export type EntranceFlags = {
  /** Outside of the organization. */
  readonly external: boolean;
  /** It needs no account or tenant of a certain kind. */
  readonly anyone: boolean;
  readonly proven: boolean;
};

export class Entrance {
  readonly role: RoleIndex;
  /** Its place among the role's grants. */
  readonly index: number;
  readonly external: boolean;
  readonly anyone: boolean;
  readonly proven: boolean;
  readonly #from: AssumeGraph | TrustGrant;

  /** `from`: the graph that holds the grant, or the grant itself. */
  constructor(from: AssumeGraph | TrustGrant, role: RoleIndex, index: number, flags: EntranceFlags) {
    this.role = role;
    this.index = index;
    this.external = flags.external;
    this.anyone = flags.anyone;
    this.proven = flags.proven;
    this.#from = from;
  }

  /** The same without the graph, which would be kept for as long as the entrance is. */
  alone(): Entrance {
    return new Entrance(this.grant, this.role, this.index, this);
  }

  /** Read when asked for: there are tens of thousands of entrances, and a question needs a few. */
  get grant(): TrustGrant {
    const grant = "grantsOf" in this.#from ? this.#from.grantsOf(this.role)[this.index] : this.#from;
    if (grant === undefined) throw new RangeError(`role ${this.role} has no grant ${this.index}`);
    return grant;
  }
}

export function isAnyone(party: Party): boolean {
  return party.kind === "any-account" || (party.kind === "federated" && party.provider === "*");
}
