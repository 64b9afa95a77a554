import { knownKeyFacts, nearestKey } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";
import { didYouMean } from "../../nearest-name.ts";

export const unknownKey: LintRule = {
  code: "unknown-condition-key",
  title: "Condition key that is not known",
  rationale:
    "No request brings a key that does not exist: positive operators never hold then, negated ones always. Keys of tokens (`issuer:claim`) and of tags are known by their form. A new key may be missing in the data at hand.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgld": "o-exampleorg1" } },
    },
    good: {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { conditions } of statements) {
      for (const { test, key } of conditions) {
        if (knownKeyFacts(test.key, catalogue) !== null) continue;
        yield {
          range: { start: key.keyStart, end: key.keyEnd },
          message: `no condition key is known as ${JSON.stringify(test.key)}${didYouMean(nearestKey(test.key, catalogue))}`,
          advice: "Correct the key's name.",
        };
      }
    }
  },
};
