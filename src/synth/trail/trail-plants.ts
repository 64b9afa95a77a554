/** What is planted for a trail's cases: roles and users in the organization, uses of them, and what an audit must find of those. */
import type { AccountId } from "../../model/index.ts";
import type { AccountPlan } from "../account-plan.ts";
import { readOnlyAccess } from "../aws-managed-policies.ts";
import type { Planter } from "../planter.ts";
import { type Condition, policy, trusting } from "../policy-document.ts";
import type { ImpossibleUse, TrailCaseKind } from "./trail-truth.ts";
import type { Use } from "./use.ts";

/** Who calls, by ARN: ids are known when accounts have their contents. */
export type PlantedCaller =
  | { readonly kind: "user" | "role"; readonly arn: string }
  /** Of an account outside, or one that the snapshot doesn't have: told with its id. */
  | { readonly kind: "unknown-role"; readonly arn: string; readonly id: string }
  | { readonly kind: "root"; readonly account: AccountId };

export type PlantedUse = Partial<
  Pick<
    Use,
    | "call"
    | "seconds"
    | "mfa"
    | "externalId"
    | "sourceIdentity"
    | "tags"
    | "transitiveTagKeys"
    | "vpcEndpoint"
    | "refusal"
    | "userAgent"
  >
> & {
  /** For others to name as {@link PlantedUse.through}. */
  readonly name: string;
  readonly caller: PlantedCaller;
  /** A role's ARN, a member's root, or null. */
  readonly role: string | null;
  /** The role isn't in the organization. */
  readonly roleId?: string;
  readonly network: string;
  readonly sessionName: string;
  /** Parts of the trail's time. */
  readonly moments: readonly number[];
  /** So many at each moment, from five minutes past the hour on, 50 seconds apart. */
  readonly burst?: number;
  /** The planted use whose session signs; null: one from before the trail; default: one that its instance got. */
  readonly through?: string | null;
};

export type PlantedCase = {
  readonly kind: TrailCaseKind;
  readonly role: string | null;
  readonly by: string;
  readonly why: string;
};

export type TrailPlants = {
  readonly uses: readonly PlantedUse[];
  readonly cases: readonly PlantedCase[];
  readonly lookAlikes: readonly PlantedCase[];
  readonly unusedTrusts: readonly { role: string; trusted: string }[];
  readonly widerTrusts: readonly { role: string; trusted: string; usedBy: readonly string[] }[];
  readonly impossibleUses: readonly ImpossibleUse[];
};

/** Parts of the trail's time: from the beginning to the end, so that nothing about a use is new. */
export const throughout = [0.002, 0.05, 0.11, 0.2, 0.33, 0.47, 0.58, 0.71, 0.84, 0.95];

/** Collects uses and cases while roles are planted. */
export class TrailPlanter {
  readonly uses: PlantedUse[] = [];
  readonly cases: PlantedCase[] = [];
  readonly lookAlikes: PlantedCase[] = [];
  readonly unusedTrusts: { role: string; trusted: string }[] = [];
  readonly widerTrusts: { role: string; trusted: string; usedBy: readonly string[] }[] = [];
  readonly impossibleUses: ImpossibleUse[] = [];
  readonly planter: Planter;
  #networks = 0;

  constructor(planter: Planter) {
    this.planter = planter;
  }

  use(facts: Omit<PlantedUse, "network" | "sessionName" | "moments"> & Partial<PlantedUse>): void {
    this.#networks += 1;
    this.uses.push({
      network: `198.51.${this.#networks % 256}.`,
      sessionName: facts.name,
      moments: throughout,
      ...facts,
    });
  }

  found(kind: TrailCaseKind, role: string | null, by: string, why: string): void {
    this.cases.push({ kind, role, by, why });
  }

  looksLike(kind: TrailCaseKind, role: string | null, by: string, why: string): void {
    this.lookAlikes.push({ kind, role, by, why });
  }

  /** A workload's role, and a role in the same account that trusts it by name. */
  pair(wish: string, more: { readonly action?: readonly string[]; readonly condition?: Condition } = {}) {
    const account = this.planter.account();
    const from = this.planter.caller(account, `${wish}-job`, []);
    const to = this.planter.role(account, {
      name: wish,
      trust: policy(trusting(from, more)),
      attached: [readOnlyAccess],
    });
    return { account, from, to };
  }

  trustedBy(account: AccountPlan, wish: string, from: string, more: { readonly condition?: Condition } = {}) {
    return this.planter.role(account, {
      name: wish,
      trust: policy(trusting(from, more)),
      attached: [readOnlyAccess],
    });
  }
}
