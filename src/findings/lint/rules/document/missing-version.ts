import type { LintRule } from "../../lint-rule.ts";

export const missingVersion: LintRule = {
  code: "missing-version",
  title: "No Version",
  rationale:
    "A policy without Version is one of 2008: policy variables in it are plain text (IAM-SEMANTICS 53). Nearly nobody means that.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
  severity: "suggestion",
  example: {
    kind: "identity",
    bad: { Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }] },
    good: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
    },
  },

  *check({ root, text }) {
    if (root.members.some(({ key }) => key.toLowerCase() === "version")) return;
    const range = { start: root.start, end: root.start + 1 };
    const [first] = root.members;
    // With variables it would mean something else: then it is for people to decide.
    const edit =
      first === undefined || text.includes("${")
        ? null
        : { range: { start: first.keyStart, end: first.keyStart }, text: '"Version": "2012-10-17", ' };
    yield { range, message: "a policy without Version", advice: 'Add "Version": "2012-10-17".', edit };
  },
};
