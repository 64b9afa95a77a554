/** An account for people: its id, and its name where it has one. */
import type { AccountIndex } from "../model/index.ts";
import type { RuleContext } from "./rule.ts";

export function accountLabel(account: AccountIndex, context: RuleContext): string {
  const id = context.snapshot.accounts[account]?.id ?? "";
  const name = context.nameOf(id);
  return name === null ? `account ${id}` : `account ${id} (${name})`;
}
