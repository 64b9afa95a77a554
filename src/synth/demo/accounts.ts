/** The accounts of the demonstration: forty of a shop called acme. */
import type { AccountKind, AccountSketch, Environment } from "../account-plan.ts";

type Row = readonly [name: string, unit: string, environment: Environment, kind?: AccountKind];

const rows: readonly Row[] = [
  ["management", "root", "shared", "management"],
  ["security-tooling", "security", "shared", "security"],
  ["log-archive", "security", "shared", "audit"],
  ["shared-deploy", "infrastructure", "shared", "deploy"],
  ["shared-artifacts", "infrastructure", "shared"],
  ["network-hub", "network", "shared", "network"],
  ["dns", "network", "shared"],
  ["prod-web", "prod", "prod"],
  ["prod-orders", "prod", "prod"],
  ["prod-search", "prod", "prod"],
  ["prod-mobile", "prod", "prod"],
  ["prod-identity", "prod", "prod"],
  ["prod-datalake", "prod", "prod"],
  ["prod-shipping", "prod", "prod"],
  ["prod-notify", "prod", "prod"],
  ["prod-payments", "prod-regulated-pci", "prod"],
  ["prod-billing", "prod-regulated", "prod"],
  ["prod-ledger", "prod-payments-core", "prod"],
  ["staging-web", "staging", "staging"],
  ["staging-orders", "staging", "staging"],
  ["staging-payments", "staging", "staging"],
  ["staging-search", "staging", "staging"],
  ["staging-mobile", "staging", "staging"],
  ["staging-datalake", "staging", "staging"],
  ["dev-web", "dev", "dev"],
  ["dev-orders", "dev", "dev"],
  ["dev-payments", "dev", "dev"],
  ["dev-search", "dev", "dev"],
  ["dev-mobile", "dev", "dev"],
  ["dev-data", "dev-teams", "dev"],
  ["dev-ml", "dev-teams", "dev"],
  ["dev-platform", "dev-teams", "dev"],
  ["sandbox-1", "sandbox", "sandbox", "sandbox"],
  ["sandbox-2", "sandbox", "sandbox", "sandbox"],
  ["sandbox-3", "sandbox", "sandbox", "sandbox"],
  ["sandbox-4", "sandbox", "sandbox", "sandbox"],
  ["policy-trial", "policy-staging", "sandbox", "sandbox"],
  ["acquired-parcelbird", "workloads", "prod"],
  ["closed-hackathon", "suspended", "shared", "suspended"],
  ["closed-legacy", "suspended", "shared", "suspended"],
];

export const demoSketches: readonly AccountSketch[] = rows.map(([name, unit, environment, kind]) => ({
  name: `acme-${name}`,
  unit,
  environment,
  kind: kind ?? "workload",
}));

/** Roles by environment; planted ones come on top of none of them. */
export const demoSizes: readonly number[] = demoSketches.map(({ kind, environment }) => {
  if (kind === "suspended") return 0;
  if (kind === "sandbox") return 12;
  if (environment === "prod") return 20;
  return environment === "shared" ? 18 : 15;
});
