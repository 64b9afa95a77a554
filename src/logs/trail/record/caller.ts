/** Who called, by `userIdentity` and by what else a copy tells of the caller. */
import { type AccountId, type Arn, isAccountId, splitArn, type TrailCaller } from "../../../model/index.ts";
import { account, arn, fields, text } from "./field-values.ts";
import type {
  ContextFields,
  IdentityFields,
  IssuerFields,
  PersonFields,
  RequestFields,
  ResponseFields,
} from "./record-members.ts";
import { roleOfSession, sessionParts } from "./session-arn.ts";

/** The parts of a record that callers are told in. */
export type CallParts = {
  readonly identity: IdentityFields;
  readonly request: RequestFields;
  readonly response: ResponseFields;
  /** An ARN of the caller that stands elsewhere: in a refusal's message, in SwitchRole's additional data. */
  readonly toldCaller: Arn | null;
  readonly sourceIp: string | null;
};

export function callerOf(parts: CallParts): TrailCaller {
  const { identity, toldCaller } = parts;
  const type = text(identity.type);
  const caller = callerOfType(type, parts);
  if (toldCaller === null || hasArn(caller)) return caller;
  return callerOfArn(toldCaller) ?? caller;
}

function callerOfType(type: string | null, parts: CallParts): TrailCaller {
  const { identity } = parts;
  switch (type) {
    case "IAMUser":
    case "FederatedUser":
      return userCaller(identity, type);
    case "AssumedRole":
    case "Role":
      return roleCaller(identity) ?? accountCaller(identity, type);
    case "Root":
    case "AssumedRoot":
      return rootCaller(identity, type);
    case "AWSAccount":
      return accountCaller(identity, type);
    case "AWSService":
      return serviceCaller(parts);
    case "SAMLUser":
      return samlCaller(parts);
    case "WebIdentityUser":
      return webIdentityCaller(parts);
    case "IdentityCenterUser":
      return identityCenterCaller(identity);
    default:
      return { kind: "unknown", type: type ?? "" };
  }
}

/** Whether nothing that is told elsewhere could say more. */
function hasArn(caller: TrailCaller): boolean {
  switch (caller.kind) {
    case "user":
    case "role":
      return caller.arn !== null;
    case "account":
    case "unknown":
      return false;
    default:
      return true;
  }
}

/** A federated user's session (GetFederationToken's) is its issuer's. */
function userCaller(identity: IdentityFields, type: string): TrailCaller {
  const issuer = issuerOf(identity);
  const own = type === "FederatedUser" ? issuer : identity;
  if (type === "FederatedUser" && text(issuer.type) === "Root") return rootCaller(issuer, type);
  const found = arn(own.arn);
  const user = found !== null && splitArn(found)?.resource.startsWith("user/") ? found : null;
  const owner = accountOf(own, user) ?? account(identity.accountId);
  if (owner === null) return { kind: "unknown", type };
  const id = text(own.principalId);
  if (user === null && id === null) return { kind: "account", account: owner };
  return { kind: "user", account: owner, arn: user, id };
}

/** The issuer tells the role's path; the session's ARN doesn't. */
function roleCaller(identity: IdentityFields): TrailCaller | null {
  const issuer = issuerOf(identity);
  const found = arn(identity.arn);
  const parts = found === null ? null : sessionParts(found);
  const issued = arn(issuer.arn);
  const role = issued !== null && isRole(issued) ? issued : found !== null && isRole(found) ? found : null;
  const own = role ?? (parts === null ? null : roleOfSession(parts));
  const owner = parts?.account ?? accountOf(issuer, role) ?? account(identity.accountId);
  const principal = text(identity.principalId);
  const [ownId, session] = principal === null ? [null, null] : splitPrincipal(principal);
  const id = text(issuer.principalId) ?? ownId;
  if (owner === null || (own === null && id === null)) return null;
  return { kind: "role", account: owner, arn: own, id, session: parts?.session ?? session };
}

function issuerOf(identity: IdentityFields): IssuerFields {
  const context: ContextFields = fields(identity.sessionContext);
  return fields(context.sessionIssuer);
}

function rootCaller(identity: IdentityFields | IssuerFields, type: string): TrailCaller {
  const owner = accountOf(identity, arn(identity.arn));
  return owner === null ? { kind: "unknown", type } : { kind: "root", account: owner };
}

