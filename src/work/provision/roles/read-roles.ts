/** Roles as they are in live accounts, and the organization that they stand in. */
import type { Connection } from "../../../aws/index.ts";
import { type Access, readSubject, snapshotOfReads, whyOf } from "../../../collect/live/index.ts";
import {
  type AccountId,
  type CoverageGap,
  err,
  ok,
  type Partition,
  type Result,
  type Snapshot,
  SnapshotBuilder,
} from "../../../model/index.ts";
import { decodePolicyText } from "../../../policy/index.ts";
import type { RoleState } from "../../../provision/roles/index.ts";

export type Live = { readonly access: Access; readonly connection: Connection };

/** Null: there is none. Errors: why it could not be read, in one sentence. */
export async function readRoleState(
  account: AccountId,
  name: string,
  { access, connection }: Live,
): Promise<Result<RoleState | null, string>> {
  const { parts, gaps } = await readSubject({ kind: "role", account, name }, access, connection);
  // Policies that it has and nobody may read are no part of what is written.
  const gap = gaps.find(({ what }) => what !== "managed-policy");
  if (gap !== undefined) {
    const { refusal, call } = gap;
    const as = access.canEnter(account) ? ` as ${access.nameOf(account)}` : "";
    return err(
      `the account could not be read${as}${call === null ? "" : `, ${call}`}: ${whyOf(refusal)} (${refusal.code}: ${refusal.message})`,
    );
  }
  const rows = (parts["authorization-details"] ?? []).flatMap(({ RoleDetailList }) =>
    Array.isArray(RoleDetailList) ? RoleDetailList.filter(isRow) : [],
  );
  const [row] = rows;
  return ok(row === undefined ? null : stateOfRow(row));
}

type Row = Readonly<Record<string, unknown>>;

/** In the shape of `get-account-authorization-details`; policies may be encoded. */
function stateOfRow(row: Row): RoleState {
  const boundary = isRow(row.PermissionsBoundary) ? row.PermissionsBoundary.PermissionsBoundaryArn : null;
  return {
    name: textOf(row.RoleName),
    path: textOf(row.Path) || "/",
    description: typeof row.Description === "string" && row.Description !== "" ? row.Description : null,
    trust: decodePolicyText(textOf(row.AssumeRolePolicyDocument)),
    inline: new Map(
      rowsOf(row.RolePolicyList).map((one) => [
        textOf(one.PolicyName),
        decodePolicyText(textOf(one.PolicyDocument)),
      ]),
    ),
    attached: new Set(rowsOf(row.AttachedManagedPolicies).map(({ PolicyArn }) => textOf(PolicyArn))),
    boundary: typeof boundary === "string" ? boundary : null,
    maxSessionSeconds: typeof row.MaxSessionDuration === "number" ? row.MaxSessionDuration : 3600,
    tags: new Map(rowsOf(row.Tags).map(({ Key, Value }) => [textOf(Key), textOf(Value)])),
    instanceProfiles: new Set(rowsOf(row.InstanceProfileList).map(({ Arn }) => textOf(Arn))),
  };
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * The organization with its accounts, and without anything in them. Where it may not be read, what is left is the accounts that are
 * named: then nobody is known to belong to an organization.
 */
export async function readOrganization(
  { access, connection }: Live,
  { tags, named }: { readonly tags: boolean; readonly named: readonly AccountId[] },
  createdAt: number,
): Promise<Snapshot> {
  const { parts, gaps } = await readSubject({ kind: "organization" }, access, connection, {
    accountTags: tags,
  });
  const read = await snapshotOfReads([{ account: null, parts }], createdAt);
  const coverage = gaps.map(
    ({ what, subject, refusal }): CoverageGap => ({
      ...{ what, subject, account: null },
      reason: `${whyOf(refusal)} (${refusal.code}: ${refusal.message})`,
    }),
  );
  const { account, partition } = access.home.caller;
  return bareSnapshot(read, partition, [account, ...named], coverage);
}

/** All accounts of one organization are of its partition. */
function bareSnapshot(
  read: Snapshot,
  partition: Partition,
  named: readonly AccountId[],
  coverage: readonly CoverageGap[],
): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: read.createdAt, source: read.source });
  const { organization } = read;
  if (organization !== null) {
    const controlPolicies =
      organization.controlPolicies?.map((policy) => ({
        ...policy,
        document: builder.document(
          read.documents.text(policy.document, organization.managementAccount),
          null,
        ),
      })) ?? null;
    builder.setOrganization({ ...organization, controlPolicies });
  }
  for (const account of read.accounts) builder.addAccount({ ...account, partition, hasData: false });
  for (const id of named) if (!builder.hasAccount(id)) builder.addAccount({ id, partition, hasData: false });
  for (const gap of [...read.coverage, ...coverage]) builder.addCoverage(gap);
  return builder.build();
}
