/** Who made a change, as CloudTrail's userIdentity tells it. */
import { type ChangeActor, isAccountId, splitArn } from "../../model/index.ts";
import { type Fields, fields, memberOf, text } from "./record-values.ts";

/** Longer texts are nobody's name, and are cut. */
const longest = 2048;

export function readActor(record: Fields): ChangeActor {
  const identity = fields(memberOf(record, "userIdentity"));
  const said = (value: unknown): string | null => text(value)?.slice(0, longest) ?? null;
  const member = (name: string): string | null => said(memberOf(identity, name));
  const session = fields(memberOf(identity, "sessionContext"));
  const issuer = fields(memberOf(session, "sessionIssuer"));
  const arn = member("arn");
  const invokedBy = member("invokedBy");
  const onBehalfOf = said(memberOf(memberOf(identity, "onBehalfOf"), "userId"));
  const account = member("accountId") ?? splitArn(arn ?? "")?.account ?? null;
  const kind = member("type") ?? (invokedBy === null ? "Unknown" : "AWSService");
  return {
    principal:
      principalOf(kind, arn, member, onBehalfOf) ?? said(memberOf(record, "eventSource")) ?? "unknown",
    kind,
    sessionIssuer: said(memberOf(issuer, "arn")),
    account: account !== null && isAccountId(account) ? account : null,
    sourceIp: said(memberOf(record, "sourceIPAddress")),
    userAgent: said(memberOf(record, "userAgent")),
    mfa: mfaOf(memberOf(memberOf(session, "attributes"), "mfaAuthenticated")),
    ...(invokedBy === null || kind === "AWSService" ? {} : { invokedBy }),
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
  };
}

/** Callers of other accounts have no ARN in our records, and users of identity providers have the provider's name for them. */
function principalOf(
  kind: string,
  arn: string | null,
  member: (name: string) => string | null,
  onBehalfOf: string | null,
): string | null {
  const id = member("principalId");
  switch (kind) {
    case "AWSService":
      return member("invokedBy") ?? arn ?? id;
    case "SAMLUser":
    case "WebIdentityUser": {
      const names = [member("identityProvider"), member("userName")].filter((name) => name !== null);
      return arn ?? (names.length === 0 ? id : names.join(" "));
    }
    case "IdentityCenterUser":
      return arn ?? onBehalfOf ?? id;
    default:
      return arn ?? id ?? member("accountId") ?? member("invokedBy");
  }
}

function mfaOf(value: unknown): boolean | null {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : null;
}
