/** Accounts that no policy can tell apart but by their id: the same place in the organization, under the same SCPs. */
import type { AccountIndex, Snapshot } from "../../model/index.ts";

export class Likenesses {
  readonly #snapshot: Snapshot;
  readonly #attached: ReadonlyMap<string, readonly number[]>;
  readonly #known: string[] = [];

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    const attached = new Map<string, number[]>();
    for (const { targets, document, type } of snapshot.organization?.controlPolicies ?? []) {
      if (type !== "SERVICE_CONTROL_POLICY") continue;
      for (const target of targets) {
        const known = attached.get(target);
        if (known === undefined) attached.set(target, [document]);
        else known.push(document);
      }
    }
    this.#attached = attached;
  }

  of(account: AccountIndex): string {
    let likeness = this.#known[account];
    if (likeness === undefined) {
      likeness = this.#find(account);
      this.#known[account] = likeness;
    }
    return likeness;
  }

  #find(account: AccountIndex): string {
    const row = this.#snapshot.accounts[account];
    if (row === undefined) throw new RangeError(`there is no account ${account}`);
    // The management account is under no SCP.
    if (row.parent === null || row.id === this.#snapshot.organization?.managementAccount) return row.id;
    const own = (this.#attached.get(row.id) ?? []).toSorted((a, b) => a - b);
    return `${row.partition} ${row.inOrganization} ${row.parent} ${own.join(" ")}`;
  }
}
