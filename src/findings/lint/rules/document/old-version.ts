import type { LintRule } from "../../lint-rule.ts";

export const oldVersion: LintRule = {
  code: "old-version",
  title: "Version of 2008",
  rationale:
    "The old version of the language knows no policy variables, and AWS recommends it for nothing any more. Without variables in the policy both mean the same.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: {
      Version: "2008-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
    },
    good: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
    },
  },

  *check({ root, text }) {
    for (const { key, value } of root.members) {
      if (key !== "Version" || value.kind !== "string" || value.value !== "2008-10-17") continue;
      const range = { start: value.start, end: value.end };
      const edit = text.includes("${") ? null : { range, text: '"2012-10-17"' };
      yield { range, message: "the policy language of 2008", advice: 'Write "2012-10-17".', edit };
    }
  },
};
