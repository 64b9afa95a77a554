import { glob, patternMatches } from "../../../../logic/index.ts";
import type { PrincipalEntry } from "../../../../policy/ast.ts";
import type { LintRule } from "../../lint-rule.ts";

export const actionPrincipalMismatch: LintRule = {
  code: "action-principal-mismatch",
  title: "Principal that cannot make the statement's call",
  rationale:
    "Whoever comes with a token calls AssumeRoleWithWebIdentity, with a SAML assertion AssumeRoleWithSAML; principals of AWS and services call AssumeRole (IAM-SEMANTICS 18, 34). Another pairing lets nobody in.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  severity: "error",
  kinds: ["trust"],
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:saml-provider/Okta" },
      Action: "sts:AssumeRole",
    },
    good: {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:saml-provider/Okta" },
      Action: "sts:AssumeRoleWithSAML",
      Condition: { StringEquals: { "saml:aud": "https://signin.aws.amazon.com/saml" } },
    },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      const { effect, action, principal } = statement;
      if (effect !== "Allow" || action.negated || principal === null || principal.negated) continue;
      const patterns = action.patterns.map(({ text }) => glob(text.toLowerCase()));
      const covers = (name: string): boolean =>
        patterns.some((pattern) => patternMatches(pattern, name.toLowerCase()));
      // Statements that only say what a session may bring name no way in.
      if (!["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"].some(covers))
        continue;
      for (const entry of principal.entries) {
        const call = callOf(entry);
        if (call === null || covers(call)) continue;
        yield {
          range: entry.range,
          message: `${JSON.stringify(entry.value)} comes in by ${call}, which the statement does not allow`,
          advice: `Allow ${call} for it, in a statement of its own.`,
        };
      }
    }
  },
};

function callOf({ type, value }: PrincipalEntry): string | null {
  switch (type) {
    case "AWS":
    case "Service":
      return value === "*" ? null : "sts:AssumeRole";
    case "Federated":
      return value.includes(":saml-provider/") ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
    default:
      return null;
  }
}
