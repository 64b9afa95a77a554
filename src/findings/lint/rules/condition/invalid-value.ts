import { operatorFacts } from "../../../../authz/conditions/operators.ts";
import { readDate, readNumber } from "../../../../authz/conditions/read-values.ts";
import { parseAddressBlock } from "../../../../logic/addresses.ts";
import type { ConditionOperator } from "../../../../policy/ast.ts";
import type { LintRule } from "../../lint-rule.ts";

export const invalidValue: LintRule = {
  code: "invalid-value",
  title: "Value that the operator cannot read",
  rationale:
    "A date, number, address block, ARN or boolean that is none equals nothing: AWS refuses the policy, or the condition never holds (IAM-SEMANTICS 47, 50, 54).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/33" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"] } },
    },
  },

  *check({ statements }) {
    for (const { conditions } of statements) {
      for (const { test } of conditions) {
        for (const { text, range } of test.values) {
          // Variables are another rule's.
          const expected = text.includes("${") ? null : expectedInstead(test.operator, text);
          if (expected === null) continue;
          yield {
            range,
            message: `${JSON.stringify(text)} is no ${expected}`,
            advice: `Write ${article(expected)}.`,
          };
        }
      }
    }
  },
};

function article(noun: string): string {
  return /^[aeiouA]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function expectedInstead(operator: ConditionOperator, text: string): string | null {
  switch (operatorFacts[operator].family) {
    case "date":
      return readDate(text) === null ? "date as in ISO 8601 (2026-01-31T00:00:00Z)" : null;
    case "number":
      return readNumber(text) === null ? "number" : null;
    case "address":
      return parseAddressBlock(text).ok ? null : "IP address or block (203.0.113.0/24)";
    case "boolean":
    case "null":
      return /^(true|false)$/i.test(text) ? null : "boolean: true or false";
    case "arn":
      return /^\*+$/.test(text) || text.split(":").length >= 6 ? null : "ARN with its six parts";
    case "text":
      return operator === "BinaryEquals" && !/^[A-Za-z0-9+/]*={0,2}$/.test(text) ? "base64 text" : null;
  }
}
