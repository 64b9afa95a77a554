/**
 * The skeleton of an organization: units, accounts, who stands where, and how many roles each account has. Made first
 * and kept in memory as a whole; the accounts' contents are made one at a time from it.
 */
import { type AccountId, isAccountId } from "../model/index.ts";
import type { AccountKind, AccountPlan, AccountSketch, Environment, Hubs } from "./account-plan.ts";
import { accountSizes } from "./account-sizes.ts";
import { type ControlPolicyPlan, controlPolicies } from "./control-policies.ts";
import type { SynthOptions } from "./options.ts";
import { digits, lowerAlphanumeric, lowerHex, type Random, seeded } from "./random.ts";
import { type UnitPlan, unitTree } from "./unit-tree.ts";
import { vendors } from "./vendors.ts";
import { companies, domains, regions } from "./words.ts";

export type OrganizationPlan = {
  readonly id: string;
  readonly rootId: string;
  readonly company: string;
  /** The company's numeric owner id at GitHub. */
  readonly gitHubOwnerId: string;
  readonly units: readonly UnitPlan[];
  /** By id, ascending. */
  readonly accounts: readonly AccountPlan[];
  readonly hubs: Hubs;
  readonly policies: readonly ControlPolicyPlan[];
  readonly random: Random;
};

const hubKinds = ["management", "security", "audit", "deploy", "network"] as const;

export function planOrganization(options: SynthOptions): OrganizationPlan {
  const random = seeded(options.seed).fork(
    `organization ${options.accounts} ${options.roles} ${options.mix}`,
  );
  const company = random.pick(companies);
  const sketches = sketchAccounts(company, options.accounts, random.fork("accounts"));
  const readable = sketches.map(({ kind }) => options.mix === "stamped" || kind !== "suspended");
  const sizes = accountSizes(options, readable, random.fork("sizes"));
  return completePlan(company, sketches, sizes, random);
}

/** Gives the sketched accounts their ids, units and sizes, and the organization its policies. */
export function completePlan(
  company: string,
  sketches: readonly AccountSketch[],
  sizes: readonly number[],
  random: Random,
): OrganizationPlan {
  const ids = random.fork("ids");
  const rootId = `r-${ids.text(lowerAlphanumeric, 4)}`;
  const units = unitTree(rootId, ids);
  const unitIds = new Map(units.map((unit) => [unit.key, unit.id]));
  const taken = new Set(vendors.map((vendor) => vendor.account));
  const accounts = sketches
    .map((sketch, place): AccountPlan => {
      const hash = ids.text(lowerHex, 16);
      return {
        ...sketch,
        id: freshAccountId(ids, taken),
        email: `aws+${sketch.name}@${company}.example`,
        parent: unitIds.get(sketch.unit) ?? rootId,
        region: ids.pick(regions),
        roles: sizes[place] ?? 0,
        readable: (sizes[place] ?? 0) > 0,
        identityCenterHash: hash,
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const hubs = findHubs(accounts);
  const id = `o-${ids.text(lowerAlphanumeric, 10)}`;
  return {
    id,
    rootId,
    company,
    gitHubOwnerId: String(ids.between(10_000_000, 99_999_999)),
    units,
    accounts,
    hubs,
    policies: controlPolicies({ id, rootId, units, accounts, hubs }, ids),
    random,
  };
}

/** An account id that neither this organization nor a known vendor has. */
export function freshAccountId(random: Random, taken: Set<string>): AccountId {
  for (;;) {
    const text = `${random.between(1, 9)}${random.text(digits, 11)}`;
    if (taken.has(text) || !isAccountId(text)) continue;
    taken.add(text);
    return text;
  }
}

/** A small organization has fewer accounts than hubs: one account then plays several parts. */
function findHubs(accounts: readonly AccountPlan[]): Hubs {
  const of = (kind: AccountKind): AccountPlan => {
    const found =
      accounts.find((account) => account.kind === kind) ??
      accounts.find((account) => account.kind === "management") ??
      accounts[0];
    if (found === undefined) throw new Error("an organization has at least one account");
    return found;
  };
  return {
    management: of("management"),
    security: of("security"),
    audit: of("audit"),
    deploy: of("deploy"),
    network: of("network"),
  };
}

const hubPlaces: Readonly<Record<(typeof hubKinds)[number], readonly [name: string, unit: string]>> = {
  management: ["management", "root"],
  security: ["security-tooling", "security"],
  audit: ["log-archive", "security"],
  deploy: ["shared-deploy", "infrastructure"],
  network: ["network-hub", "network"],
};

const prodUnits = ["prod", "prod", "prod", "prod-regulated", "prod-regulated-pci", "prod-payments-core"];
const otherUnits: readonly (readonly [Environment, string])[] = [
  ["staging", "staging"],
  ["dev", "dev"],
  ["dev", "dev-teams"],
];

function sketchAccounts(company: string, count: number, random: Random): AccountSketch[] {
  const sketches: AccountSketch[] = hubKinds.slice(0, count).map((kind) => ({
    name: `${company}-${hubPlaces[kind][0]}`,
    kind,
    environment: "shared",
    unit: hubPlaces[kind][1],
  }));
  const suspended = count >= 20 ? Math.max(1, Math.floor(count / 100)) : 0;
  const sandboxes = Math.floor(count / 12);
  for (let i = 1; i <= suspended; i++)
    sketches.push({
      name: `${company}-closed-${i}`,
      kind: "suspended",
      environment: "shared",
      unit: "suspended",
    });
  for (let i = 1; i <= sandboxes && sketches.length < count; i++)
    sketches.push({
      name: `${company}-sandbox-${i}`,
      kind: "sandbox",
      environment: "sandbox",
      unit: i === 1 ? "policy-staging" : "sandbox",
    });
  for (let i = 0; sketches.length < count; i++) {
    const domain = domains[Math.floor(i / 3) % domains.length] ?? "core";
    const round = Math.floor(i / 3 / domains.length);
    const suffix = round === 0 ? domain : `${domain}-${round + 1}`;
    const [environment, unit] =
      i % 3 === 0 ? (["prod", random.pick(prodUnits)] as const) : random.pick(otherUnits);
    sketches.push({ name: `${company}-${environment}-${suffix}`, kind: "workload", environment, unit });
  }
  return sketches;
}
