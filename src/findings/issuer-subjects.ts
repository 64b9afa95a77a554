/** How far a grant through an identity provider is bound: to anybody, to one tenant, to one project, to one branch. */
import type { GuardTerm, TrustGrant } from "../authz/types.ts";
import { providerName } from "../graph/index.ts";
import {
  admitsAbsence,
  bareOperator,
  type DemandedText,
  demandedTexts,
  isAnything,
  isDemand,
} from "./guard-terms.ts";
import { always, type ClaimReach, type Issuer, issuerOf, knownForms, type SubjectForm } from "./issuers.ts";

/** From the widest to the narrowest. */
export const reaches = ["anyone", "tenant", "project", "detail"] as const;
export type Reach = (typeof reaches)[number];

export type Binding = {
  readonly issuer: Issuer;
  /** The issuer without scheme, as the provider has it. */
  readonly host: string;
  /** The narrowest that the claims besides the audience come to. */
  readonly reach: Reach;
  /** The widest pattern of the narrowest condition; null: no condition binds. */
  readonly pattern: DemandedText | null;
  /** Conditions on claims that tell tenants or projects apart, whatever they are worth. */
  readonly terms: readonly GuardTerm[];
  readonly audience: "asked" | "any" | "missing";
};

/** Null for grants that are not through OpenID Connect, or through any provider at all. */
export function bindingOf(grant: TrustGrant): Binding | null {
  if (grant.party.kind !== "federated" || grant.party.protocol !== "oidc" || grant.party.provider === "*")
    return null;
  const host = providerName(grant.party.provider);
  const issuer = issuerOf(host);
  const start = `${host.toLowerCase()}:`;
  const terms: GuardTerm[] = [];
  let reach: Reach = issuer.tenancy === "own" ? "tenant" : "anyone";
  let pattern: DemandedText | null = null;
  let audience: Binding["audience"] = "missing";
  for (const term of grant.guard) {
    const key = term.key.toLowerCase();
    const claim = key.startsWith(start) ? key.slice(start.length) : key;
    if (claim === issuer.audience) {
      const asked = audienceOf(term, issuer);
      if (audience !== "asked") audience = asked;
      if (asked === "asked" && issuer.audienceBinds) reach = narrower(reach, "tenant");
      continue;
    }
    const whole = issuer.claims[claim];
    if (claim !== "sub" && whole === undefined && !isSentinelName(issuer, claim)) continue;
    terms.push(term);
    if (!isDemand(term)) continue;
    const judged = judge(term, issuer, claim === "sub" ? null : (whole ?? "tenant"));
    if (pattern === null || reaches.indexOf(judged.reach) > reaches.indexOf(reach)) pattern = judged.pattern;
    reach = narrower(reach, judged.reach);
  }
  return { issuer, host, reach, pattern, terms, audience };
}

/**
 * How far one subject is bound. A subject without its tenant's name binds nobody even if it is asked for exactly: at GitHub
 * and GitLab everybody can have subjects made of other claims, such as `environment:production`.
 */
function reachOfSubject(text: DemandedText, issuer: Issuer): Reach {
  const fixed = text.open ? text.fixed : `${text.fixed}\n`;
  // Nobody has such a subject: a pattern where none is read, or a claim's name that no issuer writes so.
  if (!text.open && /[*?]/.test(text.text)) return "detail";
  if (issuer.tenancy === "shared" && issuer.subjects.length > 0 && isNoClaim(fixed, issuer)) return "detail";
  const forms = formsFor(fixed, issuer);
  // Of forms that we do not know, a claim's name alone says nothing of whose it is.
  if (forms.length === 0) return text.open && /^[a-z_]*:?$/.test(text.fixed) ? widest(issuer) : "detail";
  let found: Reach = widest(issuer);
  for (const form of forms) {
    if (!form.tenant.test(fixed)) continue;
    const reach = !form.project.test(fixed) ? "tenant" : form.detail.test(fixed) ? "detail" : "project";
    found = narrower(found, reach);
  }
  return found;
}

