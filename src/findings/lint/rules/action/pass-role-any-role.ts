import type { LintRule } from "../../lint-rule.ts";

export const passRoleAnyRole: LintRule = {
  code: "pass-role-any-role",
  title: "Any role may be passed to any service",
  rationale:
    "Whoever may pass every role gives the most powerful one to a function or a machine of theirs, and has its rights. A condition on iam:PassedToService narrows to services, a list of roles to what they may do.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  severity: "security",
  kinds: ["identity"],
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "iam:PassRole", Resource: "*" },
    good: {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    },
  },

  *check({ statements, catalogue }) {
    const passRole = catalogue.action("iam:PassRole");
    for (const { statement, conditions } of statements) {
      const { effect, action, resource } = statement;
      if (effect !== "Allow" || action.negated || resource?.negated !== false) continue;
      const passing = action.patterns.find(
        // `*` is another rule's.
        ({ text }) => text !== "*" && catalogue.matching(text).some((facts) => facts === passRole),
      );
      const any = resource.patterns.find(({ text }) => /^(\*|arn:[^:]*:iam::[^:]*:(role\/)?\*)$/.test(text));
      if (passing === undefined || any === undefined) continue;
      if (conditions.some(({ test }) => /^iam:(PassedToService|AssociatedResourceArn)$/i.test(test.key)))
        continue;
      yield {
        range: any.range,
        message: `${JSON.stringify(passing.text)} on ${JSON.stringify(any.text)} lets any role be passed`,
        advice: "List the roles, or add a condition on iam:PassedToService.",
      };
    }
  },
};
