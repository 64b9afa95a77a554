/**
 * The members of a record that {@link trailEventOf} reads, and no others: whoever takes records apart without parsing them
 * (`scan/members`) leaves the rest alone. A member that is not listed here can't be read there: it does not compile.
 */
import type { TrailCall } from "../../../model/index.ts";

/** Read as it is, whatever it is. */
export const value = "value";

/** An object of which some members are read, or a value that is read as it is. */
export type MemberTree = { readonly [name: string]: MemberTree | typeof value };

/** What a response has under its call's own name. */
const outcomes: Readonly<Record<TrailCall, typeof value>> = {
  AssumeRole: value,
  AssumeRoleWithSAML: value,
  AssumeRoleWithWebIdentity: value,
  AssumeRoot: value,
  SwitchRole: value,
  GetFederationToken: value,
  GetSessionToken: value,
  CreateSession: value,
  GetRoleCredentials: value,
  Federate: value,
};

export const recordMembers = {
  eventName: value,
  eventSource: value,
  eventID: value,
  eventTime: value,
  errorCode: value,
  errorMessage: value,
  awsRegion: value,
  sourceIPAddress: value,
  userAgent: value,
  requestID: value,
  sharedEventID: value,
  recipientAccountId: value,
  vpcEndpointId: value,
  sessionCredentialFromConsole: value,
  resources: value,
  userIdentity: {
    type: value,
    arn: value,
    principalId: value,
    accountId: value,
    accessKeyId: value,
    userName: value,
    invokedBy: value,
    identityProvider: value,
    onBehalfOf: { userId: value, identityStoreArn: value },
    sessionContext: {
      sourceIdentity: value,
      sessionIssuer: { type: value, arn: value, principalId: value, accountId: value },
      attributes: { mfaAuthenticated: value },
    },
  },
  requestParameters: {
    roleArn: value,
    roleSessionName: value,
    externalId: value,
    sourceIdentity: value,
    serialNumber: value,
    name: value,
    policy: value,
    policyArns: value,
    tags: value,
    principalTags: value,
    transitiveTagKeys: value,
    targetPrincipal: value,
    accountId: value,
    roleName: value,
    principalArn: value,
    trustAnchorArn: value,
  },
  responseElements: {
    ...outcomes,
    roleArn: value,
    sourceIdentity: value,
    credentials: { accessKeyId: value, expiration: value },
    assumedRoleUser: { arn: value },
    credentialSet: value,
    issuer: value,
    subject: value,
    audience: value,
    provider: value,
    subjectFromWebIdentityToken: value,
  },
  additionalEventData: { SwitchFrom: value, MFAUsed: value },
  serviceEventDetails: { account_id: value, role_name: value },
} as const satisfies MemberTree;

/** Members that may be there, or anything in their place. */
type FieldsOf<Tree> = { readonly [name in keyof Tree]?: unknown };
type Members = typeof recordMembers;

export type RecordFields = FieldsOf<Members>;
export type IdentityFields = FieldsOf<Members["userIdentity"]>;
export type ContextFields = FieldsOf<Members["userIdentity"]["sessionContext"]>;
export type IssuerFields = FieldsOf<Members["userIdentity"]["sessionContext"]["sessionIssuer"]>;
export type RequestFields = FieldsOf<Members["requestParameters"]>;
export type ResponseFields = FieldsOf<Members["responseElements"]>;
export type CredentialsFields = FieldsOf<Members["responseElements"]["credentials"]>;
export type AssumedRoleFields = FieldsOf<Members["responseElements"]["assumedRoleUser"]>;
export type ExtraFields = FieldsOf<Members["additionalEventData"]>;
export type ServiceFields = FieldsOf<Members["serviceEventDetails"]>;
export type AttributesFields = FieldsOf<Members["userIdentity"]["sessionContext"]["attributes"]>;
export type PersonFields = FieldsOf<Members["userIdentity"]["onBehalfOf"]>;
