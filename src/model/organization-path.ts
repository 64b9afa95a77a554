/** The path of an account in its organization, as the keys `aws:PrincipalOrgPaths` and its likes give it. */
import type { OrganizationId, OrganizationNodeId } from "./identifiers.ts";
import type { OrganizationalUnit } from "./organization.ts";

/**
 * Answers `o-…/r-…/ou-…/` for the root or unit that an account stands in; null where the units do not lead to a root
 * (an unknown parent, or a circle).
 */
export function organizationPaths(
  organization: OrganizationId,
  units: readonly OrganizationalUnit[],
): (parent: OrganizationNodeId) => string | null {
  const parents = new Map(units.map((unit) => [unit.id, unit.parent]));
  const known = new Map<OrganizationNodeId, string | null>();
  return function pathOf(node) {
    const before = known.get(node);
    if (before !== undefined) return before;
    const steps: string[] = [];
    let at: OrganizationNodeId | null = node;
    while (at !== null) {
      const parent: OrganizationNodeId | null | undefined = parents.get(at);
      if (parent === undefined || steps.length > units.length) {
        known.set(node, null);
        return null;
      }
      steps.unshift(at);
      at = parent;
    }
    const path = `${organization}/${steps.join("/")}/`;
    known.set(node, path);
    return path;
  };
}
