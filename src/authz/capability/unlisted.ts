/** What a policy takes away of actions that AWS does not list: a list for which `NotAction` or Deny leaves nothing real out. */
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { ActionCatalogue } from "../action-catalogue.ts";

export type ListedOnly = {
  readonly document: PolicyDocument;
  /** The patterns that were taken out, each once. */
  readonly left: readonly string[];
};

/** The policy without patterns of Deny and of Allow with NotAction that match no listed action: it allows more. */
export function withoutUnlisted(document: PolicyDocument, catalogue: ActionCatalogue): ListedOnly {
  const left = new Set<string>();
  const isListed = (text: string): boolean => catalogue.matching(text).length > 0;
  const statements = document.statements.flatMap((statement): readonly Statement[] => {
    const { action, effect, exact } = statement;
    const takesAway = exact && action.negated === (effect === "Allow");
    if (!takesAway) return [statement];
    const patterns = action.patterns.filter(({ text }) => isListed(text));
    if (patterns.length === action.patterns.length) return [statement];
    for (const { text } of action.patterns) if (!isListed(text)) left.add(text);
    if (patterns.length > 0) return [{ ...statement, action: { ...action, patterns } }];
    const all = { negated: false, patterns: [{ text: "*", range: statement.range }] };
    return effect === "Deny" ? [] : [{ ...statement, action: all }];
  });
  return { document: { ...document, statements }, left: [...left] };
}
