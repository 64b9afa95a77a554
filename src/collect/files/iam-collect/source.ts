/**
 * The storage of iam-collect as the source of an import: its folders, put together to the files of the import format. What is
 * there is taken; what is not there is told as not collected, as iam-collect keeps no empty answer and no refusal.
 */
import { basename, resolve } from "node:path";
import type { AccountId, CoverageGap } from "../../../model/index.ts";
import { accountDirectories } from "../account-directories.ts";
import type { ImportContext } from "../import-context.ts";
import type { ImportSource } from "../import-source.ts";
import { type Composed, composedFile } from "./composed-file.ts";
import { identityCenter } from "./identity-center.ts";
import { identityProviders } from "./identity-providers.ts";
import { organizationFile } from "./organization.ts";
import { authorizationDetails } from "./principals.ts";
import { Reading, type Storage } from "./reading.ts";
import { resourcePolicies } from "./resources.ts";

const accountFile = /^accounts\/(\d{12})\/([a-z-]+)\.json$/;

/** `storage`: the partition's directory below `root`, empty where it is that itself. */
export function iamCollectSource(root: string, storage: string, context: ImportContext): ImportSource {
  const place: Storage = { root, storage, context };
  let accounts: Promise<readonly AccountId[] | null> | null = null;
  const listed = (): Promise<readonly AccountId[] | null> => {
    accounts ??= accountDirectories(root, context, storage);
    return accounts;
  };
  tellOfSilence(context, storage);
  return {
    accounts: listed,
    async read(name) {
      const [, account, part] = accountFile.exec(name) ?? [];
      const id = (await listed())?.find((one) => one === account) ?? null;
      const what = partOf(part ?? name.replace(/\.json$/, ""));
      const reading = new Reading(place, { what, account: id });
      const whole = await composed(
        reading,
        what,
        id,
        (await listed()) ?? [],
        basename(resolve(root, storage)),
      );
      reading.settle();
      if (whole === null) return { kind: "missing-and-told" };
      return composedFile(whole.name, whole.rows);
    },
  };
}

function partOf(name: string): CoverageGap["what"] {
  switch (name) {
    case "organization":
    case "identity-center":
    case "identity-providers":
    case "resource-policies":
    case "roles-anywhere":
      return name;
    case "account":
      return "account-settings";
    case "authorization-details":
      return "account";
    default:
      throw new RangeError(`there is no file ${name} in the import format`);
  }
}

type Whole = { readonly name: string; readonly rows: Composed };

/** Null: nothing is there, which is recorded. */
async function composed(
  reading: Reading,
  what: CoverageGap["what"],
  account: AccountId | null,
  accounts: readonly AccountId[],
  partition: string,
): Promise<Whole | null> {
  const named = (path: string, rows: Composed | null): Whole | null =>
    rows === null ? null : { name: reading.shown(path), rows };
  if (what === "organization") return named("organizations", await organizationFile(reading));
  if (what === "identity-center") return named("accounts", await identityCenter(reading, accounts));
  if (account === null) return null;
  const folder = `accounts/${account}`;
  switch (what) {
    case "account": {
      const rows = await authorizationDetails(reading, account);
      if (rows === null) {
        reading.gap(reading.shown(`${folder}/iam`), "iam-collect tells of no user, group, role or policy.");
      }
      return named(`${folder}/iam`, rows);
    }
    case "identity-providers":
      return named(`${folder}/iam`, await identityProviders(reading, account));
    case "resource-policies":
      return named(folder, await resourcePolicies(reading, account, partition));
    case "account-settings":
      return named(folder, await settings(reading, folder));
    case "roles-anywhere":
      reading.gap(null, "iam-collect does not read IAM Roles Anywhere.");
      return null;
    default:
      return null;
  }
}

async function settings(reading: Reading, folder: string): Promise<Composed | null> {
  const block = await (await reading.folder(folder)).file("s3-bpa.json");
  if (block != null) return { PublicAccessBlockConfiguration: block };
  if (block === undefined) {
    const reason =
      "There is none, or it was not asked for: whether the account blocks public access is not known.";
    reading.gap(reading.shown(`${folder}/s3-bpa.json`), reason);
  }
  return null;
}

function tellOfSilence({ builder }: ImportContext, storage: string): void {
  builder.addCoverage({
    what: "resource-policies",
    account: null,
    subject: storage === "" ? null : storage,
    reason:
      "iam-collect keeps neither empty answers nor refusals: a resource without policy.json has none, or it was refused, and kinds of resources that are not there may exist.",
  });
}
