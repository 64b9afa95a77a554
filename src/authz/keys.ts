/**
 * What a condition key is: the type of its values, whether it has one value or many, who decides it, and in which kinds
 * of call it is there at all (IAM-SEMANTICS A5, 35, 41, 54, 55). A table of facts; both evaluators read it, and nothing
 * else do they share.
 *
 * Presence is told for calls that assume a role, by kind of caller. Keys that the table does not know are taken for
 * single-valued texts that any caller may or may not bring.
 */
import type { Controller } from "./types.ts";

export type KeyType = "text" | "arn" | "boolean" | "number" | "date" | "address" | "binary";

/** `always`: in every such request; `maybe`: in some; `never`: in none. */
export type Presence = "always" | "maybe" | "never";

/** Who makes the call: an IAM principal (user, role session, root), a service, or someone with a token or assertion. */
export type CallerKind = "iam" | "service" | "oidc" | "saml";

/** The permission-only action that a request with this key needs besides (IAM-SEMANTICS 30–33). */
export type SessionAction = "sts:TagSession" | "sts:SetSourceIdentity" | "sts:SetContext";

export type KeyFacts = {
  readonly type: KeyType;
  readonly multiValued: boolean;
  readonly controlledBy: Controller;
  readonly presence: Readonly<Record<CallerKind, Presence>>;
  readonly needs: SessionAction | null;
};

type Row = readonly [
  name: string,
  type: KeyType,
  controlledBy: Controller,
  /** iam, service, oidc, saml: `A`lways, `M`aybe, `N`ever. */
  presence: string,
  multiValued?: "multi",
];

