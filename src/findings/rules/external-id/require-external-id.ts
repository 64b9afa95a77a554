/** The edit that asks third parties for an external id, and nobody else who is let in by the same statement. */
import { accountOfParty, type Draft, type StatementEdit, type TrustView } from "../../rule.ts";
import { externalIdKey } from "./external-id-terms.ts";

/**
 * The engine knows no randomness, so it can't draw a good id: a fix shows this stand-in, which says what it is.
 */
const standIn = "REPLACE-WITH-A-RANDOM-ID-AGREED-WITH-THE-THIRD-PARTY";

export function requireExternalId(view: TrustView, draft: Draft): readonly StatementEdit[] {
  const accounts = new Set<string>();
  for (const index of draft.grants) {
    const grant = view.grants[index];
    const account = grant === undefined ? null : accountOfParty(grant.party);
    if (account !== null) accounts.add(account);
  }
  return draft.statements.flatMap((index) => editsOf(view, index, accounts));
}

function editsOf(view: TrustView, index: number, accounts: ReadonlySet<string>): readonly StatementEdit[] {
  const statement = view.document.statements[index];
  if (statement === undefined || statement.effect !== "Allow") return [];
  const entries = statement.principal?.entries ?? [];
  const isTheirs = (text: string) => [...accounts].some((account) => text.includes(account));
  const theirs = entries.filter((entry) => isTheirs(entry.value));
  const require: StatementEdit = {
    kind: "require",
    statement: index,
    operator: "StringEquals",
    key: externalIdKey,
    values: [standIn],
  };
  // A principal that is let in by a condition can't be told apart by its entry: the whole statement asks then.
  if (theirs.length === 0 || theirs.length === entries.length) return [require];
  return [
    ...theirs.map(
      (entry): StatementEdit => ({
        kind: "remove-principal",
        statement: index,
        value: view.concrete(entry.value),
      }),
    ),
    {
      kind: "add-statement",
      text: JSON.stringify({
        Effect: "Allow",
        Principal: { AWS: theirs.map((entry) => view.concrete(entry.value)) },
        Action: statement.action.patterns.map((pattern) => pattern.text),
        Condition: { StringEquals: { [externalIdKey]: standIn } },
      }),
    },
  ];
}
