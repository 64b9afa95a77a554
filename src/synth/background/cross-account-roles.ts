/** Roles for other accounts of the organization and for vendors, set up as they should be. */
import { readOnlyAccess, securityAudit } from "../aws-managed-policies.ts";
import { policy, trusting, trustingService } from "../policy-document.ts";
import { uuid } from "../random.ts";
import type { RoleDraft } from "../role-draft.ts";
import { vendors } from "../vendors.ts";
import { type Site, trustAnchorArn, workload } from "./site.ts";
import { workloadPolicy } from "./workload-permissions.ts";

/** The role of every account that calls what other accounts offer. */
export const integrationRunner = "integration-runner";
/** What it may assume there. */
export const offeredPrefix = "xacct-";

/** Offered to one role of another account. */
export function offeredToRole(site: Site): RoleDraft {
  const work = workload(site.shape);
  const peer = site.shape.pick(site.peers);
  return {
    name: `${offeredPrefix}${work.name}`,
    trust: policy(trusting(`arn:aws:iam::${peer.id}:role/${integrationRunner}`)),
    inline: [workloadPolicy(site, work)],
  };
}

/** Offered to one role of another account, told by name in a condition. */
export function offeredByName(site: Site): RoleDraft {
  const work = workload(site.shape);
  const peer = site.shape.pick(site.peers);
  return {
    name: `${offeredPrefix}${work.name}-access`,
    trust: policy(
      trusting(`arn:aws:iam::${peer.id}:root`, {
        condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${peer.id}:role/${integrationRunner}` } },
      }),
    ),
    inline: [workloadPolicy(site, work)],
  };
}

/** Offered to two whole accounts of the organization, as teams do for each other. */
export function offeredToAccounts(site: Site): RoleDraft {
  const work = workload(site.shape);
  const roots = site.shape.sample(site.peers, 2).map((peer) => `arn:aws:iam::${peer.id}:root`);
  return {
    name: `${offeredPrefix}${work.name}-shared`,
    trust: policy(
      trusting(roots, { condition: { StringEquals: { "aws:PrincipalOrgID": site.organization.id } } }),
    ),
    inline: [workloadPolicy(site, work)],
  };
}

/** Offered to a part of the organization. */
export function offeredToUnit(site: Site): RoleDraft {
  const work = workload(site.shape);
  const unit = site.organization.units.find((one) => one.id === site.account.parent);
  const path = `${site.organization.id}/${unit?.path ?? `${site.organization.rootId}/`}*`;
  return {
    name: `${offeredPrefix}${work.name}-org`,
    trust: policy(
      trusting("*", {
        condition: {
          StringEquals: { "aws:PrincipalOrgID": site.organization.id },
          "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": path },
          ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/${integrationRunner}` },
        },
      }),
    ),
    inline: [workloadPolicy(site, work)],
  };
}

export function vendorRole(site: Site): RoleDraft {
  const vendor = site.shape.pick(vendors);
  return {
    name: vendor.roleName,
    trust: policy(
      trusting(`arn:aws:iam::${vendor.account}:root`, {
        condition: { StringEquals: { "sts:ExternalId": uuid(site.shape) } },
      }),
    ),
    attached: [site.shape.chance(0.5) ? securityAudit : readOnlyAccess],
    lastUsedDaysAgo: site.shape.below(5),
  };
}

/** Servers outside AWS, by certificate (IAM-SEMANTICS 41). */
export function certificateHolder(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: `${work.name}-onprem`,
    trust: policy(
      trustingService("rolesanywhere.amazonaws.com", {
        action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        condition: {
          StringEquals: {
            "aws:PrincipalTag/x509Subject/CN": `${work.name}.${site.organization.company}.example`,
          },
          ArnEquals: { "aws:SourceArn": trustAnchorArn(site.account) },
        },
      }),
    ),
    inline: [workloadPolicy(site, work)],
  };
}