/** Names as AWS writes them; a name that ends with a slash stands for every key that begins so. */
const rows: readonly Row[] = [
  ["aws:PrincipalArn", "arn", "principal", "ANNN"],
  ["aws:PrincipalAccount", "text", "principal", "ANNN"],
  ["aws:PrincipalOrgID", "text", "principal", "MNNN"],
  ["aws:PrincipalOrgPaths", "text", "principal", "MNNN", "multi"],
  ["aws:PrincipalTag/", "text", "principal", "MMMM"],
  ["aws:PrincipalIsAWSService", "boolean", "principal", "AANN"],
  ["aws:PrincipalServiceName", "text", "principal", "NANN"],
  ["aws:PrincipalServiceNamesList", "text", "principal", "NANN", "multi"],
  ["aws:PrincipalType", "text", "principal", "AMMM"],
  ["aws:userid", "text", "principal", "AMMM"],
  ["aws:username", "text", "principal", "MNNN"],
  ["aws:FederatedProvider", "text", "identity-provider", "MNAN"],

  ["aws:TokenIssueTime", "date", "session", "MNNN"],
  ["aws:MultiFactorAuthPresent", "boolean", "session", "MNNN"],
  ["aws:MultiFactorAuthAge", "number", "session", "MNNN"],
  ["aws:SourceIdentity", "text", "session", "MMNN"],
  ["aws:AssumedRoot", "boolean", "session", "MNNN"],
  ["aws:SignInSessionArn", "arn", "session", "MNNN"],
  ["aws:ChatbotSourceArn", "arn", "session", "MNNN"],
  ["aws:Ec2InstanceSourceVpc", "text", "session", "MNNN"],
  ["aws:Ec2InstanceSourcePrivateIPv4", "address", "session", "MNNN"],
  ["ec2:SourceInstanceArn", "arn", "session", "MNNN"],
  ["ec2:RoleDelivery", "number", "session", "MNNN"],
  ["lambda:SourceFunctionArn", "arn", "session", "MNNN"],
  ["ssm:SourceInstanceArn", "arn", "session", "MNNN"],
  ["codebuild:BuildArn", "arn", "session", "MNNN"],
  ["codebuild:ProjectArn", "arn", "session", "MNNN"],

  ["aws:SourceIp", "address", "network", "MMMM"],
  ["aws:VpcSourceIp", "address", "network", "MNMM"],
  ["aws:SourceVpc", "text", "network", "MNMM"],
  ["aws:SourceVpce", "text", "network", "MNMM"],
  ["aws:SourceVpcArn", "arn", "network", "MNMM"],
  ["aws:VpceAccount", "text", "network", "MNMM"],
  ["aws:VpceOrgID", "text", "network", "MNMM"],
  ["aws:VpceOrgPaths", "text", "network", "MNMM", "multi"],
  ["aws:ViaCustomerDomain", "boolean", "network", "MMMM"],

  ["aws:CurrentTime", "date", "time", "AAAA"],
  ["aws:EpochTime", "date", "time", "AAAA"],

  ["aws:referer", "text", "caller", "MMMM"],
  ["aws:UserAgent", "text", "caller", "MMMM"],
  ["aws:SecureTransport", "boolean", "caller", "AAAA"],
  ["aws:RequestedRegion", "text", "caller", "AAAA"],
  ["aws:RequestTag/", "text", "caller", "MMMM"],
  ["aws:TagKeys", "text", "caller", "MMMM", "multi"],
  ["sts:TransitiveTagKeys", "text", "caller", "MMMM", "multi"],
  ["sts:ExternalId", "text", "caller", "MMNN"],
  ["sts:RoleSessionName", "text", "caller", "AAAA"],
  ["sts:SourceIdentity", "text", "caller", "MMMM"],
  ["sts:RequestContext/", "text", "caller", "MMNN"],
  ["sts:RequestContextProviders", "arn", "caller", "MMNN", "multi"],
  ["sts:RoleAuthorizedByIdp", "boolean", "identity-provider", "NNAN"],
  ["sts:DurationSeconds", "number", "caller", "NNNN"],
  ["sts:TaskPolicyArn", "arn", "caller", "NNNN"],
  ["sts:AWSServiceName", "text", "caller", "NNNN"],

  ["aws:ResourceAccount", "text", "resource", "AAAA"],
  ["aws:ResourceOrgID", "text", "resource", "MMMM"],
  ["aws:ResourceOrgPaths", "text", "resource", "MMMM", "multi"],
  ["aws:ResourceTag/", "text", "resource", "MMMM"],
  ["iam:ResourceTag/", "text", "resource", "MMMM"],

  ["aws:SourceAccount", "text", "service", "NMNN"],
  ["aws:SourceArn", "arn", "service", "NMNN"],
  ["aws:SourceOrgID", "text", "service", "NMNN"],
  ["aws:SourceOrgPaths", "text", "service", "NMNN", "multi"],
  ["aws:CalledVia", "text", "service", "MNNN", "multi"],
  ["aws:CalledViaFirst", "text", "service", "MNNN"],
  ["aws:CalledViaLast", "text", "service", "MNNN"],
  ["aws:CalledViaAWSMCP", "text", "service", "MNNN"],
  ["aws:ViaAWSService", "boolean", "service", "AMMM"],
  ["aws:ViaAWSMCPService", "boolean", "service", "MMMM"],
  ["aws:IsMcpServiceAction", "boolean", "service", "MMMM"],

  ["saml:aud", "text", "identity-provider", "MNNA"],
  ["saml:iss", "text", "identity-provider", "MNNA"],
  ["saml:sub", "text", "identity-provider", "MNNA"],
  ["saml:sub_type", "text", "identity-provider", "MNNA"],
  ["saml:doc", "text", "identity-provider", "MNNA"],
  ["saml:cn", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersonaffiliation", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersonassurance", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersonentitlement", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersonnickname", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersonorgunitdn", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersonscopedaffiliation", "text", "identity-provider", "MNNM", "multi"],
  ["saml:edupersontargetedid", "text", "identity-provider", "MNNM", "multi"],
  ["saml:eduorghomepageuri", "text", "identity-provider", "MNNM", "multi"],
  ["saml:eduorgidentityauthnpolicyuri", "text", "identity-provider", "MNNM", "multi"],
  ["saml:eduorglegalname", "text", "identity-provider", "MNNM", "multi"],
  ["saml:eduorgsuperioruri", "text", "identity-provider", "MNNM", "multi"],
  ["saml:eduorgwhitepagesuri", "text", "identity-provider", "MNNM", "multi"],
];

function presenceOf(letters: string): KeyFacts["presence"] {
  const at = (i: number): Presence =>
    letters[i] === "A" ? "always" : letters[i] === "M" ? "maybe" : "never";
  return { iam: at(0), service: at(1), oidc: at(2), saml: at(3) };
}

