/** The organization, the accounts' own facts and the coverage, to rows and back. */
import {
  type Account,
  type ControlPolicy,
  type CoverageGap,
  coverageKinds,
  isAccountId,
  isOrganizationId,
  isOrganizationNodeId,
  type Organization,
  type OrganizationalUnit,
} from "../model/index.ts";
import { documentIndex, readTags, tagRows } from "./account-rows.ts";
import type { JsonRecord, Shape } from "./shape.ts";

export function organizationRow(organization: Organization) {
  return {
    id: organization.id,
    management: organization.managementAccount,
    units: organization.units.map(({ id, name, parent }) => ({ id, name, parent: parent ?? undefined })),
    policies: organization.controlPolicies ?? undefined,
    delegated: organization.delegatedAdministrators ?? undefined,
  };
}

export function accountRow(account: Account) {
  return {
    id: account.id,
    partition: account.partition === "aws" ? undefined : account.partition,
    name: account.name ?? undefined,
    email: account.email ?? undefined,
    status: account.status === "ACTIVE" ? undefined : account.status,
    parent: account.parent ?? undefined,
    member: account.parent === null && account.inOrganization ? true : undefined,
    tags: tagRows(account.tags),
    data: account.hasData,
  };
}

export function coverageRow({ what, account, subject, reason }: CoverageGap) {
  return { what, account: account ?? undefined, subject: subject ?? undefined, reason };
}

export function readOrganization(value: unknown, shape: Shape): Organization {
  const row = shape.record(value, "organization");
  const units: OrganizationalUnit[] = [];
  shape.rows(row.units, "organization.units", (unit) => {
    units.push({
      id: shape.known(unit.id, isOrganizationNodeId, "id", "a root's or unit's id"),
      name: shape.text(unit.name, "name"),
      parent:
        unit.parent === undefined
          ? null
          : shape.known(unit.parent, isOrganizationNodeId, "parent", "a root's or unit's id"),
    });
  });
  const delegated: { account: Account["id"]; servicePrincipal: string }[] = [];
  shape.rows(row.delegated, "organization.delegated", (one) => {
    delegated.push({
      account: shape.known(one.account, isAccountId, "account", "an account id"),
      servicePrincipal: shape.text(one.servicePrincipal, "servicePrincipal"),
    });
  });
  return {
    id: shape.known(row.id, isOrganizationId, "organization.id", "an organization's id"),
    managementAccount: shape.known(row.management, isAccountId, "organization.management", "an account id"),
    units,
    controlPolicies: row.policies === undefined ? null : readControlPolicies(row.policies, shape),
    delegatedAdministrators: row.delegated === undefined ? null : delegated,
  };
}

function readControlPolicies(value: unknown, shape: Shape): ControlPolicy[] {
  const policies: ControlPolicy[] = [];
  shape.rows(value, "organization.policies", (row) => {
    policies.push({
      id: shape.text(row.id, "id"),
      name: shape.text(row.name, "name"),
      type: shape.text(row.type, "type"),
      document: documentIndex(row.document, "document", shape),
      targets: shape.texts(row.targets, "targets"),
    });
  });
  return policies;
}

/** Without the organization's path, which follows from the parent. */
export function readAccount(row: JsonRecord, shape: Shape): Omit<Account, "organizationPath"> {
  return {
    id: shape.known(row.id, isAccountId, "id", "an account id"),
    partition: shape.optionalText(row.partition, "partition") ?? "aws",
    name: shape.optionalText(row.name, "name"),
    email: shape.optionalText(row.email, "email"),
    status: shape.optionalText(row.status, "status") ?? "ACTIVE",
    inOrganization: row.parent !== undefined || row.member === true,
    parent:
      row.parent === undefined
        ? null
        : shape.known(row.parent, isOrganizationNodeId, "parent", "a root's or unit's id"),
    tags: readTags(row.tags, shape),
    hasData: row.data === true,
  };
}

function isGapKind(text: string): text is CoverageGap["what"] {
  return coverageKinds.some((kind) => kind === text);
}

export function readCoverage(value: unknown, shape: Shape): CoverageGap[] {
  const gaps: CoverageGap[] = [];
  shape.rows(value, "gaps", (row) => {
    gaps.push({
      what: shape.known(row.what, isGapKind, "what", "a kind of gap"),
      account:
        row.account === undefined ? null : shape.known(row.account, isAccountId, "account", "an account id"),
      subject: shape.optionalText(row.subject, "subject"),
      reason: shape.text(row.reason, "reason"),
    });
  });
  return gaps;
}
