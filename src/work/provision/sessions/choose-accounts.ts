/** The accounts in which a command is to run: named ones, or those of a unit, with a tag, or all that a snapshot holds. */
import {
  type Account,
  type AccountId,
  err,
  isAccountId,
  ok,
  type Partition,
  type Result,
  type Snapshot,
} from "../../../model/index.ts";

export type AccountChoice = {
  /** Ids or names; null: none are named. */
  readonly accounts: readonly string[] | null;
  /** Ids or names of units; their sub-units count. */
  readonly units: readonly string[];
  /** `KEY=VALUE`, or `KEY` for any value; each has to hold. */
  readonly tags: readonly string[];
  readonly all: boolean;
};

export type ChosenAccount = {
  readonly id: AccountId;
  readonly name: string | null;
  /** Null: no snapshot tells it. */
  readonly partition: Partition | null;
};

export type ChoiceFault = { readonly message: string; readonly advice: string };

/** In the order of ids. `snapshot` null: there is none, which is enough where all accounts are named by id. */
export function chooseAccounts(
  { accounts, units, tags, all }: AccountChoice,
  snapshot: Snapshot | null,
): Result<readonly ChosenAccount[], ChoiceFault> {
  if (accounts === null && units.length === 0 && tags.length === 0 && !all) {
    return err({
      message: "no accounts are named",
      advice: "Name them with --accounts, --ou or --tag, or say --all.",
    });
  }
  if (snapshot === null) return withoutSnapshot(accounts ?? [], units.length > 0 || tags.length > 0 || all);
  const named = accounts === null ? null : namedAccounts(accounts, snapshot);
  if (named !== null && !named.ok) return named;
  const within = unitsWithin(units, snapshot);
  if (!within.ok) return within;
  const chosen = (
    named?.value ?? snapshot.accounts.filter(({ inOrganization }) => inOrganization || all)
  ).filter(
    (account) =>
      (units.length === 0 || (account.parent !== null && within.value.has(account.parent))) &&
      tags.every((tag) => hasTag(account, tag)),
  );
  const usable = chosen.filter(({ status }) => status === "ACTIVE" || named !== null);
  if (usable.length === 0) {
    return err({
      message: "no active account is like that",
      advice: "accesslens show overview tells which there are.",
    });
  }
  return ok(usable.map(({ id, name, partition }) => ({ id, name, partition })));
}

function withoutSnapshot(
  accounts: readonly string[],
  needsSnapshot: boolean,
): Result<readonly ChosenAccount[], ChoiceFault> {
  const unknown = accounts.find((text) => !isAccountId(text));
  if (needsSnapshot || unknown !== undefined) {
    return err({
      message: "which accounts these are stands in a snapshot, and there is none",
      advice:
        "Name one with --snapshot FILE, or name the accounts by their ids: --accounts 123456789012,210987654321",
    });
  }
  const ids = [...new Set(accounts.filter(isAccountId))].toSorted();
  return ok(ids.map((id) => ({ id, name: null, partition: null })));
}

/** Accounts that the snapshot does not hold can be named by id all the same. */
function namedAccounts(
  texts: readonly string[],
  snapshot: Snapshot,
): Result<readonly ChoosableAccount[], ChoiceFault> {
  const found = new Map<AccountId, ChoosableAccount>();
  for (const text of texts) {
    const account = accountNamed(text, snapshot);
    if (!account.ok) return account;
    found.set(account.value.id, account.value);
  }
  return ok([...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

type ChoosableAccount = Pick<Account, "id" | "name" | "status" | "parent" | "tags"> & {
  readonly partition: Partition | null;
};

/** By id or, without regard to case, by name. */
export function accountNamed(text: string, snapshot: Snapshot): Result<ChoosableAccount, ChoiceFault> {
  if (isAccountId(text)) {
    const index = snapshot.accountIndex(text);
    const known = index === null ? undefined : snapshot.accounts[index];
    return ok(known ?? { id: text, name: null, status: "ACTIVE", parent: null, tags: [], partition: null });
  }
  const alike = snapshot.accounts.filter(({ name }) => name?.toLowerCase() === text.toLowerCase());
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return ok(only);
  return err({
    message:
      alike.length === 0
        ? `the snapshot holds no account ${JSON.stringify(text)}`
        : `${alike.length} accounts are called ${JSON.stringify(text)}: ${alike.map(({ id }) => id).join(", ")}`,
    advice: "Give its id of twelve digits.",
  });
}

function unitsWithin(texts: readonly string[], snapshot: Snapshot): Result<ReadonlySet<string>, ChoiceFault> {
  const units = snapshot.organization?.units ?? [];
  const within = new Set<string>();
  for (const text of texts) {
    const roots = units.filter(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
    const byId = roots.filter(({ id }) => id === text);
    const [only] = byId.length > 0 ? byId : roots;
    if (only === undefined || (byId.length === 0 && roots.length > 1)) {
      return err({
        message:
          only === undefined
            ? `the snapshot holds no unit ${JSON.stringify(text)}`
            : `${roots.length} units are called ${JSON.stringify(text)}: ${roots
                .map(({ id }) => id)
                .toSorted()
                .join(", ")}`,
        advice: "Give a unit's id (ou-…), a root's (r-…), or its name.",
      });
    }
    within.add(only.id);
    // Each unit stands after its parent.
    for (const { id, parent } of units) if (parent !== null && within.has(parent)) within.add(id);
  }
  return ok(within);
}

function hasTag({ tags }: ChoosableAccount, wanted: string): boolean {
  const equals = wanted.indexOf("=");
  const [key, value] = equals < 0 ? [wanted, null] : [wanted.slice(0, equals), wanted.slice(equals + 1)];
  return tags.some((tag) => tag.key === key && (value === null || tag.value === value));
}
