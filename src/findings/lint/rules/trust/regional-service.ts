import type { LintRule } from "../../lint-rule.ts";

export const regionalService: LintRule = {
  code: "regional-service",
  title: "Regional form of a service's name",
  rationale:
    "Services assume roles by their name without a region; the regional form is for calls across regions that must be switched on (IAM-SEMANTICS 19).",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services",
  severity: "suggestion",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: { Effect: "Allow", Principal: { Service: "ssm.eu-west-1.amazonaws.com" }, Action: "sts:AssumeRole" },
    good: { Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      for (const { type, value, range } of statement.principal?.entries ?? []) {
        if (type !== "Service") continue;
        const form = /^([a-z0-9-]+)\.[a-z]{2}(?:-[a-z]+)+-\d\.(amazonaws\.com(?:\.cn)?)$/.exec(value);
        if (form === null) continue;
        yield {
          range,
          message: `${value} names a region`,
          advice: `Write ${form[1]}.${form[2]}, unless the region is one that has to be switched on.`,
        };
      }
    }
  },
};
