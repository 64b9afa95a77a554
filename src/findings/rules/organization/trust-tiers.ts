/**
 * How far each account is trusted: by the tiers that intent declares or, where it declares none, by what the names of
 * organizational units and accounts say about sandboxes, development and production.
 */
import { glob, type Pattern, patternMatches } from "../../../logic/index.ts";
import { type Account, type OrganizationalUnit, organizationPaths } from "../../../model/index.ts";
import type { AllowedCrossing, Intent } from "../../intent.ts";
import type { RuleContext } from "../../rule.ts";

export type Tier = {
  readonly name: string;
  /** The higher, the more trusted. */
  readonly level: number;
};

export interface TrustTiers {
  /** False: guessed by names. */
  readonly areDeclared: boolean;
  /** Null: of no tier, so that nothing is said about it. */
  tierOfAccount(account: string): Tier | null;
  /** `path` as a condition on aws:PrincipalOrgPaths has it, wildcards included. */
  tierOfPath(path: string): Tier | null;
  /** Whether intent lets principals of the one tier assume the role in the other. */
  isAllowed(from: Tier, to: Tier, role: { readonly name: string; readonly arn: string }): boolean;
}

// Made once for an organization: each account is asked for as often as roles trust it.
const made = new WeakMap<object, { readonly intent: Intent; readonly tiers: TrustTiers }>();

export function trustTiers(context: RuleContext): TrustTiers {
  const { intent, snapshot } = context;
  // Snapshots that differ in policies alone have the organization in common, and with it the names of accounts and units.
  const key = snapshot.organization ?? context;
  let known = made.get(key);
  if (known?.intent !== intent) {
    known = { intent, tiers: new OrganizationTiers(context) };
    made.set(key, known);
  }
  return known.tiers;
}

class OrganizationTiers implements TrustTiers {
  readonly areDeclared: boolean;
  readonly #context: RuleContext;
  readonly #judge: (names: readonly string[]) => Tier | null;
  readonly #units: ReadonlyMap<string, OrganizationalUnit>;
  readonly #pathOf: (unit: OrganizationalUnit["id"]) => string | null;
  readonly #ofAccount = new Map<string, Tier | null>();

  constructor(context: RuleContext) {
    const { tiers } = context.intent;
    const { organization } = context.snapshot;
    this.#context = context;
    this.areDeclared = tiers.length > 0;
    const declared = tiers.map(({ name, level, units }) => ({
      tier: { name, level },
      patterns: units.map((text) => glob(text)),
    }));
    this.#judge = this.areDeclared ? (names) => declaredTier(declared, names) : tierByNames;
    this.#units = new Map((organization?.units ?? []).map((unit) => [unit.id, unit]));
    this.#pathOf =
      organization === null ? () => null : organizationPaths(organization.id, organization.units);
  }

  tierOfAccount(id: string): Tier | null {
    let tier = this.#ofAccount.get(id);
    if (tier === undefined) {
      const index = this.#context.snapshot.accountIndex(id);
      const account = index === null ? undefined : this.#context.snapshot.accounts[index];
      tier = account === undefined ? null : this.#tierOf(account);
      this.#ofAccount.set(id, tier);
    }
    return tier;
  }

  tierOfPath(path: string): Tier | null {
    const unit = path.split("/").findLast((part) => /^(?:ou|r)-[0-9a-z-]+$/.test(part));
    return this.#tierOfUnits(unit ?? null);
  }

  isAllowed(from: Tier, to: Tier, role: { readonly name: string; readonly arn: string }): boolean {
    return this.#context.intent.crossings.some(
      (crossing) => crossing.from === from.name && crossing.to === to.name && covers(crossing, role),
    );
  }

  /** What is said of the account itself comes first, then its unit, then the units above. */
  #tierOf(account: Account): Tier | null {
    const own = account.name === null ? [account.id] : [account.id, account.name];
    return this.areDeclared
      ? (this.#judge(own) ?? this.#tierOfUnits(account.parent))
      : (this.#tierOfUnits(account.parent) ?? this.#judge(own));
  }

  #tierOfUnits(innermost: string | null): Tier | null {
    let unit = innermost === null ? undefined : this.#units.get(innermost);
    while (unit !== undefined) {
      const path = this.#pathOf(unit.id);
      const tier = this.#judge(path === null ? [unit.id, unit.name] : [unit.id, unit.name, path]);
      if (tier !== null) return tier;
      unit = unit.parent === null ? undefined : this.#units.get(unit.parent);
    }
    return null;
  }
}

type Declared = { readonly tier: Tier; readonly patterns: readonly Pattern[] };

function declaredTier(declared: readonly Declared[], names: readonly string[]): Tier | null {
  const found = declared.find(({ patterns }) =>
    patterns.some((pattern) => names.some((name) => patternMatches(pattern, name))),
  );
  return found?.tier ?? null;
}

const guessed: readonly (readonly [tier: Tier, words: RegExp])[] = [
  [{ name: "sandbox", level: 0 }, /^(?:sandbox(?:es)?|sbx|playground)$/],
  [
    { name: "non-production", level: 1 },
    /^(?:nonprod(?:uction)?|preprod(?:uction)?|dev|devel|development|test|testing|qa|uat|stage|staging|stg)$/,
  ],
  [{ name: "production", level: 2 }, /^(?:prod|prd|production|live)$/],
];

/** By whole words: `non-prod` and `NonProd` are one word, `products` is none. The less trusted reading wins. */
function tierByNames(names: readonly string[]): Tier | null {
  const words = names.flatMap((name) =>
    name
      .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .replaceAll(/\b(non|pre)[^a-z0-9]+(?=prod)/g, "$1")
      .split(/[^a-z0-9]+/),
  );
  return guessed.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0] ?? null;
}

function covers(
  { roles }: AllowedCrossing,
  { name, arn }: { readonly name: string; readonly arn: string },
): boolean {
  return (
    roles.length === 0 || roles.some((text) => [name, arn].some((own) => patternMatches(glob(text), own)))
  );
}
