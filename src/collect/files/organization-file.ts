/** `organization.json`: the organization's own objects under one roof. */
import {
  type AccountId,
  type AccountInput,
  type ControlPolicy,
  type CoverageGap,
  isAccountId,
  isOrganizationId,
  isOrganizationNodeId,
  type OrganizationalUnit,
  type OrganizationId,
  type OrganizationNodeId,
} from "../../model/index.ts";
import { type ImportContext, Unique } from "./import-context.ts";
import { quoted } from "./import-error.ts";
import type { JsonFile, JsonObject, JsonValue } from "./json-file.ts";
import { tagsOf } from "./principal-rows.ts";

/** What may be referred to; where the file does not list everything, others may exist as well. */
type Known = { readonly ids: ReadonlySet<string>; readonly isWhole: boolean };

const nodeId = "a root's or unit's id such as r-ab12 or ou-ab12-cdef3456";

export type ListedAccounts = {
  readonly accounts: readonly AccountInput[];
  /** False: the list was not collected, and any account may belong to the organization. */
  readonly isWhole: boolean;
};

/** The accounts that the file lists, in its order; null: it tells no organization. That itself goes to the builder. */
export function takeOrganization(file: JsonFile, context: ImportContext): ListedAccounts | null {
  const root = file.root.object("organization.json");
  const organization = root?.required("Organization")?.object("Organization") ?? null;
  const id = organization?.known("Id", isOrganizationId, "an organization's id such as o-a1b2c3d4e5") ?? null;
  const managementAccount = organization?.known("MasterAccountId", isAccountId, "twelve digits") ?? null;
  if (root === null || id === null || managementAccount === null) return null;
  const gap = (what: CoverageGap["what"], reason: string) =>
    context.builder.addCoverage({ what, account: null, subject: file.name, reason });

  for (const member of ["Roots", "OrganizationalUnits"]) {
    if (root.optional(member) === null) gap("organization", `${member} was not collected.`);
  }
  const listsAccounts = root.optional("Accounts") !== null;
  if (!listsAccounts) {
    gap("organization", "Accounts was not collected: those that have data are taken to belong to it.");
  }
  const units = takeUnits(root, id);
  const nodes: Known = {
    ids: new Set(units.map((unit) => unit.id)),
    isWhole: root.optional("OrganizationalUnits") !== null,
  };
  const accounts = takeAccounts(root, id, nodes, context);
  const targets: Known = {
    ids: new Set([...nodes.ids, ...accounts.map((one) => one.id)]),
    isWhole: nodes.isWhole && listsAccounts,
  };
  const controlPolicies = takeControlPolicies(root, targets, context);
  if (controlPolicies === null) gap("control-policies", "Policies was not collected.");
  const delegatedAdministrators = takeDelegated(root, targets);
  if (delegatedAdministrators === null) {
    gap("delegated-administrators", "DelegatedAdministrators was not collected.");
  }
  if (listsAccounts && !accounts.some((one) => one.id === managementAccount)) {
    context.warnings.push(
      `${file.name} does not list the management account ${managementAccount} among its accounts.`,
    );
  }
  context.builder.setOrganization({
    id,
    managementAccount,
    units,
    controlPolicies,
    delegatedAdministrators,
  });
  return { accounts, isWhole: listsAccounts };
}

/** `value` is its place in the file, which a root that only others name does not have. */
type FoundUnit = { readonly unit: OrganizationalUnit; readonly value: JsonValue | null };

function takeUnits(root: JsonObject, organization: OrganizationId): readonly OrganizationalUnit[] {
  const unique = new Unique("the root or unit");
  const found: FoundUnit[] = [];
  for (const list of ["Roots", "OrganizationalUnits"]) {
    for (const value of root.list(list) ?? []) {
      const row = value.object("a root or unit");
      const id = row?.known("Id", isOrganizationNodeId, nodeId) ?? null;
      if (row === null || id === null || !unique.add(value, id, id)) continue;
      const parent = list === "Roots" ? null : row.known("ParentId", isOrganizationNodeId, nodeId);
      if (list !== "Roots" && parent === null) continue;
      checkOrganization(row, organization);
      if (parent === null && found.length > 0) {
        value.fail(`${id} is a second root`, "Import one organization at a time: each has one root.");
      }
      found.push({ unit: { id, name: row.optionalText("Name") ?? id, parent }, value });
    }
  }
  const roots = root.optional("Roots") === null ? rootsOfParents(root) : [];
  return parentsFirst([...roots, ...found]);
}

/** Where the roots were not collected, those that units and accounts stand in are roots by their ids. */
function rootsOfParents(root: JsonObject): readonly FoundUnit[] {
  const roots = new Map<string, FoundUnit>();
  for (const list of ["OrganizationalUnits", "Accounts"]) {
    for (const { node } of root.list(list) ?? []) {
      const parent = node.kind === "object" ? node.members.find(({ key }) => key === "ParentId") : undefined;
      if (parent?.value.kind !== "string") continue;
      const id = parent.value.value;
      if (!isOrganizationNodeId(id) || !id.startsWith("r-") || roots.has(id)) continue;
      roots.set(id, { unit: { id, name: id, parent: null }, value: null });
    }
  }
  return [...roots.values()];
}

