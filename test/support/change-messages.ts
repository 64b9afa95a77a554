/**
 * Messages as EventBridge puts them on a queue: the whole documented envelope around CloudTrail's record of a call. Nothing
 * here is random: the same call at the same time has the same eventID, unless one is given.
 */
import { createHash } from "node:crypto";

export type Call = {
  /** `iam.amazonaws.com` */
  readonly source: string;
  readonly name: string;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly resources?: readonly { readonly ARN: string; readonly accountId: string; readonly type: string }[];
  /** What AWS did by itself. */
  readonly service?: unknown;
};

export type Circumstances = {
  /** eventID. */
  readonly id?: string;
  /** Milliseconds since 1970; CloudTrail tells whole seconds. */
  readonly at?: number;
  readonly account?: string;
  readonly region?: string;
  /** Replaces the whole userIdentity. */
  readonly identity?: object;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** The call failed with it. */
  readonly errorCode?: string;
  readonly readOnly?: boolean;
};

export const messageAccount = "123456789012";
/** 2026-05-04T10:00:00Z. */
export const messageTime = Date.UTC(2026, 4, 4, 10);

/** A session of an administrator's role, signed in with MFA. */
export function roleSession(account: string, role = "admin", session = "alice"): object {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLEADMINROLE1:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: "ASIAEXAMPLEKEYID0001",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLEADMINROLE1",
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      webIdFederationData: {},
      attributes: { creationDate: "2026-05-04T09:30:00Z", mfaAuthenticated: "true" },
    },
  };
}

/** CloudTrail's record, as it stands in its files and in an envelope's `detail`. */
export function changeRecord(call: Call, how: Circumstances = {}): Readonly<Record<string, unknown>> {
  const account = how.account ?? messageAccount;
  const time = new Date(how.at ?? messageTime).toISOString().replace(/\.\d{3}Z$/, "Z");
  const isService = call.service !== undefined;
  return {
    eventVersion: "1.10",
    userIdentity:
      how.identity ?? (isService ? { accountId: account, invokedBy: "AWS Internal" } : roleSession(account)),
    eventTime: time,
    eventSource: call.source,
    eventName: call.name,
    awsRegion: how.region ?? "us-east-1",
    sourceIPAddress: how.sourceIp ?? "203.0.113.9",
    userAgent: how.userAgent ?? "aws-cli/2.27.0 md/awscrt#0.26.1 ua/2.1 os/linux",
    ...(how.errorCode === undefined
      ? {}
      : { errorCode: how.errorCode, errorMessage: "User is not authorized to perform this" }),
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    ...(isService ? { serviceEventDetails: call.service } : {}),
    requestID: idOf("request", call, how),
    eventID: how.id ?? idOf("event", call, how),
    readOnly: how.readOnly ?? false,
    ...(call.resources === undefined ? {} : { resources: call.resources }),
    eventType: isService ? "AwsServiceEvent" : "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: call.source,
    },
  };
}

