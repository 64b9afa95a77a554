import type { LintRule } from "../../lint-rule.ts";

export const rcpUnsupportedService: LintRule = {
  code: "rcp-unsupported-service",
  title: "Service that RCPs do not reach",
  rationale:
    "RCPs are asked for some sixty services only, among them s3, sts, kms, sqs and secretsmanager, and not lambda, sns or iam (IAM-SEMANTICS 59). For others the statement protects from nothing.",
  reference: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
  severity: "warning",
  kinds: ["rcp"],
  example: {
    kind: "rcp",
    bad: {
      Effect: "Deny",
      Principal: "*",
      Action: "lambda:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    good: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  },

  *check({ statements, catalogue }) {
    for (const { statement } of statements) {
      for (const { text, range } of statement.action.patterns) {
        const prefix = text.slice(0, Math.max(0, text.indexOf(":"))).toLowerCase();
        // What is not known at all is another rule's.
        if (!catalogue.services.has(prefix) || catalogue.rcpServices.has(prefix)) continue;
        yield {
          range,
          message: `RCPs do not reach ${prefix}`,
          advice: "Deny it in the resources' own policies, or to the organization's principals by SCP.",
        };
      }
    }
  },
};
