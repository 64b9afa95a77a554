import type { PolicyKind } from "../../../../policy/ast.ts";
import { policySize, policySizeLimits } from "../../../../policy/limits.ts";
import type { LintRule, LintSeverity } from "../../lint-rule.ts";

type Limit = { readonly most: number; readonly severity: LintSeverity; readonly what: string };

/** Widest first (IAM-SEMANTICS 28). */
const limits: Readonly<Record<PolicyKind, readonly Limit[]>> = {
  identity: [
    {
      most: policySizeLimits.roleInline,
      severity: "error",
      what: "all inline policies of a role together have",
    },
    { most: policySizeLimits.managed, severity: "warning", what: "a managed policy has" },
  ],
  boundary: [{ most: policySizeLimits.managed, severity: "error", what: "a managed policy has" }],
  trust: [
    { most: policySizeLimits.trustAtMost, severity: "error", what: "a trust policy can be granted" },
    { most: policySizeLimits.trust, severity: "warning", what: "a trust policy has by default" },
  ],
  session: [{ most: policySizeLimits.session, severity: "error", what: "session policies have" }],
  scp: [{ most: policySizeLimits.control, severity: "error", what: "an SCP has" }],
  rcp: [{ most: policySizeLimits.control, severity: "error", what: "an RCP has" }],
  // Each service has its own.
  resource: [],
  endpoint: [],
};

export const policyTooLong: LintRule = {
  code: "policy-too-long",
  title: "More characters than AWS takes",
  rationale:
    "AWS counts a policy's characters without the white space between its parts, and refuses what is too long. How long a resource's policy may be differs by service, and is not checked.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  severity: "error",
  example: {
    kind: "trust",
    bad: trustOf(60),
    good: trustOf(2),
  },

  *check({ text, kind, root }) {
    const size = policySize(text) ?? 0;
    const passed = limits[kind].find(({ most }) => size > most);
    if (passed === undefined) return;
    yield {
      range: { start: root.start, end: root.start + 1 },
      severity: passed.severity,
      message: `the policy has ${size} characters, and ${passed.what} at most ${passed.most}`,
      advice: "Split it, or join what several statements say alike.",
    };
  },
};

function trustOf(count: number): object {
  const names = Array.from({ length: count }, (_, at) => `arn:aws:iam::123456789012:role/application-${at}`);
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: names }, Action: "sts:AssumeRole" }],
  };
}
