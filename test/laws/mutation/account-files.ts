/** A small organization as the AWS CLI writes it, to be damaged. One file a member, by its path. */
const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Vendor",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::999999999999:root", "AROAEXAMPLEEXAMPLE123"] },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: { "sts:ExternalId": ["x1", "x2"] },
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/*" },
        IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] },
        DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" },
      },
    },
    {
      Effect: "Deny",
      Principal: "*",
      NotAction: "sts:TagSession",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
};
const identity = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/${aws:username}-*" },
};
const account = "111111111111";

const details = {
  UserDetailList: [
    {
      Path: "/",
      UserName: "ada",
      UserId: "AIDAEXAMPLEEXAMPLEADA",
      Arn: `arn:aws:iam::${account}:user/ada`,
      CreateDate: "2024-01-01T00:00:00+00:00",
      UserPolicyList: [{ PolicyName: "inline", PolicyDocument: identity }],
      GroupList: ["ops"],
      AttachedManagedPolicies: [{ PolicyName: "own", PolicyArn: `arn:aws:iam::${account}:policy/own` }],
      Tags: [{ Key: "team", Value: "red" }],
    },
  ],
  GroupDetailList: [
    {
      Path: "/",
      GroupName: "ops",
      GroupId: "AGPAEXAMPLEEXAMPLEOPS",
      Arn: `arn:aws:iam::${account}:group/ops`,
      CreateDate: "2024-01-01T00:00:00+00:00",
      GroupPolicyList: [],
      AttachedManagedPolicies: [],
    },
  ],
  RoleDetailList: [
    {
      Path: "/team/",
      RoleName: "target",
      RoleId: "AROAEXAMPLEEXAMPLETGT",
      Arn: `arn:aws:iam::${account}:role/team/target`,
      CreateDate: "2024-01-01T00:00:00+00:00",
      AssumeRolePolicyDocument: trust,
      InstanceProfileList: [],
      RolePolicyList: [
        { PolicyName: "inline", PolicyDocument: encodeURIComponent(JSON.stringify(identity)) },
      ],
      AttachedManagedPolicies: [],
      PermissionsBoundary: {
        PermissionsBoundaryType: "Policy",
        PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/own`,
      },
      Tags: [],
      RoleLastUsed: { LastUsedDate: "2026-01-01T00:00:00+00:00", Region: "us-east-1" },
    },
  ],
  Policies: [
    {
      PolicyName: "own",
      PolicyId: "ANPAEXAMPLEEXAMPLEOWN",
      Arn: `arn:aws:iam::${account}:policy/own`,
      Path: "/",
      DefaultVersionId: "v1",
      AttachmentCount: 1,
      IsAttachable: true,
      CreateDate: "2024-01-01T00:00:00+00:00",
      UpdateDate: "2024-01-01T00:00:00+00:00",
      PolicyVersionList: [
        {
          Document: identity,
          VersionId: "v1",
          IsDefaultVersion: true,
          CreateDate: "2024-01-01T00:00:00+00:00",
        },
      ],
    },
  ],
};

const organization = {
  Organization: { Id: "o-exampleorg1", MasterAccountId: account },
  Roots: [{ Id: "r-root", Name: "Root" }],
  OrganizationalUnits: [{ Id: "ou-root-prod0000", Name: "Prod", ParentId: "r-root" }],
  Accounts: [
    {
      Id: account,
      Name: "main",
      Email: "main@example.com",
      Status: "ACTIVE",
      ParentId: "r-root",
      Tags: [{ Key: "k", Value: "v" }],
    },
    { Id: "222222222222", Name: "other", Status: "ACTIVE", ParentId: "ou-root-prod0000" },
  ],
  Policies: [
    {
      Id: "p-FullAWSAccess",
      Name: "FullAWSAccess",
      Type: "SERVICE_CONTROL_POLICY",
      Content: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
      Targets: ["r-root", account],
    },
  ],
  DelegatedAdministrators: [{ Id: "222222222222", ServicePrincipal: "sso.amazonaws.com" }],
};

const providers = {
  OpenIDConnectProviders: [
    {
      Arn: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
      Url: "token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: [],
    },
  ],
  SAMLProviders: [{ Arn: `arn:aws:iam::${account}:saml-provider/okta` }],
};

const resources = [
  {
    Arn: "arn:aws:s3:::bucket",
    Type: "AWS::S3::Bucket",
    Policy: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" },
      ],
    },
    Attributes: { PublicAccessBlock: { RestrictPublicBuckets: true } },
  },
];

type AccountFile = { readonly path: string; readonly text: string };

export const accountFiles: readonly [AccountFile, ...AccountFile[]] = [
  { path: `accounts/${account}/authorization-details.json`, text: JSON.stringify(details, null, 1) },
  { path: "organization.json", text: JSON.stringify(organization, null, 1) },
  { path: `accounts/${account}/identity-providers.json`, text: JSON.stringify(providers) },
  { path: `accounts/${account}/resource-policies.json`, text: JSON.stringify(resources) },
];
