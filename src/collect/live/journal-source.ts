/** A journal as the source of an import: each account's units, put together to the files of the import format. */

import type { AccountId } from "../../model/index.ts";
import { type ImportSource, parseJsonFile } from "../files/index.ts";
import type { Part } from "./collector.ts";
import type { Journal } from "./journal.ts";
import type { UnitRecord } from "./unit.ts";

const organizationFile = /^(organization|identity-center)\.json$/;
const accountFile = /^accounts\/(\d{12})\/([a-z-]+)\.json$/;

/**
 * `home`: the account whose journal holds the organization's own units. What is missing, the journal's gaps tell: `take` gets
 * the units of each account that is read, `home` among them, once.
 */
export function journalSource(
  journal: Journal,
  home: AccountId,
  accounts: readonly AccountId[],
  take: (account: AccountId, units: readonly UnitRecord[]) => void,
): ImportSource {
  const taken = new Set<AccountId>();
  let read: { readonly account: AccountId; readonly units: readonly UnitRecord[] } | null = null;
  const unitsOf = async (account: AccountId): Promise<readonly UnitRecord[]> => {
    if (read?.account === account) return read.units;
    // Not both at once: an account may have much.
    read = null;
    const units = await journal.unitsOf(account);
    read = { account, units };
    if (!taken.has(account)) take(account, units);
    taken.add(account);
    return units;
  };
  return {
    accounts: async () => accounts,
    async read(name) {
      const [, forAccount, accountPart] = accountFile.exec(name) ?? [];
      const [, organizationPart] = organizationFile.exec(name) ?? [];
      const account = accounts.find((id) => id === forAccount) ?? home;
      const units = await unitsOf(account);
      const text = partText(units, partNamed(accountPart ?? organizationPart ?? ""));
      return text === null ? { kind: "missing-and-told" } : parseJsonFile(text, name);
    },
  };
}

function partNamed(name: string): Part | null {
  switch (name) {
    case "organization":
    case "identity-center":
    case "authorization-details":
    case "identity-providers":
    case "resource-policies":
    case "account":
    case "roles-anywhere":
      return name;
    default:
      return null;
  }
}

/** Null: no unit brought anything of it. */
export function partText(units: readonly Pick<UnitRecord, "parts">[], part: Part | null): string | null {
  if (part === null) return null;
  if (part === "resource-policies" && units.length > 0) {
    return JSON.stringify(units.flatMap(({ parts }) => parts[part] ?? []));
  }
  const found = units.flatMap(({ parts }) => parts[part] ?? []);
  if (found.length === 0) return null;
  if (part === "authorization-details") return JSON.stringify(found);
  const whole = joined(found);
  return JSON.stringify(part === "organization" ? withTags(whole) : whole);
}

/** Tags are read apart, as they take a call for each account; the import format has them with the accounts. */
function withTags({ AccountTags, ...file }: Readonly<Record<string, unknown>>) {
  if (!Array.isArray(AccountTags) || !Array.isArray(file.Accounts)) return file;
  const tags = new Map(AccountTags.map(({ Id, Tags }) => [Id, Tags]));
  return { ...file, Accounts: file.Accounts.map((account) => ({ ...account, Tags: tags.get(account.Id) })) };
}

/** One object of many: lists of the same name are joined, of other members the last one counts. */
function joined(objects: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const before = all[name];
      all[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  }
  return all;
}
