/** Permission sets: folders in the account that owns the instance, here as the import's `identity-center.json`. */
import type { AccountId } from "../../../model/index.ts";
import type { JsonValue } from "../json-file.ts";
import { type Composed, Made } from "./composed-file.ts";
import type { Folder, Reading } from "./reading.ts";
import { member } from "./row-parts.ts";

/** Null: there is none, or it was not asked for. Who has a permission set, iam-collect does not read. */
export async function identityCenter(
  reading: Reading,
  accounts: readonly AccountId[],
): Promise<Composed | null> {
  const below = async (type: string): Promise<readonly Folder[]> => {
    const all = accounts.map((account) => reading.folders(`accounts/${account}/sso/${type}`));
    return (await Promise.all(all)).flat();
  };
  const [instances, sets] = await Promise.all([below("instance"), below("permissionset")]);
  if (instances.length === 0 && sets.length === 0) {
    reading.gap(
      null,
      "iam-collect tells of no instance of IAM Identity Center: there is none, or none was asked for.",
    );
    return null;
  }
  reading.gap("AccountAssignments", "iam-collect does not read who has a permission set in an account.");
  return {
    Instances: (await Promise.all(instances.map(instance))).filter((row) => row !== null),
    PermissionSets: (await Promise.all(sets.map(permissionSet))).filter((row) => row !== null),
  };
}

async function instance(folder: Folder): Promise<Composed | null> {
  const about = await folder.metadata();
  const arn = about?.required("arn") ?? null;
  if (about === null || arn === null) return null;
  return {
    InstanceArn: arn,
    Name: member(about, "name"),
    IdentityStoreId: member(about, "identityStoreId"),
    OwnerAccountId: member(about, "ownerAccountId"),
    Status: member(about, "status"),
  };
}

/** A member without a file is left out: nothing tells whether there is none, or it was refused. */
async function permissionSet(folder: Folder): Promise<Composed | null> {
  const [about, inline, ofAws, ofAccounts, boundary] = await Promise.all([
    folder.metadata(),
    folder.file("inlinepolicy.json"),
    folder.file("awsmanagedpolicies.json"),
    folder.file("customermanagedpolicies.json"),
    folder.file("permissionboundary.json"),
  ]);
  const arn = about?.required("arn") ?? null;
  if (about === null || arn === null) return null;
  return {
    PermissionSetArn: arn,
    InstanceArn: instanceOf(arn),
    Name: member(about, "name"),
    Description: member(about, "description"),
    InlinePolicy:
      inline == null ? undefined : new Made(JSON.stringify(inline.plain("inlinepolicy.json")), inline),
    AttachedManagedPolicies: ofAws ?? undefined,
    CustomerManagedPolicyReferences: ofAccounts ?? undefined,
    PermissionsBoundary: boundary ?? undefined,
  };
}

/** `arn:aws:sso:::permissionSet/INSTANCE/SET`. */
function instanceOf(value: JsonValue): Composed | undefined {
  const [, partition, id] = /^arn:([^:]+):sso:::permissionSet\/([^/]+)\//.exec(value.text("arn") ?? "") ?? [];
  return id === undefined ? undefined : new Made(`arn:${partition}:sso:::instance/${id}`, value);
}
