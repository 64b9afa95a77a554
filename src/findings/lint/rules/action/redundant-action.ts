import { glob } from "../../../../logic/index.ts";
import { includedIn } from "../../included-patterns.ts";
import type { LintRule } from "../../lint-rule.ts";
import { elementOf, withoutItem } from "../../text-edits.ts";

/** More are not compared with each other: no policy that AWS takes has so many. */
const most = 500;

export const redundantAction: LintRule = {
  code: "redundant-action",
  title: "Action that another of the list includes",
  rationale: "It says nothing that another pattern of the same list does not say, and costs characters.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: ["s3:Get*", "s3:GetObject"], Resource: "arn:aws:s3:::example/*" },
    good: { Effect: "Allow", Action: ["s3:Get*", "s3:PutObject"], Resource: "arn:aws:s3:::example/*" },
  },

  *check({ statements }) {
    for (const view of statements) {
      const patterns = view.statement.action.patterns.slice(0, most);
      const includers = includedIn(patterns.map(({ text }) => glob(text.toLowerCase())));
      const list = elementOf(view, "Action", "NotAction");
      for (const [at, { text, range }] of patterns.entries()) {
        const by = patterns[includers[at] ?? -1];
        if (by === undefined) continue;
        yield {
          range,
          message: `${JSON.stringify(text)} is included in ${JSON.stringify(by.text)}`,
          advice: "Remove it.",
          edit: list === null ? null : withoutItem(list, range),
        };
      }
    }
  },
};
