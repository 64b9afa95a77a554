/** What is measured of spoke roles: the declaration, and the organization that it is for. */
import {
  isAccountId,
  isOrganizationId,
  isOrganizationNodeId,
  type Snapshot,
  SnapshotBuilder,
} from "../src/model/index.ts";
import type { RoleSet } from "../src/provision/roles/index.ts";
import { parseRoleSet } from "../src/work/provision/roles/role-file.ts";
import { motoAccount } from "../test/support/moto.ts";

export const accountIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String(500_000_000_000 + index));

export async function benchSet(hub: string, targets: string, organization: string | null): Promise<RoleSet> {
  const policy = (action: string): string =>
    `{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "${action}", Resource: "arn:{partition}:s3:::logs-{account}" }] }`;
  const set = await parseRoleSet(
    `
name: bench
roles:
  - name: accesslens-bench
    path: /spokes/
    trust:
      - principals: ["${hub}"]
        ${organization === null ? "" : `organization: ${organization}`}
        sessionTags: [{ key: team, values: ["red-*"] }]
        sourceIdentity: {}
    permissions:
      inline:
        - { name: one, policy: ${policy("s3:ListBucket")} }
        - { name: two, policy: ${policy("s3:GetBucketLocation")} }
    tags: { owner: security }
    targets: ${targets}
`,
    "bench.yaml",
    { registry: null, environment: {} },
  );
  if (!set.ok) throw new Error(JSON.stringify(set.error));
  return set.value;
}

export function flatOrganization(count: number): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "synth" });
  const [id, root] = ["o-exampleorg1", "r-root"];
  if (!isOrganizationId(id) || !isOrganizationNodeId(root) || !isAccountId(motoAccount))
    throw new Error("no ids");
  const units = [{ id: root, name: "Root", parent: null }];
  builder.setOrganization({
    id,
    units,
    managementAccount: motoAccount,
    controlPolicies: [],
    delegatedAdministrators: [],
  });
  for (const account of [motoAccount, ...accountIds(count)]) {
    if (isAccountId(account)) builder.addAccount({ id: account, parent: root, hasData: false });
  }
  return builder.build();
}
