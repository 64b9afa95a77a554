import { keyFacts } from "../../../../authz/keys.ts";
import { glob, patternMatches } from "../../../../logic/index.ts";
import { passesWhenAbsent } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

export const sessionActionMissing: LintRule = {
  code: "session-action-missing",
  title: "Condition on what the caller may not bring",
  rationale:
    "Tags, a source identity and a context can only be brought where sts:TagSession, sts:SetSourceIdentity or sts:SetContext are allowed too; without it the whole call fails (IAM-SEMANTICS 30–33).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required",
  severity: "error",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/app" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
    },
    good: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/app" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
    },
  },

  *check({ document, statements }) {
    const allowed = document.statements.filter(({ effect }) => effect === "Allow");
    const isAllowed = (name: string): boolean =>
      allowed.some(
        ({ action }) =>
          action.negated !==
          action.patterns.some(({ text }) => patternMatches(glob(text.toLowerCase()), name.toLowerCase())),
      );
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow") continue;
      for (const { test, key } of conditions) {
        const { needs } = keyFacts(test.key);
        // Services and Pod Identity bring tags as principal tags; a session's own source identity may be an earlier one.
        if (needs === null || passesWhenAbsent(test) || isAllowed(needs)) continue;
        yield {
          range: { start: key.keyStart, end: key.keyEnd },
          message: `${test.key} is demanded, and ${needs}, which bringing it needs, is nowhere allowed`,
          advice: `Add ${needs} to the statement's actions.`,
        };
      }
    }
  },
};