/** A record in EventBridge's envelope. */
export function envelope(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isService = record.eventType === "AwsServiceEvent";
  return {
    version: "0",
    id: String(record.requestID),
    "detail-type": isService ? "AWS Service Event via CloudTrail" : "AWS API Call via CloudTrail",
    source: `aws.${String(record.eventSource).split(".")[0]}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}

/** A message's body: what SendMessage takes, and ReceiveMessage gives. */
export function changeMessage(call: Call, how: Circumstances = {}): string {
  return JSON.stringify(envelope(changeRecord(call, how)));
}

/** The same, as a topic without raw delivery passes it on. */
export function notified(body: string): string {
  return JSON.stringify({
    Type: "Notification",
    MessageId: "5f3d4a2c-0b1e-5c7a-9f2d-111111111111",
    TopicArn: "arn:aws:sns:us-east-1:123456789012:changes",
    Message: body,
    Timestamp: "2026-05-04T10:00:01.000Z",
    SignatureVersion: "1",
    Signature: "EXAMPLE",
    SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem",
    UnsubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
  });
}

function idOf(what: string, call: Call, how: Circumstances): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([what, call, how]))
    .digest("hex");
  return [8, 4, 4, 4, 12].map((length, part) => hex.slice(part * 6, part * 6 + length)).join("-");
}

const iam = (name: string, request: object, response: unknown = null): Call => ({
  source: "iam.amazonaws.com",
  name,
  request,
  response,
});
/** CloudTrail has IAM's documents as the caller gave them: texts. */
const textOf = (document: object | string): string =>
  typeof document === "string" ? document : JSON.stringify(document);

/** Calls as CloudTrail records them. */
export const calls = {
  createRole: (roleName: string, trust: object | string, account = messageAccount): Call =>
    iam(
      "CreateRole",
      { roleName, assumeRolePolicyDocument: textOf(trust) },
      {
        role: {
          path: "/",
          roleName,
          roleId: "AROAEXAMPLENEWROLE001",
          arn: `arn:aws:iam::${account}:role/${roleName}`,
          createDate: "May 4, 2026, 10:00:00 AM",
          assumeRolePolicyDocument: encodeURIComponent(textOf(trust)),
        },
      },
    ),
  deleteRole: (roleName: string): Call => iam("DeleteRole", { roleName }),
  updateTrust: (roleName: string, trust: object | string): Call =>
    iam("UpdateAssumeRolePolicy", { roleName, policyDocument: textOf(trust) }),
  putRolePolicy: (roleName: string, policyName: string, policy: object | string): Call =>
    iam("PutRolePolicy", { roleName, policyName, policyDocument: textOf(policy) }),
  deleteRolePolicy: (roleName: string, policyName: string): Call =>
    iam("DeleteRolePolicy", { roleName, policyName }),
  attachRolePolicy: (roleName: string, policyArn: string): Call =>
    iam("AttachRolePolicy", { roleName, policyArn }),
  detachRolePolicy: (roleName: string, policyArn: string): Call =>
    iam("DetachRolePolicy", { roleName, policyArn }),
  putUserPolicy: (userName: string, policyName: string, policy: object | string): Call =>
    iam("PutUserPolicy", { userName, policyName, policyDocument: textOf(policy) }),
  addUserToGroup: (userName: string, groupName: string): Call =>
    iam("AddUserToGroup", { userName, groupName }),
  createPolicyVersion: (policyArn: string, policy: object | string, setAsDefault = true): Call =>
    iam(
      "CreatePolicyVersion",
      { policyArn, policyDocument: textOf(policy), setAsDefault },
      {
        policyVersion: {
          versionId: "v2",
          isDefaultVersion: setAsDefault,
          createDate: "May 4, 2026, 10:00:00 AM",
        },
      },
    ),
  createAccessKey: (userName: string): Call => iam("CreateAccessKey", { userName }),

  /** S3 has the policy as an object. */
  putBucketPolicy: (bucketName: string, bucketPolicy: object, accountId = messageAccount): Call => ({
    source: "s3.amazonaws.com",
    name: "PutBucketPolicy",
    request: { bucketPolicy, bucketName, Host: `${bucketName}.s3.eu-west-1.amazonaws.com`, policy: "" },
    resources: [{ accountId, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucketName}` }],
  }),
  deleteBucketPolicy: (bucketName: string, accountId = messageAccount): Call => ({
    source: "s3.amazonaws.com",
    name: "DeleteBucketPolicy",
    request: { bucketName, Host: `${bucketName}.s3.eu-west-1.amazonaws.com`, policy: "" },
    resources: [{ accountId, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucketName}` }],
  }),
  setQueuePolicy: (
    name: string,
    policy: object | "",
    region = "eu-west-1",
    account = messageAccount,
  ): Call => ({
    source: "sqs.amazonaws.com",
    name: "SetQueueAttributes",
    request: {
      queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
      attributes: { Policy: policy === "" ? "" : textOf(policy) },
    },
  }),
  setTopicPolicy: (topicArn: string, policy: object): Call => ({
    source: "sns.amazonaws.com",
    name: "SetTopicAttributes",
    request: { topicArn, attributeName: "Policy", attributeValue: textOf(policy) },
  }),
  /** `keyId`: an id, an ARN or an alias; the record names the key in its resources. */
  putKeyPolicy: (keyArn: string, policy: object, keyId = keyArn, accountId = messageAccount): Call => ({
    source: "kms.amazonaws.com",
    name: "PutKeyPolicy",
    request: { keyId, policyName: "default", policy: textOf(policy), bypassPolicyLockoutSafetyCheck: false },
    resources: [{ accountId, type: "AWS::KMS::Key", ARN: keyArn }],
  }),
  createGrant: (keyArn: string, granteePrincipal: string, accountId = messageAccount): Call => ({
    source: "kms.amazonaws.com",
    name: "CreateGrant",
    request: { keyId: keyArn, granteePrincipal, operations: ["Decrypt"] },
    response: { grantId: "f020fe75197b93991dc8491d6f19dd3cebb24ee62277a05914386724f3d48758", keyId: keyArn },
    resources: [{ accountId, type: "AWS::KMS::Key", ARN: keyArn }],
  }),
  addFunctionPermission: (functionName: string, principal: string, qualifier?: string): Call => ({
    source: "lambda.amazonaws.com",
    name: "AddPermission20150331v2",
    request: {
      functionName,
      statementId: "partner",
      action: "lambda:InvokeFunction",
      principal,
      ...(qualifier === undefined ? {} : { qualifier }),
    },
    response: { statement: '{"Sid":"partner"}' },
  }),
  putSecretPolicy: (secretArn: string, policy: object): Call => ({
    source: "secretsmanager.amazonaws.com",
    name: "PutResourcePolicy",
    request: { secretId: secretArn, resourcePolicy: textOf(policy) },
    response: { arn: secretArn, name: secretArn.replace(/^.*:secret:(.*)-\w{6}$/, "$1") },
  }),

  moveAccount: (accountId: string, sourceParentId: string, destinationParentId: string): Call => ({
    source: "organizations.amazonaws.com",
    name: "MoveAccount",
    request: { accountId, sourceParentId, destinationParentId },
  }),
  updateControlPolicy: (policyId: string, content: object): Call => ({
    source: "organizations.amazonaws.com",
    name: "UpdatePolicy",
    request: { policyId, content: textOf(content) },
    response: {
      policy: {
        policySummary: {
          id: policyId,
          arn: `arn:aws:organizations::${messageAccount}:policy/o-exampleorgid/service_control_policy/${policyId}`,
          name: "limits",
          type: "SERVICE_CONTROL_POLICY",
          awsManaged: false,
        },
        content: textOf(content),
      },
    },
  }),
  attachControlPolicy: (policyId: string, targetId: string): Call => ({
    source: "organizations.amazonaws.com",
    name: "AttachPolicy",
    request: { policyId, targetId },
  }),
  /** AWS's own word that an account is there; CreateAccount itself answers before that. */
  createAccountResult: (accountId: string): Call => ({
    source: "organizations.amazonaws.com",
    name: "CreateAccountResult",
    service: {
      createAccountStatus: {
        id: "car-examplecreateaccountrequestid111",
        state: "SUCCEEDED",
        accountName: "****",
        accountId,
        requestedTimestamp: "May 4, 2026 9:59:00 AM",
        completedTimestamp: "May 4, 2026 10:00:00 AM",
      },
    },
  }),
  createAccountAssignment: (permissionSetArn: string, targetId: string, principalId: string): Call => ({
    source: "sso.amazonaws.com",
    name: "CreateAccountAssignment",
    request: {
      instanceArn: "arn:aws:sso:::instance/ssoins-1111111111111111",
      targetId,
      targetType: "AWS_ACCOUNT",
      permissionSetArn,
      principalType: "GROUP",
      principalId,
    },
  }),
  enableTrustAnchor: (trustAnchorId: string): Call => ({
    source: "rolesanywhere.amazonaws.com",
    name: "EnableTrustAnchor",
    request: { trustAnchorId },
  }),
  createIdentityProvider: (url: string): Call =>
    iam("CreateOpenIDConnectProvider", { url, clientIDList: ["sts.amazonaws.com"], thumbprintList: [] }),
  /** Of the whole account. */
  putAccountPublicAccessBlock: (accountId = messageAccount): Call => ({
    source: "s3.amazonaws.com",
    name: "PutAccountPublicAccessBlock",
    request: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: false,
        IgnorePublicAcls: false,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
      accountId,
    },
  }),
} as const;
