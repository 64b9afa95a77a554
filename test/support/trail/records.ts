/** CloudTrail's records as its documentation and real logs have them, for tests: parts to put together. */

export type RecordParts = { readonly [name: string]: unknown };

export const owner = "111122223333";
export const callerAccount = "777788889999";
export const role = `arn:aws:iam::${owner}:role/team/EC2-dev`;

/** The parts that all records have; `parts` come over them. */
export function record(name: string, parts: RecordParts): RecordParts {
  return {
    eventVersion: "1.11",
    eventTime: "2026-10-25T20:52:11Z",
    eventSource: "sts.amazonaws.com",
    eventName: name,
    awsRegion: "eu-west-1",
    sourceIPAddress: "192.0.2.101",
    userAgent: "aws-cli/2.31.0",
    errorCode: undefined,
    requestParameters: null,
    responseElements: null,
    requestID: "4e0d11e4-96e4-4e55-8c0a-000000000001",
    eventID: "d1ac7f46-6c60-4ac8-8d0e-000000000001",
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: owner,
    eventCategory: "Management",
    ...parts,
  };
}

export const userIdentity = {
  type: "IAMUser",
  principalId: "AIDAQRSTUVWXYZEXAMPLE",
  arn: `arn:aws:iam::${callerAccount}:user/JohnDoe`,
  accountId: callerAccount,
  accessKeyId: "AKIAQRSTUVWXYZEXAMPLE",
  userName: "JohnDoe",
};

export const sessionIdentity = {
  type: "AssumedRole",
  principalId: "AROAIN5ATK5U7KEXAMPLE:run-42",
  arn: `arn:aws:sts::${callerAccount}:assumed-role/deployer/run-42`,
  accountId: callerAccount,
  accessKeyId: "ASIAI44QH8DHBEXAMPLE",
  sessionContext: {
    sessionIssuer: {
      type: "Role",
      principalId: "AROAIN5ATK5U7KEXAMPLE",
      arn: `arn:aws:iam::${callerAccount}:role/ci/deployer`,
      accountId: callerAccount,
      userName: "deployer",
    },
    attributes: { creationDate: "2026-10-25T20:00:00Z", mfaAuthenticated: "false" },
    sourceIdentity: "jdoe",
  },
};

export const assumed = {
  credentials: {
    accessKeyId: "ASIAWHOJDLGPOEXAMPLE",
    sessionToken: "IQoJb",
    expiration: "Oct 25, 2026, 9:52:11 PM",
  },
  assumedRoleUser: {
    assumedRoleId: "AROAIFR7WHDTSOYQYHFUE:JohnDoe-EC2-dev",
    arn: `arn:aws:sts::${owner}:assumed-role/EC2-dev/JohnDoe-EC2-dev`,
  },
};

export const assumeRequest = { roleArn: role, roleSessionName: "JohnDoe-EC2-dev" };

export const samlRecord = record("AssumeRoleWithSAML", {
  userIdentity: {
    type: "SAMLUser",
    principalId: "SampleUkh1i4+ExamplexL/jEvs=:SamlExample",
    userName: "SamlExample",
    identityProvider: "SampleUkh1i4+ExamplexL/jEvs=",
  },
  requestParameters: {
    ...assumeRequest,
    sourceIdentity: "MySAMLUser",
    principalTags: { CostCenter: "987654", Project: "Unicorn" },
    transitiveTagKeys: ["CostCenter"],
    durationSeconds: 3600,
    principalArn: `arn:aws:iam::${owner}:saml-provider/Shibboleth`,
  },
  responseElements: {
    ...assumed,
    subjectType: "transient",
    issuer: "https://server.example.com/idp/shibboleth",
    subject: "SamlExample",
    audience: "https://signin.aws.amazon.com/saml",
  },
});

export const gitHub = `arn:aws:iam::${owner}:oidc-provider/token.actions.githubusercontent.com`;

export const webIdentityRecord = record("AssumeRoleWithWebIdentity", {
  userIdentity: {
    type: "WebIdentityUser",
    principalId: `${gitHub}:sts.amazonaws.com:repo:acme/app:ref:refs/heads/main`,
    userName: "repo:acme/app:ref:refs/heads/main",
    identityProvider: gitHub,
  },
  requestParameters: assumeRequest,
  responseElements: {
    ...assumed,
    provider: gitHub,
    subjectFromWebIdentityToken: "repo:acme/app:ref:refs/heads/main",
    audience: "sts.amazonaws.com",
  },
});

/** The console's: its identity is the session that was begun. */
export const switchRecord = record("SwitchRole", {
  eventSource: "signin.amazonaws.com",
  eventType: "AwsConsoleSignIn",
  requestID: undefined,
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAIFR7WHDTSOYQYHFUE:JohnDoe",
    arn: `arn:aws:sts::${owner}:assumed-role/EC2-dev/JohnDoe`,
    accountId: owner,
    accessKeyId: "ASIABEGUNBYTHESWITCH",
  },
  responseElements: { SwitchRole: "Success" },
  additionalEventData: {
    SwitchFrom: `arn:aws:iam::${callerAccount}:user/JohnDoe`,
    RedirectTo: "https://console.aws.amazon.com/console/home",
  },
});

export const rolesAnywhereRecord = record("CreateSession", {
  eventSource: "rolesanywhere.amazonaws.com",
  userIdentity: {
    type: "Unknown",
    principalId: "",
    arn: "",
    accountId: owner,
    accessKeyId: "",
    userName: "",
  },
  requestParameters: {
    cert: "MIIB",
    durationSeconds: 3600,
    profileArn: `arn:aws:rolesanywhere:eu-west-1:${owner}:profile/0ace5b12-24b9-427e-a483-c55884852fbf`,
    roleArn: role,
    trustAnchorArn: `arn:aws:rolesanywhere:eu-west-1:${owner}:trust-anchor/2de9dfa7-9f39-40c2-ae31-aaf843684dc9`,
  },
  responseElements: {
    credentialSet: [
      {
        ...assumed,
        credentials: { ...assumed.credentials, expiration: "2026-10-25T21:52:11Z" },
        roleArn: role,
        sourceIdentity: "CN=build-7",
      },
    ],
    subjectArn: `arn:aws:rolesanywhere:eu-west-1:${owner}:subject/aaaa`,
  },
});

export const identityCenterRecord = record("GetRoleCredentials", {
  eventSource: "sso.amazonaws.com",
  eventType: "AwsServiceEvent",
  userIdentity: {
    type: "IdentityCenterUser",
    accountId: callerAccount,
    onBehalfOf: {
      userId: "976710cc5d-9d976f61-3b89-4b98-88db-2ea3bbc1f3fa",
      identityStoreArn: `arn:aws:identitystore::${callerAccount}:identitystore/d-976710cc5d`,
    },
    credentialId: "AAAA",
  },
  recipientAccountId: callerAccount,
  serviceEventDetails: { role_name: "AdministratorAccess", account_id: owner },
});
