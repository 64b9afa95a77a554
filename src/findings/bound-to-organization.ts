import type { Draft, StatementEdit, TrustView } from "./rule.ts";

/** The edit that asks for our organization; empty where others than accounts of ours would be asked too. */
export function boundToOrganization(view: TrustView, draft: Draft): readonly StatementEdit[] {
  const { organization } = view.context;
  const { organizationId } = organization;
  if (organizationId === null) return [];
  const edits: StatementEdit[] = [];
  for (const index of draft.statements) {
    const entries = view.document.statements[index]?.principal?.entries ?? [];
    const fits = entries.every(({ type, value }) => {
      const account = /\d{12}/.exec(view.concrete(value))?.[0];
      return (type === "AWS" || type === "*") && (account === undefined || organization.isOurs(account));
    });
    if (!fits) return [];
    edits.push({
      kind: "require",
      statement: index,
      operator: "StringEquals",
      key: "aws:PrincipalOrgID",
      values: [organizationId],
    });
  }
  return edits;
}
