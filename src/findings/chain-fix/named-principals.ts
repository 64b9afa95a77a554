/** Who stands in a trust policy's statement, as its text names them. */
import type { Party } from "../../authz/types.ts";
import type { Statement } from "../../policy/ast.ts";
import type { StatementEdit, TrustView } from "../rule.ts";

/** Principals of the statement, as written, that let the party in. `concrete`: see {@link TrustView}. */
export function principalsFor(
  statement: Statement | undefined,
  party: Party,
  concrete: (text: string) => string,
): readonly string[] {
  const texts = (statement?.principal?.entries ?? []).map(({ value }) => concrete(value));
  return texts.filter((text) => names(text, party));
}

function names(text: string, party: Party): boolean {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
      return text === party.arn || isAccount(text, party.account);
    case "account":
      return isAccount(text, party.account);
    case "any-account":
      return text === "*";
    case "federated":
      return text === party.provider;
    case "organization":
    case "organizational-unit":
    case "service":
      return false;
  }
}

export function isAccount(text: string, account: string): boolean {
  return text === account || text.endsWith(`:${account}:root`);
}

/** Takes out who comes in by the grants. Empty where one is by no principal that stands there as such: that is for a person. */
export function removals(view: TrustView, grants: readonly number[]): readonly StatementEdit[] {
  const edits = new Map<string, StatementEdit>();
  for (const index of grants) {
    const grant = view.grants[index];
    if (grant === undefined) return [];
    let isNamed = false;
    for (const statement of grant.allowedBy) {
      for (const value of principalsFor(view.document.statements[statement], grant.party, (text) =>
        view.concrete(text),
      )) {
        isNamed = true;
        edits.set(`${statement} ${value}`, { kind: "remove-principal", statement, value });
      }
    }
    if (!isNamed) return [];
  }
  return [...edits.values()];
}
