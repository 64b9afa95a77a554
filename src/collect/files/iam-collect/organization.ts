/** An organization's folder, here as the import's `organization.json`. */
import type { JsonObject, JsonValue } from "../json-file.ts";
import { type Composed, Made } from "./composed-file.ts";
import { controlPolicies } from "./control-policies.ts";
import type { Folder, Reading } from "./reading.ts";
import { member, tagList } from "./row-parts.ts";

/** Null: the storage holds no organization, or several of them, or not what it is: recorded. */
export async function organizationFile(reading: Reading): Promise<Composed | null> {
  const folders = await reading.folders("organizations");
  const [folder, another] = folders;
  if (folder === undefined) {
    reading.gap(reading.shown("organizations"), "iam-collect tells of no organization.");
    return null;
  }
  const about = await folder.metadata();
  if (another !== undefined) {
    about?.value.fail(
      `there are ${folders.length} organizations: this one, and ${reading.shown(another.path)}`,
      "Import one organization at a time: put the others' folders elsewhere.",
    );
    return null;
  }
  const [id, managementAccount] = ["id", "rootAccountId"].map((one) => about?.required(one) ?? null);
  if (about === null || id == null || managementAccount == null) return null;
  const [units, accounts, delegated, names] = await Promise.all([
    rowsOf(folder, "ous.json"),
    rowsOf(folder, "accounts.json"),
    folder.file("delegated-admins.json"),
    unitNames(reading, folder),
  ]);
  const root = about.optional("rootOu");
  const unit = (key: string, from: JsonValue) => ({ Id: new Made(key, from), Name: names.get(key) });
  const rootId = root?.text("rootOu") ?? null;
  return {
    Organization: { Id: id, MasterAccountId: managementAccount },
    Roots: root === null || rootId === null ? undefined : [unit(rootId, root)],
    OrganizationalUnits: units?.flatMap(([key, row]) => {
      const ParentId = row.optional("parent");
      return ParentId === null ? [] : [{ ...unit(key, row.value), ParentId }];
    }),
    Accounts: accounts?.map(([key, row]) => ({
      Id: new Made(key, row.value),
      ParentId: member(row, "ou"),
      Tags: tagList(row.optional("tags") ?? undefined),
    })),
    Policies: await controlPolicies(
      reading,
      folder,
      about,
      units === undefined || accounts === undefined ? null : [...units, ...accounts],
    ),
    DelegatedAdministrators: administrators(delegated),
  };
}

/** An object of objects, by their keys. Undefined: there is no such file, or it can't be read. */
async function rowsOf(
  folder: Folder,
  name: string,
): Promise<readonly (readonly [string, JsonObject])[] | undefined> {
  const members = (await folder.file(name))?.object(name)?.members;
  return members === undefined
    ? undefined
    : [...members].flatMap(([key, value]) => {
        const row = value.object(`${name}'s ${key}`);
        return row === null ? [] : [[key, row] as const];
      });
}

/** `{"SERVICE": ["ACCOUNT"]}` as a row for each. */
function administrators(file: JsonValue | null | undefined): Composed | undefined {
  const members = file?.object("delegated-admins.json")?.members;
  return members === undefined
    ? undefined
    : [...members].flatMap(([service, accounts]) =>
        (accounts.array(`the administrators for ${service}`) ?? []).map((Id) => ({
          Id,
          ServicePrincipal: new Made(service, accounts),
        })),
      );
}

/** By the unit's id. Folders are called after it, in lower case as ids are. */
async function unitNames(reading: Reading, { path }: Folder): Promise<ReadonlyMap<string, JsonValue>> {
  const names = new Map<string, JsonValue>();
  for (const folder of await reading.folders(`${path}/ous`)) {
    const name = (await folder.metadata())?.optional("name") ?? null;
    if (name !== null) names.set(folder.path.slice(folder.path.lastIndexOf("/") + 1), name);
  }
  return names;
}