/** Those whose parent does not exist, or that stand in a circle, are errors and left out. */
function parentsFirst(found: readonly FoundUnit[]): readonly OrganizationalUnit[] {
  const children = new Map<OrganizationNodeId | null, FoundUnit[]>();
  for (const entry of found) {
    const siblings = children.get(entry.unit.parent);
    if (siblings === undefined) children.set(entry.unit.parent, [entry]);
    else siblings.push(entry);
  }
  const ordered = [...(children.get(null) ?? [])];
  for (const { unit } of ordered) ordered.push(...(children.get(unit.id) ?? []));
  const placed = new Set(ordered);
  for (const entry of found) {
    if (placed.has(entry)) continue;
    entry.value?.fail(
      `the unit ${entry.unit.id} does not hang on a root: its parent ${entry.unit.parent} is missing, or below it`,
      "Add the missing unit or root, or correct ParentId.",
    );
  }
  return ordered.map(({ unit }) => unit);
}

function takeAccounts(
  root: JsonObject,
  organization: OrganizationId,
  nodes: Known,
  context: ImportContext,
): readonly AccountInput[] {
  const unique = new Unique("the account");
  const accounts: AccountInput[] = [];
  for (const value of root.list("Accounts") ?? []) {
    const row = value.object("an account");
    const id = row?.known("Id", isAccountId, "twelve digits") ?? null;
    if (row === null || id === null || !unique.add(value, id, id)) continue;
    checkOrganization(row, organization);
    const parentValue = row.optional("ParentId");
    let parent = parentValue?.known("ParentId", isOrganizationNodeId, nodeId) ?? null;
    if (parentValue === null) noPlace(id, "ParentId", context);
    else if (parent !== null && !nodes.ids.has(parent) && !nodes.isWhole) {
      noPlace(id, "OrganizationalUnits", context);
    } else if (parent !== null && !nodes.ids.has(parent)) {
      const advice = "Add the missing unit or root, or correct ParentId.";
      parent = parentValue.fail(`account ${id} stands in ${parent}, which this file does not have`, advice);
    }
    accounts.push({
      id,
      inOrganization: true,
      parent,
      name: row.optionalText("Name"),
      email: row.optionalText("Email"),
      // AWS calls it State since 2025.
      status: row.optionalText("State") ?? row.optionalText("Status") ?? "ACTIVE",
      tags: tagsOf(row) ?? [],
    });
  }
  return accounts;
}

function noPlace(account: AccountId, member: string, { builder }: ImportContext): void {
  const reason = `${member} was not collected: its place in the organization is not known.`;
  builder.addCoverage({ what: "organization", account, subject: account, reason });
}

/** Null: not collected. */
function takeControlPolicies(
  root: JsonObject,
  targets: Known,
  context: ImportContext,
): readonly ControlPolicy[] | null {
  const rows = root.list("Policies");
  if (rows === null) return null;
  const unique = new Unique("the policy");
  const policies: ControlPolicy[] = [];
  for (const value of rows) {
    const row = value.object("a control policy");
    const id = row?.text("Id") ?? null;
    const type = row?.text("Type") ?? null;
    if (row === null || id === null || type === null || !unique.add(value, id, quoted(id))) continue;
    const subject = row.optionalText("Arn") ?? id;
    const content = row.optional("Content");
    const attached = row.list("Targets");
    if (content === null || attached === null) {
      const reason = `${content === null ? "Content" : "Targets"} was not collected.`;
      context.builder.addCoverage({ what: "control-policies", account: null, subject, reason });
      continue;
    }
    const kind = type === "RESOURCE_CONTROL_POLICY" ? "rcp" : "scp";
    const document = isEvaluated(type)
      ? context.policies.document(content, kind, null, { what: `Content of ${quoted(id)}`, arn: subject })
      : null;
    if (document === null) continue;
    const name = row.optionalText("Name") ?? id;
    policies.push({ id, name, type, document, targets: knownTargets(attached, targets) });
  }
  return policies;
}

/** Tag, backup and other management policies have a grammar of their own and decide no request. */
function isEvaluated(type: string): boolean {
  return type === "SERVICE_CONTROL_POLICY" || type === "RESOURCE_CONTROL_POLICY";
}

function knownTargets(values: readonly JsonValue[], known: Known): string[] {
  const targets: string[] = [];
  for (const value of values) {
    const target = value.text("a target");
    if (target === null) continue;
    if (known.ids.has(target) || !known.isWhole) targets.push(target);
    else {
      const advice = "Add what is missing to the file, or remove the target.";
      value.fail(`${quoted(target)} is no root, unit or account of this file`, advice);
    }
  }
  return targets;
}

function takeDelegated(root: JsonObject, known: Known) {
  const rows = root.list("DelegatedAdministrators");
  if (rows === null) return null;
  const delegated: { readonly account: AccountId; readonly servicePrincipal: string }[] = [];
  for (const value of rows) {
    const row = value.object("a delegated administrator");
    const account = row?.known("Id", isAccountId, "twelve digits") ?? null;
    const servicePrincipal = row?.text("ServicePrincipal") ?? null;
    if (account !== null && known.isWhole && !known.ids.has(account)) {
      const advice = "Add the account to the file, or remove the administrator.";
      value.fail(`delegated administrator ${account} is no account of this file`, advice);
      continue;
    }
    if (account !== null && servicePrincipal !== null) delegated.push({ account, servicePrincipal });
  }
  return delegated;
}

/** ARNs of accounts and units name their organization: one of another organization does not belong here. */
function checkOrganization(row: JsonObject, organization: OrganizationId): void {
  const arn = row.optional("Arn");
  const named = /\/(o-[a-z0-9]+)\//.exec(arn?.text("Arn") ?? "")?.[1];
  if (arn === null || named === undefined || named === organization) return;
  const advice = "Import one organization at a time; name the others in accesslens.yaml.";
  arn.fail(`${named} is another organization than ${organization}`, advice);
}
