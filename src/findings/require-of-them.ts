/** The edit that asks the parties of a draft for something, and nobody else whom the same statement lets in. */
import type { Party } from "../authz/types.ts";
import { accountOfParty, type Draft, type StatementEdit, type TrustView } from "./rule.ts";

type Demand = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** Empty where some of them can't be told from others by how the statement names them: that is for a person to sort out. */
export function requireOfThem(view: TrustView, draft: Draft, demand: Demand): readonly StatementEdit[] {
  const edits: StatementEdit[] = [];
  for (const statement of draft.statements) {
    const principals = principalsOf(view, draft, statement);
    if (principals === null) return [];
    edits.push({ kind: "require-of", statement, principals, ...demand });
  }
  return edits;
}

/** The statement's principals (as written) by which the draft's parties come in, and only they; null: by none such. */
function principalsOf(view: TrustView, draft: Draft, index: number): readonly string[] | null {
  const statement = view.document.statements[index];
  if (statement === undefined || statement.effect !== "Allow" || statement.principal?.negated !== false)
    return null;
  const theirs: Party[] = [];
  const others: Party[] = [];
  for (const [at, { party, allowedBy }] of view.grants.entries())
    if (allowedBy.includes(index)) (draft.grants.includes(at) ? theirs : others).push(party);
  const named = statement.principal.entries.map(({ value }) => view.concrete(value));
  const asked = named.filter((value) => theirs.some((party) => isNamedBy(party, value)));
  const isShared = asked.some((value) => others.some((party) => isNamedBy(party, value)));
  return asked.length === 0 || isShared ? null : asked;
}

function isNamedBy(party: Party, value: string): boolean {
  if (value === "*") return true;
  const account = accountOfParty(party);
  if (account !== null) return value.includes(account);
  switch (party.kind) {
    case "federated":
      return party.provider === value;
    case "service":
      return party.service.toLowerCase() === value.toLowerCase();
    default:
      return false;
  }
}
