import { operatorFacts } from "../../../../authz/conditions/operators.ts";
import { variableParts } from "../../../../policy/variables.ts";
import type { LintRule } from "../../lint-rule.ts";

export const variableNotSupported: LintRule = {
  code: "variable-not-supported",
  title: "Variable where none is read",
  rationale:
    "Variables stand in resources and in values of String and Arn operators. In principals and actions, and under Numeric, Date, Bool, Binary, IpAddress and Null, they are plain text that nothing equals (IAM-SEMANTICS 53).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "${aws:PrincipalTag/secure}" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringEquals: { "s3:prefix": "${aws:PrincipalTag/home}" } },
    },
  },

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      const places = [
        ...statement.action.patterns.map((value) => ({ ...value, where: "an action" })),
        ...(statement.principal?.entries ?? []).map(({ value, range }) => ({
          text: value,
          range,
          where: "a principal",
        })),
        ...conditions.flatMap(({ test }) =>
          ["text", "arn"].includes(operatorFacts[test.operator].family) && test.operator !== "BinaryEquals"
            ? []
            : test.values.map((value) => ({ ...value, where: `a value of ${test.operator}` })),
        ),
      ];
      for (const { text, range, where } of places) {
        if (!variableParts(text).some(({ kind }) => kind === "variable")) continue;
        yield {
          range,
          message: `${JSON.stringify(text)} is ${where}, where variables are not read`,
          advice: "Write the values themselves.",
        };
      }
    }
  },
};
