/** An organization with one member account and one user and one role in it, for questions about what they can do. */
import assert from "node:assert/strict";
import type { ActionCatalogue } from "../../src/authz/action-catalogue.ts";
import type { WhatCan } from "../../src/authz/what-can/types.ts";
import { whatCan } from "../../src/authz/what-can/what-can.ts";
import {
  type AccountId,
  type Arn,
  type ControlPolicy,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type OrganizationNodeId,
  type Snapshot,
  SnapshotBuilder,
  type Tag,
} from "../../src/model/index.ts";
import { catalogue } from "./lint.ts";

export const member = "222222222222";
const management = "111111111111";
export const user = `arn:aws:iam::${member}:user/ada`;
export const role = `arn:aws:iam::${member}:role/app`;

export type World = {
  readonly identity: readonly object[];
  readonly group?: object;
  readonly boundary?: object;
  /** By root, unit and account; `null`: control policies were not collected. Absent: the organization has none. */
  readonly scps?: readonly (readonly object[])[] | null;
  /** At the root. */
  readonly rcps?: readonly object[];
  /** A managed policy is attached whose text is not at hand. */
  readonly missing?: boolean;
  readonly tags?: readonly Tag[];
  /** The principals live in the management account. */
  readonly inManagement?: boolean;
  /** Services that the account administers for the organization; null: not collected. Absent: none. */
  readonly administers?: readonly string[] | null;
  /** There is no organization. */
  readonly alone?: boolean;
};

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), `${text} is not well-formed`);
  return text;
}

function policy(statements: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Asks about the user by default. */
export function askWhatCan(world: World, principal = user, known: ActionCatalogue = catalogue): WhatCan {
  const answer = whatCan(snapshotOf(world), principal, known);
  assert.ok(answer !== null, `no principal ${principal}`);
  return answer;
}

export function snapshotOf(world: World): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_700_000_000, source: "synth" });
  const root: OrganizationNodeId = checked("r-root", isOrganizationNodeId);
  const unit = checked("ou-root-prod0000", isOrganizationNodeId);
  const home: AccountId = checked(member, isAccountId);
  const chief = checked(management, isAccountId);
  const places = [root, unit, home];
  const controls = world.scps?.flatMap((level, at) =>
    level.map(
      (statements, number): ControlPolicy => ({
        id: `p-${at}${number}`,
        name: `scp-${at}-${number}`,
        type: "SERVICE_CONTROL_POLICY",
        document: builder.document(policy(statements), null),
        targets: [places[at] ?? root],
      }),
    ),
  );
  const resourceControls = world.rcps?.map(
    (statements, number): ControlPolicy => ({
      id: `p-r${number}`,
      name: `rcp-${number}`,
      type: "RESOURCE_CONTROL_POLICY",
      document: builder.document(policy(statements), null),
      targets: [root],
    }),
  );
  const organization = {
    id: checked("o-exampleorg1", isOrganizationId),
    managementAccount: world.inManagement === true ? home : chief,
    units: [
      { id: root, name: "Root", parent: null },
      { id: unit, name: "Production", parent: root },
    ],
    controlPolicies: world.scps === null ? null : [...(controls ?? []), ...(resourceControls ?? [])],
    delegatedAdministrators:
      world.administers === null
        ? null
        : (world.administers ?? []).map((servicePrincipal) => ({ account: home, servicePrincipal })),
  };
  if (world.alone !== true) builder.setOrganization(organization);
  builder.addAccount({ id: chief, parent: world.alone === true ? null : root });
  builder.addAccount({ id: home, parent: world.alone === true ? null : unit });
  const boundary: Arn = checked(`arn:aws:iam::${member}:policy/boundary`, isArn);
  if (world.boundary !== undefined) {
    builder.addManagedPolicy(home, {
      arn: boundary,
      name: "boundary",
      document: builder.document(policy(world.boundary), home),
    });
  }
  if (world.group !== undefined) {
    builder.addGroup(home, {
      name: "team",
      path: "/",
      uniqueId: checked("AGPAEXAMPLEEXAMPLE123", isUniqueId),
      inlinePolicies: [{ name: "shared", document: builder.document(policy(world.group), home) }],
      attachedPolicies: [],
    });
  }
  const common = {
    inlinePolicies: world.identity.map((statements, at) => ({
      name: `inline-${at}`,
      document: builder.document(policy(statements), home),
    })),
    attachedPolicies: world.missing === true ? [checked(`arn:aws:iam::${member}:policy/gone`, isArn)] : [],
    permissionsBoundary: world.boundary === undefined ? null : boundary,
    tags: world.tags ?? [],
  };
  builder.addRole(home, {
    name: "app",
    uniqueId: checked("AROAEXAMPLEEXAMPLE123", isUniqueId),
    trustPolicy: null,
    ...common,
  });
  builder.addUser(home, {
    name: "ada",
    path: "/",
    uniqueId: checked("AIDAEXAMPLEEXAMPLE123", isUniqueId),
    groups: ["team"],
    createdAt: null,
    ...common,
  });
  return builder.build();
}
