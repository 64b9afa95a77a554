import { allowsEverything } from "../../identity-facts.ts";
import type { Draft, IdentityRule } from "../../rule.ts";

export const administratorPolicy: IdentityRule = {
  kind: "identity",
  id: "administrator-policy",
  title: "Own policy that allows everything",
  rationale:
    "A policy that allows every action on every resource makes its holders administrators, who may assume every role " +
    "that trusts their account. Administrators are needed; this rule only lists the policies that make them, other than " +
    "AWS's own, for those who want the list. It is off unless the configuration turns it on.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    "Prowler iam_customer_attached_policy_no_administrative_privileges",
  ],
  severity: "info",
  onByDefault: false,
  appliesTo: (facts) => facts.allowsEverything,

  *check(view): Iterable<Draft> {
    const statements = view.document.statements.filter(allowsEverything).map((statement) => statement.index);
    if (statements.length === 0) return;
    yield {
      cause: view.policy,
      severity: "info",
      reasons: ["Every action on every resource is allowed."],
      title: `${view.holder.kind === "managed-policy" ? "The policy" : `The inline policy ${view.policy}`} allows everything`,
      grants: [],
      statements,
    };
  },
};
