import { type OperatorFamily, operatorFacts } from "../../../../authz/conditions/operators.ts";
import type { KeyType } from "../../../../authz/keys.ts";
import { operatorName } from "../../condition-values.ts";
import { knownKeyFacts } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";

/** Which operators read values of a key of each type. A boolean, a date or a number can be compared as the text that it is. */
const families: Readonly<Record<KeyType, readonly OperatorFamily[]>> = {
  text: ["text", "null"],
  arn: ["arn", "text", "null"],
  boolean: ["boolean", "text", "null"],
  number: ["number", "null"],
  date: ["date", "number", "null"],
  address: ["address", "null"],
  binary: ["text", "null"],
};

const operators: Readonly<Record<KeyType, string>> = {
  text: "String operators",
  arn: "Arn operators",
  boolean: "Bool",
  number: "Numeric operators",
  date: "Date operators",
  address: "IpAddress and NotIpAddress",
  binary: "BinaryEquals",
};

export const operatorTypeMismatch: LintRule = {
  code: "operator-type-mismatch",
  title: "Operator for another type of value than the key has",
  rationale:
    "Each operator reads one type of values. On a key of another type it compares what cannot be compared: a positive one never holds.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceIp": "203.0.113.0/24" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { conditions } of statements) {
      for (const { test, operator } of conditions) {
        const facts = knownKeyFacts(test.key, catalogue);
        if (facts === null || families[facts.type].includes(operatorFacts[test.operator].family)) continue;
        // Values that are ARNs show that the key holds one, whatever its listed type.
        const { family } = operatorFacts[test.operator];
        if (
          family === "arn" &&
          facts.type === "text" &&
          test.values.every(({ text }) => text.startsWith("arn:"))
        ) {
          continue;
        }
        yield {
          range: { start: operator.keyStart, end: operator.keyEnd },
          message: `${test.key} holds ${nouns[facts.type]}, which ${operatorName(test)} does not read`,
          advice: `Use ${operators[facts.type]}.`,
        };
      }
    }
  },
};

const nouns: Readonly<Record<KeyType, string>> = {
  text: "a text",
  arn: "an ARN",
  boolean: "true or false",
  number: "a number",
  date: "a date",
  address: "an IP address",
  binary: "binary data",
};
