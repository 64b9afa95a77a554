import { resourcePattern } from "../../../../authz/action-resources.ts";
import { glob } from "../../../../logic/index.ts";
import { includedIn } from "../../included-patterns.ts";
import type { LintRule } from "../../lint-rule.ts";
import { elementOf, withoutItem } from "../../text-edits.ts";

/** More are not compared with each other: no policy that AWS takes has so many. */
const most = 300;

export const redundantResource: LintRule = {
  code: "redundant-resource",
  title: "Resource that another of the list includes",
  rationale: "It says nothing that another ARN of the same list does not say, and costs characters.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::a/b/*"] },
    good: { Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
  },

  *check({ statements }) {
    for (const view of statements) {
      const patterns = view.statement.resource?.patterns.slice(0, most) ?? [];
      const list = elementOf(view, "Resource", "NotResource");
      // What a variable stands for is not known.
      const includers = includedIn(
        patterns.map(({ text }) =>
          text === "*" ? glob("*") : text.includes("$") ? null : resourcePattern(text),
        ),
      );
      for (const [at, { text, range }] of patterns.entries()) {
        const same = patterns.findIndex((other) => other.text === text);
        const by = patterns[same < at ? same : (includers[at] ?? -1)];
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
