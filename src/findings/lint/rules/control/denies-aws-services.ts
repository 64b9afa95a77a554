import { isNegated, passesWhenAbsent } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

/** AWS's services have none of these (IAM-SEMANTICS A5). */
const ofPrincipals: ReadonlySet<string> = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
]);

export const deniesAwsServices: LintRule = {
  code: "denies-aws-services",
  title: "Perimeter that shuts out AWS's services",
  rationale:
    "A service that writes logs or reads objects on its own behalf is in no organization and no account, so that a negated condition on these keys holds for it and it is denied. AWS's own pattern spares it with BoolIfExists aws:PrincipalIsAWSService (IAM-SEMANTICS 60).",
  reference: "https://github.com/aws-samples/data-perimeter-policy-examples",
  severity: "warning",
  kinds: ["rcp", "resource"],
  example: {
    kind: "rcp",
    bad: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    },
    good: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  },

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      const { effect, principal } = statement;
      if (effect !== "Deny" || principal?.entries.some(({ value }) => value === "*") !== true) continue;
      // A positive condition that services do not satisfy spares them.
      if (conditions.some(({ test }) => sparesServices(test.key) || !passesWhenAbsent(test))) continue;
      for (const { test, key } of conditions) {
        if (!ofPrincipals.has(test.key.toLowerCase()) || !isNegated(test)) continue;
        yield {
          range: { start: key.keyStart, end: key.keyEnd },
          message: `the condition on ${test.key} also holds for AWS's services, which are denied then`,
          advice: 'Add "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}.',
        };
      }
    }
  },
};

function sparesServices(key: string): boolean {
  return /^aws:(principalisawsservice|principalservicename(slist)?|source(account|arn|orgid|orgpaths))$/i.test(
    key,
  );
}
