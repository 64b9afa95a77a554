import { fullName } from "../../../../authz/action-resources.ts";
import { passesWhenAbsent } from "../../condition-values.ts";
import { isGlobalKey } from "../../key-names.ts";
import type { LintDraft, LintRule, LintView, PlacedCondition, StatementView } from "../../lint-rule.ts";

export const keyNotInRequest: LintRule = {
  code: "key-not-in-request",
  title: "Key that requests for the action do not bring",
  rationale:
    "AWS lists the keys that each action brings. With one that it does not bring, a positive operator never holds and a negated or IfExists one always does, so that the action is surely not, or surely, what the statement says. The lists are sometimes incomplete.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  severity: "warning",
  kinds: ["identity", "boundary", "session", "scp", "rcp", "resource"],
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:GetObject"],
      Resource: ["arn:aws:s3:::a", "arn:aws:s3:::a/*"],
      Condition: { StringLike: { "s3:prefix": "home/*" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::a",
      Condition: { StringLike: { "s3:prefix": "home/*" } },
    },
  },

  *check(view) {
    for (const statement of view.statements) {
      if (!statement.actionsAreKnown) continue;
      for (const condition of statement.conditions) {
        const draft = draftFor(view, statement, condition);
        if (draft !== null) yield draft;
      }
    }
  },
};

function draftFor(
  view: LintView,
  statement: StatementView,
  { test, key }: PlacedCondition,
): LintDraft | null {
  const { catalogue } = view;
  const listed = catalogue.keyType(test.key);
  // Of resources' tags, and of what any session may bring, the lists say too little.
  const isOfRequest = /^aws:(requesttag\/|tagkeys$)/i.test(test.key);
  if (listed === null || /resourcetag/i.test(test.key) || (isGlobalKey(test.key) && !isOfRequest))
    return null;
  const brings = statement.actions.filter(({ conditionKeys }) => conditionKeys.includes(listed.name));
  const named = statement.statement.action.patterns.flatMap(({ text }) => catalogue.action(text) ?? []);
  const lacking = brings.length === 0 ? statement.actions : named.filter((facts) => !brings.includes(facts));
  if (lacking.length === 0) return null;
  const names = lacking.slice(0, 5).map(fullName).join(", ");
  const more = lacking.length > 5 ? ` and ${lacking.length - 5} more` : "";
  const outcome = passesWhenAbsent(test) ? "always holds for it" : "never holds for it";
  return {
    range: { start: key.keyStart, end: key.keyEnd },
    message: `${test.key} is not brought by ${names}${more}, so that the condition ${outcome}`,
    advice:
      brings.length === 0
        ? "Remove the condition, or take a key that these actions bring."
        : "Move these actions to a statement of their own.",
  };
}
