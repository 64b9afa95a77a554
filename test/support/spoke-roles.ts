/** A small organization with a hub, a vendor outside, and declarations of spoke roles for its accounts. */
import {
  type AccountId,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type Snapshot,
  SnapshotBuilder,
} from "../../src/model/index.ts";
import type { DeclaredRole, DeclaredTrust, RoleSet } from "../../src/provision/roles/index.ts";

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  if (!is(text)) throw new Error(`${text} is no such identifier`);
  return text;
}

export const accountOf = (text: string): AccountId => checked(text, isAccountId);
export const organizationId = checked("o-exampleorg1", isOrganizationId);
const node = (text: string) => checked(text, isOrganizationNodeId);
const uniqueId = checked("AROAEXAMPLEEXAMPLE123", isUniqueId);

export const hubAccount = accountOf("111111111111");
export const hubArn = `arn:aws:iam::${hubAccount}:role/hub`;
export const vendorAccount = accountOf("999999999999");
export const spokes = ["222222222222", "333333333333", "444444444444"].map(accountOf);

export type SpokeWorld = {
  readonly partition?: string;
  /** Statements of the hub's own policy. */
  readonly hubMay?: readonly object[];
  /** Roles that are there, in the first spoke. */
  readonly roles?: readonly {
    readonly name: string;
    readonly trust: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly path?: string;
    readonly inline?: Readonly<Record<string, string>>;
    readonly attached?: readonly string[];
    readonly maxSessionSeconds?: number;
    readonly boundary?: string;
  }[];
  readonly rcp?: object;
  readonly scp?: object;
  readonly more?: number;
};

/** The hub stands in Security, the spokes in Workloads, the last of them in a unit below. */
export function spokeWorld(world: SpokeWorld = {}): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "synth" });
  const policy = (statement: object, owner: AccountId | null) =>
    builder.document(JSON.stringify({ Version: "2012-10-17", Statement: [statement].flat() }), owner);
  const control = (
    type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY",
    statement: object | undefined,
  ) =>
    statement === undefined
      ? []
      : [{ id: `p-${type}`, name: type, type, document: policy(statement, null), targets: ["r-root"] }];
  builder.setOrganization({
    id: organizationId,
    managementAccount: accountOf("100000000000"),
    units: [
      { id: node("r-root"), name: "Root", parent: null },
      { id: node("ou-root-security"), name: "Security", parent: node("r-root") },
      { id: node("ou-root-workload"), name: "Workloads", parent: node("r-root") },
      { id: node("ou-root-prodprod"), name: "Prod", parent: node("ou-root-workload") },
    ],
    controlPolicies: [
      ...control("RESOURCE_CONTROL_POLICY", world.rcp),
      ...control("SERVICE_CONTROL_POLICY", world.scp),
      ...control("SERVICE_CONTROL_POLICY", { Effect: "Allow", Action: "*", Resource: "*" }),
    ],
    delegatedAdministrators: [],
  });
  const partition = world.partition ?? "aws";
  const add = (id: AccountId, parent: string, tags: Readonly<Record<string, string>> = {}): void =>
    builder.addAccount({
      ...{ id, partition, parent: node(parent), hasData: true },
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
  add(hubAccount, "ou-root-security");
  const more = Array.from({ length: world.more ?? 0 }, (_, index) =>
    accountOf(String(500_000_000_000 + index)),
  );
  for (const [index, id] of [...spokes, ...more].entries()) {
    add(id, index === 2 ? "ou-root-prodprod" : "ou-root-workload", { stage: index === 1 ? "dev" : "prod" });
  }
  builder.addRole(hubAccount, {
    ...{ name: "hub", uniqueId, trustPolicy: null },
    inlinePolicies: [{ name: "own", document: policy(world.hubMay ?? [], hubAccount) }],
  });
  const [first = hubAccount] = spokes;
  for (const role of world.roles ?? []) {
    builder.addRole(first, {
      ...{
        name: role.name,
        path: role.path ?? "/",
        uniqueId,
        maxSessionSeconds: role.maxSessionSeconds ?? 3600,
      },
      trustPolicy: builder.document(role.trust, first),
      tags: Object.entries(role.tags ?? {}).map(([key, value]) => ({ key, value })),
      inlinePolicies: Object.entries(role.inline ?? {}).map(([name, text]) => ({
        name,
        document: builder.document(text, first),
      })),
      attachedPolicies: (role.attached ?? []).filter(isArn),
      ...(role.boundary !== undefined && isArn(role.boundary) ? { permissionsBoundary: role.boundary } : {}),
    });
  }
  return builder.build();
}

export function declaredTrust(changes: Partial<DeclaredTrust> = {}): DeclaredTrust {
  return {
    principals: [{ kind: "role", arn: hubArn, account: hubAccount, partition: "aws" }],
    organization: null,
    units: [],
    externalId: { kind: "none" },
    sessionTags: [],
    sourceIdentity: null,
    ...changes,
  };
}

export function declaredRole(changes: Partial<DeclaredRole> = {}): DeclaredRole {
  return {
    name: "reader",
    path: "/",
    description: null,
    trust: [declaredTrust()],
    policies: [{ owner: "aws", name: "SecurityAudit" }],
    inline: [],
    boundary: null,
    maxSessionSeconds: 3600,
    tags: [],
    targets: { accounts: spokes.slice(0, 1), units: [], tags: [], except: [] },
    ...changes,
  };
}

export const setOf = (...roles: readonly DeclaredRole[]): RoleSet => ({ name: "spokes", roles, hubs: [] });
