/** Which accounts a collection reads: those of the organization that are in use, asked for, and have a way in. */
import { type AccountId, type CoverageGap, isAccountId } from "../../model/index.ts";
import type { Access } from "./access.ts";
import type { Aggregator } from "./config/aggregator.ts";
import { partText } from "./journal-source.ts";
import type { UnitRecord } from "./unit.ts";

export type ToRead = { readonly accounts: readonly AccountId[]; readonly unusable: readonly CoverageGap[] };

/** The organization's active accounts, or the one that we are in, as far as they are asked for and there is a way in. */
export function accountsToRead(
  organization: readonly UnitRecord[],
  {
    access,
    accounts: asked,
    aggregator,
  }: {
    readonly access: Access;
    readonly accounts: readonly AccountId[] | null;
    readonly aggregator: Aggregator | null;
  },
): ToRead {
  const text = partText(organization, "organization");
  const file: unknown = text === null ? null : JSON.parse(text);
  const rows = isRecord(file) && Array.isArray(file.Accounts) ? file.Accounts.filter(isRecord) : [];
  const accounts = new Set<AccountId>();
  const unusable: CoverageGap[] = [];
  // AWS Config tells of accounts that there is no other way into.
  const entered = aggregator === null ? access.accounts : null;
  const wanted = (id: AccountId): boolean =>
    (asked === null || asked.includes(id)) && (entered === null || entered.includes(id));
  for (const { Id, Name, State, Status } of rows) {
    if (typeof Id !== "string" || !isAccountId(Id) || !wanted(Id)) continue;
    const state = State ?? Status;
    if (state === "ACTIVE" || state === undefined) accounts.add(Id);
    else {
      const reason = `The account is ${String(state)}: nobody can read it, nor use it.`;
      unusable.push({
        what: "account",
        account: Id,
        subject: typeof Name === "string" ? Name : null,
        reason,
      });
    }
  }
  // Accounts that the organization does not tell of, because it can't be read or is another one.
  for (const id of [access.home.caller.account, ...(access.accounts ?? []), ...(asked ?? [])]) {
    if (wanted(id) && !unusable.some(({ account }) => account === id)) accounts.add(id);
  }
  return { accounts: [...accounts].sort(), unusable };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
