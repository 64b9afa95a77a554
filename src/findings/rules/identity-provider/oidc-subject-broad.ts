import { admitsAbsence, bareOperator, isDemand, statementsOf } from "../../guard-terms.ts";
import { type Binding, bindingOf, breaksOffInId, namesOwner } from "../../issuer-subjects.ts";
import { cognitoIdentity } from "../../issuers.ts";
import { requireOfThem } from "../../require-of-them.ts";
import { type Draft, powerReason, type StatementEdit, type TrustRule, type TrustView } from "../../rule.ts";
import { type BreadthKind, breadthText, namesSomebody } from "../../subject-breadth.ts";
import type { Severity } from "../../types.ts";

type Breadth = {
  readonly kind: BreadthKind;
  readonly pattern: string | null;
  readonly binding: Binding;
  readonly grants: number[];
};

export const oidcSubjectBroad: TrustRule = {
  kind: "trust",
  id: "oidc-subject-broad",
  title: "OIDC subject pattern too broad",
  rationale:
    "At a provider that everybody shares, the subject tells whose token it is. A pattern whose wildcard comes before the " +
    "end of the owner's name matches others too: repo:acme* is also repo:acme-evil/…, and so is repo:acme*/…, which is " +
    "often written to match both GitHub's old subjects and the immutable ones with ids. Naming every subject but one " +
    "names nearly everybody. Within one owner, a pattern for all repositories, or for all branches of one, gives each " +
    "of them what the most trusted needs; so does `pull_request`, which runs what the request has changed before anybody " +
    "reviews it. That is reported for powerful roles.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    "https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims",
    "Access Analyzer SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
    "Checkov CKV_AWS_358",
    "Checkov CKV_AWS_393",
  ],
  severity: "high",
  appliesTo: (facts) => facts.hasOidc && facts.hasConditions,

  *check(view): Iterable<Draft> {
    const found = new Map<string, Breadth>();
    for (const [index, grant] of view.grants.entries()) {
      const binding = bindingOf(grant);
      if (binding === null || binding.host === cognitoIdentity) continue;
      const breadth = breadthOf(binding, view);
      if (breadth === null) continue;
      const cause = `${breadth.kind} ${binding.host} ${breadth.pattern ?? ""}`.trim();
      const known = found.get(cause);
      if (known === undefined) found.set(cause, { ...breadth, binding, grants: [index] });
      else known.grants.push(index);
    }
    for (const [cause, breadth] of found) yield draftOf(cause, breadth, view);
  },

  // Which repository and branch are meant, only the owner of the role knows.
  fix: (view, draft) => {
    const grant = view.grants[draft.grants[0] ?? -1];
    const binding = grant === undefined ? null : bindingOf(grant);
    if (binding === null) return null;
    const { issuer, host } = binding;
    const example = issuer.example === null ? "" : `, such as ${issuer.example}`;
    return {
      summary: `List the exact subjects that are meant in ${host}:sub${example}; spell the ${issuer.tenantWord} out, with what ends its name.`,
      edits: narrowed(view, draft, binding),
    };
  },
};

/** Where outsiders come in, the issuer's example in place of the subject; its capitals say what to fill in. */
function narrowed(
  view: TrustView,
  draft: Draft,
  { issuer, host, pattern, terms }: Binding,
): readonly StatementEdit[] {
  const { example } = issuer;
  if (example === null || !/^(?:anyone|alike) /.test(draft.cause)) return [];
  const name = draft.cause.startsWith("alike ")
    ? /^[a-z_]+:([^:/@]+)$/.exec(pattern?.fixed ?? "")?.[1]
    : undefined;
  const subject = name === undefined ? example : example.replace(/[A-Z][A-Z-]+/, name);
  // What else is let in by name stays.
  const others = terms
    .filter((term) => term.key.toLowerCase() === `${host}:sub`.toLowerCase() && isDemand(term))
    .flatMap(({ values }) => values.filter((value) => value !== pattern?.text));
  const values = [...new Set([...others, subject])];
  return requireOfThem(view, draft, {
    operator: values.some((value) => /[*?]/.test(value)) ? "StringLike" : "StringEquals",
    key: `${host}:sub`,
    values,
  });
}

function breadthOf(binding: Binding, view: TrustView): Pick<Breadth, "kind" | "pattern"> | null {
  const { issuer, reach, pattern, terms } = binding;
  const text = pattern?.text ?? null;
  const isBound = text !== null || (issuer.audienceBinds && binding.audience === "asked");
  // Nothing but what everybody meets: a rule of its own says that the subject is missing.
  const excludes = terms.some(({ operator }) => bareOperator(operator).includes("not"));
  if (text === null && !excludes) return null;
  if (terms.every((term) => admitsAbsence(term)) && !excludes) return null;
  if (reach === "anyone")
    return { kind: pattern !== null && namesSomebody(pattern) ? "alike" : "anyone", pattern: text };
  // Most grants end here, before anybody asks what the role can do, which takes reading its policies.
  if (reach === "detail") return partOfId(binding);
  const isPowerful = powerReason(view.context.powerOf(view.role)) !== null;
  if (reach === "tenant") {
    if ((issuer.tenancy === "own" && !namesOwner(binding)) || isPowerful)
      return { kind: "tenant", pattern: text };
    return isBound ? partOfId(binding) : null;
  }
  const part = partOfId(binding);
  if (part !== null) return part;
  return isPowerful && issuer.subjects.length > 0 && issuer.name !== "EKS cluster"
    ? { kind: "project", pattern: text }
    : null;
}

function partOfId({ pattern }: Binding): Pick<Breadth, "kind" | "pattern"> | null {
  return pattern !== null && breaksOffInId(pattern) ? { kind: "part-of-id", pattern: pattern.text } : null;
}

function draftOf(cause: string, { kind, pattern, binding, grants }: Breadth, view: TrustView): Draft {
  const { issuer } = binding;
  const power = view.context.powerOf(view.role);
  const powerful = powerReason(power);
  const says = breadthText(kind, pattern, binding);
  const reasons = [says.reason];
  let severity: Severity = says.severity;
  if (powerful !== null) {
    severity = kind === "alike" ? "critical" : severity === "low" ? "medium" : severity;
    reasons.push(powerful);
  }
  if (kind === "anyone" && binding.audience !== "asked")
    reasons.push("The audience is not asked for either.");
  if (power.kind === "none") {
    severity = "low";
    reasons.push("The role has no permissions at present.");
  }
  return {
    cause,
    severity,
    reasons,
    title: `${issuer.name}: ${says.title}`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}
