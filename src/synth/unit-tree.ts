/** Organizational units, nested as deep as AWS allows: five levels below the root. */
import { lowerAlphanumeric, type Random } from "./random.ts";

export type UnitPlan = {
  /** How the generator speaks of it. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** Id of its parent unit, or of the root. */
  readonly parentId: string;
  /** From the root to this unit: `r-…/ou-…/ou-…/`. */
  readonly path: string;
  /** 1 stands directly under the root. */
  readonly depth: number;
};

/** Key, name and parent's key; each after its parent. */
const shape: readonly (readonly [key: string, name: string, parent: string])[] = [
  ["security", "Security", "root"],
  ["infrastructure", "Infrastructure", "root"],
  ["network", "Network", "infrastructure"],
  ["workloads", "Workloads", "root"],
  ["prod", "Prod", "workloads"],
  ["prod-regulated", "Regulated", "prod"],
  ["prod-regulated-pci", "PCI", "prod-regulated"],
  ["prod-payments-core", "PaymentsCore", "prod-regulated-pci"],
  ["nonprod", "NonProd", "workloads"],
  ["staging", "Staging", "nonprod"],
  ["dev", "Dev", "nonprod"],
  ["dev-teams", "Teams", "dev"],
  ["sandbox", "Sandbox", "root"],
  ["suspended", "Suspended", "root"],
  ["policy-staging", "PolicyStaging", "root"],
];

export function unitTree(rootId: string, random: Random): UnitPlan[] {
  const made = new Map<string, UnitPlan>();
  for (const [key, name, parentKey] of shape) {
    const parent = made.get(parentKey);
    const id = `ou-${rootId.slice(2)}-${random.text(lowerAlphanumeric, 8)}`;
    made.set(key, {
      key,
      id,
      name,
      parentId: parent?.id ?? rootId,
      path: `${parent?.path ?? `${rootId}/`}${id}/`,
      depth: (parent?.depth ?? 0) + 1,
    });
  }
  return [...made.values()];
}