function sessionAction(lowerName: string): SessionAction | null {
  if (lowerName.startsWith("aws:requesttag/") || lowerName === "aws:tagkeys") return "sts:TagSession";
  if (lowerName === "sts:transitivetagkeys") return "sts:TagSession";
  // One that was set earlier stays with the session, and the next role must take it too.
  if (lowerName === "sts:sourceidentity" || lowerName === "aws:sourceidentity")
    return "sts:SetSourceIdentity";
  if (lowerName.startsWith("sts:requestcontext")) return "sts:SetContext";
  return null;
}

const byName = new Map<string, KeyFacts>();
const byPrefix: { readonly prefix: string; readonly facts: KeyFacts }[] = [];
for (const [name, type, controlledBy, presence, multi] of rows) {
  const lower = name.toLowerCase();
  const facts: KeyFacts = {
    type,
    multiValued: multi === "multi",
    controlledBy,
    presence: presenceOf(presence),
    needs: sessionAction(lower),
  };
  if (lower.endsWith("/")) byPrefix.push({ prefix: lower, facts });
  else byName.set(lower, facts);
}

/** The names of the table, as AWS writes them; one that ends with a slash stands for all that begin so. */
export const globalKeyNames: readonly string[] = rows.map(([name]) => name);

/** Whether the key's facts come from here: it stands in the table, or has the form of a token's or an assertion's key. */
export function isTableKey(key: string): boolean {
  return knownKey(key).facts !== unknownKey;
}

/** Claims of a token (IAM-SEMANTICS 35): `<issuer>:<claim>`. Only aud, sub and amr outlive the call that brings them. */
function claim(presence: string, type: KeyType = "text", multiValued = false): KeyFacts {
  return {
    type,
    multiValued,
    controlledBy: "identity-provider",
    presence: presenceOf(presence),
    needs: null,
  };
}
const tokenClaims = { always: claim("MNAN"), amr: claim("MNMN", "text", true), other: claim("NNMN") };
const numericClaim = claim("NNMN", "number");
const samlAttribute = claim("MNNM");

const unknownKey: KeyFacts = {
  type: "text",
  multiValued: false,
  controlledBy: "unknown",
  presence: presenceOf("MMMM"),
  needs: null,
};

/**
 * Issuer and claim of a token's key, lower case: `token.actions.githubusercontent.com` and `sub`; null for other keys.
 * An issuer is a host, so it holds a dot; it may hold a path.
 */
export function tokenClaim(lowerName: string): { readonly issuer: string; readonly claim: string } | null {
  const colon = lowerName.indexOf(":");
  const dot = lowerName.indexOf(".");
  if (dot < 0 || dot > colon) return null;
  const slash = lowerName.indexOf("/");
  if (slash >= 0 && slash < dot) return null;
  return { issuer: lowerName.slice(0, colon), claim: lowerName.slice(colon + 1) };
}

/** Of every token but those of Facebook and Login with Amazon, which name audience and subject differently. */
const standardClaims: readonly string[] = ["aud", "sub"];
const standardClaimsOf: Readonly<Record<string, readonly string[]>> = {
  "graph.facebook.com": ["app_id", "id"],
  "www.amazon.com": ["app_id", "user_id"],
};

/** A key's name as it is compared, and its facts. */
export type KnownKey = { readonly name: string; readonly facts: KeyFacts };

const known = new Map<string, KnownKey>();

/** The facts about a key; names are compared without regard to case (IAM-SEMANTICS 52). */
export function keyFacts(name: string): KeyFacts {
  return knownKey(name).facts;
}

/** As {@link keyFacts}, with the name in lower case. */
export function knownKey(key: string): KnownKey {
  let found = known.get(key);
  if (found === undefined) {
    const name = key.toLowerCase();
    found = { name, facts: lookUp(name) };
    // Names come from policies, so a hostile snapshot could fill the memo without end.
    if (known.size < 50_000) known.set(key, found);
  }
  return found;
}

function lookUp(lower: string): KeyFacts {
  const exact = byName.get(lower);
  if (exact !== undefined) return exact;
  if (/^(aws|sts|iam):/.test(lower)) {
    for (const { prefix, facts } of byPrefix) if (lower.startsWith(prefix)) return facts;
  }
  if (lower.startsWith("saml:")) return samlAttribute;
  const token = tokenClaim(lower);
  if (token === null) return unknownKey;
  if (token.claim === "amr") return tokenClaims.amr;
  if (token.claim === "google/organization_number") return numericClaim;
  const standard = standardClaimsOf[token.issuer] ?? standardClaims;
  return standard.includes(token.claim) ? tokenClaims.always : tokenClaims.other;
}