/** An owner's copy: the caller's account, and most often the unique id. */
function accountCaller(identity: IdentityFields, type: string): TrailCaller {
  const owner = account(identity.accountId);
  if (owner === null) return { kind: "unknown", type };
  const principal = text(identity.principalId);
  if (principal !== null) {
    const [id, session] = splitPrincipal(principal);
    if (id.startsWith("AROA")) return { kind: "role", account: owner, arn: null, id, session };
    if (id.startsWith("AIDA")) return { kind: "user", account: owner, arn: null, id };
  }
  return { kind: "account", account: owner };
}

function serviceCaller({ identity, sourceIp }: CallParts): TrailCaller {
  const service = text(identity.invokedBy) ?? sourceIp;
  const host = service !== null && isHost(service) ? service : sourceIp;
  return host !== null && isHost(host)
    ? { kind: "service", service: host }
    : { kind: "unknown", type: "AWSService" };
}

function samlCaller({ identity, request, response }: CallParts): TrailCaller {
  return {
    kind: "federated",
    protocol: "saml",
    provider: text(request.principalArn) ?? text(response.issuer) ?? text(identity.identityProvider) ?? "",
    subject: text(response.subject) ?? text(identity.userName) ?? "",
    audience: text(response.audience),
  };
}

function webIdentityCaller({ identity, response }: CallParts): TrailCaller {
  const provider = text(identity.identityProvider) ?? text(response.provider) ?? "";
  const subject = text(response.subjectFromWebIdentityToken) ?? text(identity.userName) ?? "";
  return {
    kind: "federated",
    protocol: "oidc",
    provider,
    subject,
    audience: text(response.audience) ?? audienceIn(text(identity.principalId) ?? "", provider, subject),
  };
}

/** `PROVIDER:AUDIENCE:SUBJECT`, each of which may have colons. */
function audienceIn(principal: string, provider: string, subject: string): string | null {
  const [head, tail] = [`${provider}:`, `:${subject}`];
  if (!principal.startsWith(head) || !principal.endsWith(tail)) return null;
  return text(principal.slice(head.length, principal.length - tail.length));
}

function identityCenterCaller(identity: IdentityFields): TrailCaller {
  const person: PersonFields = fields(identity.onBehalfOf);
  const user = text(person.userId) ?? text(identity.principalId) ?? text(identity.userName);
  if (user === null) return { kind: "unknown", type: "IdentityCenterUser" };
  return { kind: "identity-center-user", user, store: text(person.identityStoreArn) };
}

/** The console's switch of roles tells its caller by an ARN alone. */
export function callerOfSwitch(from: Arn | null): TrailCaller {
  return (from === null ? null : callerOfArn(from)) ?? { kind: "unknown", type: "SwitchRole" };
}

/** Roles Anywhere tells the subject as the source identity that it sets; of a refused call it tells none. */
export function certificateCaller(request: RequestFields, response: ResponseFields): TrailCaller {
  return {
    kind: "certificate",
    subject: text(response.sourceIdentity) ?? "",
    trustAnchor: text(request.trustAnchorArn),
  };
}

/** Null: an ARN of something else. */
function callerOfArn(found: Arn): TrailCaller | null {
  const session = sessionParts(found);
  if (session !== null) {
    const arn = roleOfSession(session);
    return { kind: "role", account: session.account, arn, id: null, session: session.session };
  }
  const parts = splitArn(found);
  if (parts === null || !isAccountId(parts.account)) return null;
  if (parts.resource === "root") return { kind: "root", account: parts.account };
  if (parts.resource.startsWith("user/"))
    return { kind: "user", account: parts.account, arn: found, id: null };
  return isRole(found) ? { kind: "role", account: parts.account, arn: found, id: null, session: null } : null;
}

function accountOf(own: IdentityFields | IssuerFields, found: Arn | null): AccountId | null {
  return account(own.accountId) ?? (found === null ? null : account(splitArn(found)?.account));
}

/** `AROA…:session`, `AIDA…`. */
function splitPrincipal(principal: string): readonly [id: string, session: string | null] {
  const colon = principal.indexOf(":");
  if (colon < 0) return [principal, null];
  return [principal.slice(0, colon), text(principal.slice(colon + 1))];
}

/** `arn:PARTITION:iam::ACCOUNT:role/…`: asked for nearly each event, hence by places and not by a pattern. */
function isRole(found: Arn): boolean {
  const partitionEnd = found.indexOf(":", 4);
  if (!found.startsWith(":iam::", partitionEnd)) return false;
  const start = partitionEnd + ":iam::".length;
  const end = start + 12;
  return (
    found.startsWith(":role/", end) &&
    found.length > end + ":role/".length &&
    isAccountId(found.slice(start, end))
  );
}

function isHost(value: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)*\.(?:amazonaws\.com(?:\.cn)?|aws\.internal|amazon\.com|api\.aws)$/.test(value);
}
