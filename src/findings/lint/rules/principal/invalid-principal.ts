import type { PolicyKind, PrincipalEntry } from "../../../../policy/ast.ts";
import type { LintRule } from "../../lint-rule.ts";

export const invalidPrincipal: LintRule = {
  code: "invalid-principal",
  title: "Principal that names nobody",
  rationale:
    "A principal is `*`, an account's id, the ARN of an account, role, user or session, an identity provider, or a service's name. Wildcards in it are refused, groups are never principals (IAM-SEMANTICS 12–22).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  severity: "error",
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/deploy-*" },
      Action: "sts:AssumeRole",
    },
    good: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/deploy" },
      Action: "sts:AssumeRole",
    },
  },

  *check({ statements, kind }) {
    for (const { statement } of statements) {
      for (const entry of statement.principal?.entries ?? []) {
        const fault = faultOf(entry, kind);
        if (fault === null) continue;
        const [what, advice] = fault;
        yield { range: entry.range, message: `${JSON.stringify(entry.value)} ${what}`, advice };
      }
    }
  },
};

/** Providers that have no ARN (IAM-SEMANTICS 18). */
const builtInProviders: ReadonlySet<string> = new Set([
  "cognito-identity.amazonaws.com",
  "accounts.google.com",
  "graph.facebook.com",
  "www.amazon.com",
]);

type Fault = readonly [what: string, advice: string];

function faultOf({ type, value }: PrincipalEntry, kind: PolicyKind): Fault | null {
  switch (type) {
    case "*":
      return null;
    case "AWS":
      return faultOfAws(value);
    case "Service":
      return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal|amazon\.com)$/.test(value)
        ? null
        : ["is no service's name", "Write it exactly, such as lambda.amazonaws.com."];
    case "Federated":
      if (kind !== "trust")
        return ["is federated, which only trust policies know", "Name the role's session instead."];
      return builtInProviders.has(value) ||
        /^arn:[a-z-]+:iam::\d{12}:(saml|oidc)-provider\/[^*?]+$/.test(value)
        ? null
        : ["is no identity provider", "Write the provider's ARN, or the name of a built-in one."];
    case "CanonicalUser":
      if (kind === "resource") return null;
      return ["is a canonical user, which only S3's policies know", "Write the account's id under AWS."];
  }
}

function faultOfAws(value: string): Fault | null {
  if (value === "*" || /^\d{12}$/.test(value) || /^A(RO|ID)A[A-Z0-9]{12,124}$/.test(value)) return null;
  const form = /^arn:[a-z-]+:(iam|sts):[^:]*:(\d{12}|[^:]*):(.+)$/.exec(value);
  if (form === null)
    return ["is no principal", "Write an account's id, or the ARN of a role, user or session."];
  if (/[*?]/.test(value)) {
    return [
      "holds a wildcard, which principals do not have",
      'Write "*", and a condition on aws:PrincipalArn.',
    ];
  }
  const [, service, account = "", resource = ""] = form;
  if (!/^\d{12}$/.test(account))
    return ["has an account that is no twelve digits", "Write the account's id."];
  if (service === "iam" && /^group\//.test(resource)) {
    return ["is a group, and groups are no principals", "Name the group's users or a role."];
  }
  const known =
    service === "iam" ? /^(root|(role|user)\/.+)$/ : /^(assumed-role\/[^/]+\/.+|federated-user\/.+|self)$/;
  return known.test(resource) ? null : ["is no role, user or session", "Write the principal's own ARN."];
}