/** The issuer's own; of an issuer that we don't know, those that the subject begins like. */
function formsFor(fixed: string, issuer: Issuer): readonly SubjectForm[] {
  if (issuer.subjects.length > 0 || issuer.tenancy === "shared") return issuer.subjects;
  return knownForms.flatMap(({ start, form }) => (start.test(fixed) ? [form] : []));
}

/** Most subjects are made of `claim:value`, and the names of claims are lower-case. */
function isNoClaim(fixed: string, issuer: Issuer): boolean {
  return issuer.subjectsAreIds !== true && !/^[a-z_]*(?::|$)/.test(fixed);
}

/** Whether the subject fixes an owner or group within an issuer that is one company's own. */
export function namesOwner({ issuer, pattern }: Binding): boolean {
  if (pattern === null) return false;
  const fixed = pattern.open ? pattern.fixed : `${pattern.fixed}\n`;
  return formsFor(fixed, issuer).some(({ tenant }) => tenant !== always && tenant.test(fixed));
}

/** Whether code of repositories runs as whom the provider vouches for: a CI system, also a self-managed one that its subjects tell. */
export function isPipeline({ issuer, pattern }: Binding): boolean {
  if (issuer.isPipeline === true) return true;
  if (issuer.subjects.length > 0 || issuer.tenancy === "shared" || pattern === null) return false;
  return knownForms.some((known) => known.isPipeline && known.start.test(pattern.fixed));
}

/** Whether the subject breaks off within a numeric id, so that longer ids match too. */
export function breaksOffInId({ fixed, open, text }: DemandedText): boolean {
  return open && /^repo:[^/@:]+@\d+$/.test(fixed) && text[fixed.length] !== undefined;
}

function widest(issuer: Issuer): Reach {
  return issuer.tenancy === "own" ? "tenant" : "anyone";
}

function narrower(a: Reach, b: Reach): Reach {
  return reaches.indexOf(a) < reaches.indexOf(b) ? b : a;
}

/** A term's values are alternatives: the widest of them counts. */
function judge(
  term: GuardTerm,
  issuer: Issuer,
  whole: ClaimReach | null,
): { readonly reach: Reach; readonly pattern: DemandedText | null } {
  let reach: Reach = "detail";
  let pattern: DemandedText | null = null;
  for (const text of demandedTexts(term)) {
    const one = whole === null ? reachOfSubject(text, issuer) : reachOfClaim(text, whole, issuer);
    if (pattern !== null && reaches.indexOf(one) >= reaches.indexOf(reach)) continue;
    reach = one;
    pattern = text;
  }
  return { reach, pattern };
}

/** A claim with a path (`OWNER/REPOSITORY/…`) still pins the tenant when its end is open; an id or a name does not. */
function reachOfClaim(text: DemandedText, whole: ClaimReach, issuer: Issuer): Reach {
  if (!text.open) return whole;
  const steps = text.fixed.split("/").length - 1;
  if (steps === 0 || whole === "tenant") return widest(issuer);
  return steps === 1 || whole === "project" ? "tenant" : text.fixed.includes("@") ? "detail" : "project";
}

function audienceOf(term: GuardTerm, issuer: Issuer): Binding["audience"] {
  if (admitsAbsence(term) || !isDemand(term))
    return bareOperator(term.operator).includes("not") ? "any" : "missing";
  // Where the audience tells whose tokens they are, a pattern takes in other customers' too.
  const isAny = issuer.audienceBinds
    ? demandedTexts(term).some(({ open }) => open)
    : bareOperator(term.operator) === "stringlike" && term.values.some(isAnything);
  return isAny ? "any" : "asked";
}

/** Sentinel tells its customers apart by the session's name (IAM-SEMANTICS 36). */
function isSentinelName(issuer: Issuer, claim: string): boolean {
  return issuer.name === "Microsoft Sentinel" && claim === "sts:rolesessionname";
}
