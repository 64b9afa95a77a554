/** What `roles-anywhere.json` holds, as resources of their CloudFormation types. */
import { type Arn, isArn, type Resource } from "../../model/index.ts";

const lists = [
  { member: "trustAnchors", arn: "trustAnchorArn", type: "AWS::RolesAnywhere::TrustAnchor" },
  { member: "profiles", arn: "profileArn", type: "AWS::RolesAnywhere::Profile" },
] as const;

/** The types of which a collected file tells every one that is there. */
export function rolesAnywhereTypes(collected: Readonly<Record<string, unknown>> | null): readonly string[] {
  return lists.filter(({ member }) => Array.isArray(collected?.[member])).map(({ type }) => type);
}

/**
 * Trust anchors and profiles of the answers of `list-trust-anchors` and `list-profiles`, but for those that are turned off.
 * What has another shape is passed over.
 */
export function rolesAnywhereResources(
  collected: Readonly<Record<string, unknown>> | null,
): readonly Resource[] {
  return lists.flatMap(({ member, arn: name, type }) => {
    const rows = collected?.[member];
    return (Array.isArray(rows) ? rows : []).flatMap((row: unknown): Resource[] => {
      if (!isObject(row)) return [];
      const arn = row[name];
      if (row.enabled === false) return [];
      return isArnText(arn) ? [{ arn, type, region: null, policy: null, attributes: row }] : [];
    });
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isArnText(value: unknown): value is Arn {
  return typeof value === "string" && isArn(value);
}
