import { sourceServiceOf } from "../../../source-services.ts";
import { isNegated, passesWhenAbsent } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

const sourceKeys = /^aws:source(account|arn|orgid|orgpaths)$/i;

export const serviceWithoutSource: LintRule = {
  code: "service-without-source",
  title: "A service is let in on anybody's behalf",
  rationale:
    "A service acts for all of its customers: one of them could have it use this resource for theirs (the confused deputy). A condition on aws:SourceAccount, aws:SourceArn or aws:SourceOrgID says for whom it may. Some services do not bring these keys; then nothing can be done here.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  severity: "warning",
  kinds: ["resource", "trust"],
  example: {
    kind: "resource",
    bad: {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs/*",
    },
    good: {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs/*",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    },
  },

  *check({ statements, kind }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow" || statement.principal?.negated !== false) continue;
      const isBound = conditions.some(
        ({ test }) => sourceKeys.test(test.key) && !isNegated(test) && !passesWhenAbsent(test),
      );
      if (isBound) continue;
      for (const { type, value, range } of statement.principal.entries) {
        if (type !== "Service") continue;
        // Most services assume roles of their own account only, and bring no such key.
        if (kind === "trust" && sourceServiceOf(value) === null) continue;
        yield {
          range,
          message: `${value} is let in on behalf of any of its customers`,
          advice: "Add a condition on aws:SourceAccount or aws:SourceArn, where the service brings them.",
        };
      }
    }
  },
};
