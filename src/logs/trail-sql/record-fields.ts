/**
 * What of a CloudTrail record travels out of the SQL: each field that the parser of records reads, by its place in the record. A
 * field is carried for callers and roles (`who`), for uses beyond that (`use`), for roles asked about in detail (`detail`), or for
 * sessions one by one (`session`). What differs from call to call is cut in `who` and `use`, so that calls fall into few groups:
 * the parser sees the record with another session's name, and none of it is asked for there.
 */
export type FieldUse = "who" | "use" | "detail" | "session";

/** What is left of a field where it is cut. */
export type FieldCut =
  | "none"
  /** `AROA…:any-session` */
  | "principal-id"
  /** `arn:…:assumed-role/ROLE/any-session` */
  | "session-arn"
  /** Such an ARN in a message. */
  | "message"
  /** That there is one. */
  | "presence"
  /** The host of a service, and no address. */
  | "host"
  /** A region of the same partition. */
  | "partition";

export type RecordField = {
  /** Names from the record's top; `0`: a list's first member. */
  readonly path: readonly [string, ...string[]];
  /** `text`: a text, a number or a truth value, as text; `json`: an object or a list, as its JSON text. */
  readonly kind: "text" | "json";
  readonly use: FieldUse;
  readonly cut: FieldCut;
};

/** Stands in for the name of a session. */
export const anySession = "any-session";

function fields(
  use: FieldUse,
  under: string,
  names: string,
  { kind = "text", cut = "none" }: Partial<Pick<RecordField, "kind" | "cut">> = {},
): RecordField[] {
  return names.split(" ").map((name) => {
    const [first = "", ...rest] = `${under}.${name}`.split(".").filter((part) => part !== "");
    return { path: [first, ...rest], use, kind, cut };
  });
}

/** Roles Anywhere answers with a list of credentials. */
const anywhere = "responseElements.credentialSet.0";
const issuer = "userIdentity.sessionContext.sessionIssuer";

/** Order matters: rows tell fields by it. */
export const recordFields: readonly RecordField[] = [
  ...fields("who", "", "eventSource eventName recipientAccountId errorCode"),
  ...fields("who", "", "errorMessage", { cut: "message" }),
  ...fields("who", "", "sourceIPAddress", { cut: "host" }),
  ...fields("who", "", "awsRegion", { cut: "partition" }),
  ...fields("who", "userIdentity", "type accountId userName invokedBy identityProvider"),
  ...fields("who", "userIdentity", "principalId", { cut: "principal-id" }),
  ...fields("who", "userIdentity", "arn", { cut: "session-arn" }),
  ...fields("who", "userIdentity.onBehalfOf", "userId identityStoreArn"),
  ...fields("who", issuer, "type principalId arn accountId"),
  ...fields(
    "who",
    "requestParameters",
    "roleArn principalArn targetPrincipal trustAnchorArn accountId roleName",
  ),
  ...fields("who", "serviceEventDetails", "account_id role_name"),
  ...fields(
    "who",
    "responseElements",
    "roleArn subject issuer audience provider subjectFromWebIdentityToken SwitchRole Federate",
  ),
  ...fields("who", "responseElements", "assumedRoleUser.arn", { cut: "session-arn" }),
  ...fields("who", anywhere, "roleArn sourceIdentity"),
  ...fields("who", anywhere, "assumedRoleUser.arn", { cut: "session-arn" }),
  ...fields("who", "additionalEventData", "SwitchFrom", { cut: "session-arn" }),
  ...fields("who", "", "resources", { kind: "json" }),

  ...fields("use", "", "sessionCredentialFromConsole"),
  ...fields("use", "requestParameters", "externalId"),
  ...fields("use", "userIdentity.sessionContext.attributes", "mfaAuthenticated"),
  ...fields("use", "userIdentity", "accessKeyId", { cut: "presence" }),
  ...fields("use", "requestParameters", "serialNumber sourceIdentity", { cut: "presence" }),
  ...fields("use", "responseElements", "sourceIdentity", { cut: "presence" }),
  ...fields("use", "userIdentity.sessionContext", "sourceIdentity", { cut: "presence" }),
  ...fields("use", "additionalEventData", "MFAUsed"),

  ...fields("detail", "", "vpcEndpointId"),
  ...fields("detail", "requestParameters", "roleSessionName name"),
  ...fields("detail", "requestParameters", "tags transitiveTagKeys principalTags", { kind: "json" }),

  ...fields("session", "", "userAgent requestID sharedEventID"),
  ...fields("session", "requestParameters", "policy", { cut: "presence" }),
  ...fields("session", "requestParameters", "policyArns", { kind: "json" }),
  ...fields("session", "responseElements.credentials", "accessKeyId expiration"),
  ...fields("session", `${anywhere}.credentials`, "accessKeyId expiration"),
];
