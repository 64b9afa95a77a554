import { variableParts } from "../../../../policy/variables.ts";
import type { LintRule } from "../../lint-rule.ts";

export const variableInOldVersion: LintRule = {
  code: "variable-in-old-version",
  title: "Variable that is plain text",
  rationale:
    "Only policies of version 2012-10-17 have variables. Elsewhere `${aws:username}` is a text with a dollar sign, which no request brings (IAM-SEMANTICS 53).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Version: "2008-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::home/${aws:username}/*" },
      ],
    },
    good: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::home/${aws:username}/*" },
      ],
    },
  },

  *check({ document, statements }) {
    if (document.version !== "2008-10-17") return;
    for (const { statement, conditions } of statements) {
      const texts = [
        ...(statement.resource?.patterns ?? []),
        ...conditions.flatMap(({ test }) => test.values),
      ];
      for (const { text, range } of texts) {
        if (!variableParts(text).some(({ kind }) => kind !== "text")) continue;
        yield {
          range,
          message: `${JSON.stringify(text)} holds a variable, and the policy's version has none`,
          advice: 'Write "Version": "2012-10-17", and look at what the policy means then.',
        };
      }
    }
  },
};
