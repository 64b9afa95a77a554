/** What a collection did not see, summed up: by why, then by what. The gaps themselves are the snapshot's coverage. */
import type { RefusalKind } from "../../aws/index.ts";
import type { Collector } from "./collector.ts";
import type { UnitRecord } from "./unit.ts";

export type Unseen = {
  readonly why: RefusalKind;
  /** The collector's title, in the plural; `accounts` where the account itself could not be entered. */
  readonly what: string;
  /** Of IAM, such as `kms:GetKeyPolicy`; null: it hangs on no single one. */
  readonly action: string | null;
  readonly accounts: number;
  /** 0: it is of no region. */
  readonly regions: number;
  /** Reads that failed. */
  readonly reads: number;
};

/** Worst first: what somebody has to do something about, then what passes, then what is as it is. */
const order: readonly RefusalKind[] = [
  "internal",
  "expired",
  "denied",
  "denied-by-organization",
  "throttled",
  "failed",
  "unreachable",
  "not-asked",
  "account-not-usable",
  "no-such-place",
  "unsupported",
  "absent",
];

export class UnseenList {
  readonly #collectors: ReadonlyMap<string, Collector>;
  readonly #groups = new Map<
    string,
    Omit<Unseen, "accounts" | "regions" | "reads"> & {
      readonly accounts: Set<string>;
      readonly regions: Set<string>;
      reads: number;
    }
  >();

  constructor(collectors: readonly Collector[]) {
    this.#collectors = new Map(collectors.map((collector) => [collector.name, collector]));
  }

  /** Of one account. */
  add(units: readonly UnitRecord[]): void {
    for (const { collector: name, account, region, gaps } of units) {
      const collector = this.#collectors.get(name);
      for (const { call, refusal } of gaps) {
        const what = collector?.title ?? "accounts";
        const action =
          collector === undefined
            ? "sts:AssumeRole"
            : (collector.reads.find((read) => read.call === call)?.action ?? null);
        const key = JSON.stringify([refusal.kind, what, action]);
        let group = this.#groups.get(key);
        if (group === undefined) {
          group = { why: refusal.kind, what, action, accounts: new Set(), regions: new Set(), reads: 0 };
          this.#groups.set(key, group);
        }
        group.accounts.add(account);
        if (region !== null) group.regions.add(region);
        group.reads += 1;
      }
    }
  }

  /** Of the organization, and suspended or closed: no unit tells of them. */
  addUnusable(accounts: readonly string[]): void {
    const one = { why: "account-not-usable", what: "accounts", action: null } as const;
    if (accounts.length === 0) return;
    const key = JSON.stringify([one.why, one.what, one.action]);
    this.#groups.set(key, {
      ...one,
      accounts: new Set(accounts),
      regions: new Set(),
      reads: accounts.length,
    });
  }

  worstFirst(): readonly Unseen[] {
    return [...this.#groups.values()]
      .map((group) => ({ ...group, accounts: group.accounts.size, regions: group.regions.size }))
      .toSorted(
        (a, b) =>
          order.indexOf(a.why) - order.indexOf(b.why) ||
          b.accounts - a.accounts ||
          b.reads - a.reads ||
          (a.what < b.what ? -1 : 1),
      );
  }
}
