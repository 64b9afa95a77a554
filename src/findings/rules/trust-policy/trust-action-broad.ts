import { keyFacts } from "../../../authz/index.ts";
import type { Statement } from "../../../policy/ast.ts";
import { allowStatements, type Draft, type TrustRule } from "../../rule.ts";
import { bringingOf } from "../../services-that-bring.ts";

export const trustActionBroad: TrustRule = {
  kind: "trust",
  id: "trust-action-broad",
  title: "Trust policy that allows more actions than are meant",
  rationale:
    "A trust policy says by which call somebody comes in. With `*`, `sts:*` or NotAction it allows them all, and with them " +
    "session tags, source identities and contexts of the caller's choice, on which other policies may rely. AWS adds " +
    "actions from time to time, and a wildcard allows those too.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    "cfn_nag W14",
    "cfn_nag F2",
  ],
  severity: "low",
  appliesTo: (facts) => facts.hasBroadAction,

  *check(view): Iterable<Draft> {
    const found = new Map<string, { readonly what: string; readonly statements: number[] }>();
    for (const statement of allowStatements(view.document)) {
      const what = broadAction(statement);
      if (what === null) continue;
      const known = found.get(what);
      if (known === undefined) found.set(what, { what, statements: [statement.index] });
      else known.statements.push(statement.index);
    }
    for (const [cause, { what, statements }] of found)
      yield {
        cause,
        severity: "low",
        reasons: ["Whoever is let in may also set session tags, a source identity and a context."],
        title: `The trust policy allows ${what}`,
        grants: [...view.grants.keys()].filter((index) =>
          view.grants[index]?.allowedBy.some((statement) => statements.includes(statement)),
        ),
        statements,
      };
  },

  fix: (view, draft) => ({
    summary: "Name the actions that are meant; keep sts:TagSession and the like only where callers use them.",
    edits: draft.statements.map((statement) => ({
      kind: "replace-actions",
      statement,
      actions: actionsFor(view.document.statements[statement]),
    })),
  }),
};

/** `sts:AssumeRole*` allows other ways in, but nothing that the principal could use besides. */
function broadAction({ action: { negated, patterns } }: Statement): string | null {
  if (negated)
    return `everything but ${patterns
      .map(({ text }) => text)
      .sort()
      .join(", ")}`;
  const broad = patterns.find(({ text }) => /^(?:\*+|sts:[*?]+)$/i.test(text));
  return broad === undefined ? null : broad.text;
}

/** The call by which each principal comes in, and what its conditions and services need besides. */
function actionsFor(statement: Statement | undefined): readonly string[] {
  const actions = new Set<string>();
  for (const { type, value } of statement?.principal?.entries ?? []) {
    if (type !== "Federated") actions.add("sts:AssumeRole");
    else
      actions.add(
        value.includes(":saml-provider/") ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity",
      );
    for (const action of bringingOf(value)?.actions ?? []) actions.add(action);
  }
  for (const condition of statement?.conditions ?? []) {
    const needed = condition.kind === "test" ? keyFacts(condition.key).needs : null;
    if (needed !== null) actions.add(needed);
  }
  return [...actions];
}
