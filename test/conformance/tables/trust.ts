/**
 * Rules 4, 12–37, 40–44 and 52: who a trust policy lets in, before the caller's own policies. One row a case.
 * The role is `arn:aws:iam::111111111111:role/target`; its organization, `o-exampleorg1`, has the accounts 1111… and
 * 2222… (below `ou-root-prod0000`); 9999… is somebody else's.
 */
import type { TrustRow } from "./row.ts";

const user = "arn:aws:iam::222222222222:user/ada";
const role = "arn:aws:iam::222222222222:role/app";
const session = "arn:aws:sts::222222222222:assumed-role/app/run";
const outsider = "arn:aws:iam::999999999999:role/vendor";
const github = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
const saml = "arn:aws:iam::111111111111:saml-provider/okta";
const web = "sts:AssumeRoleWithWebIdentity";
const allow = { Effect: "Allow" } as const;
const deny = { Effect: "Deny" } as const;
const anyone = { AWS: "*" } as const;
const reserved = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com";
const pods = "pods.eks.amazonaws.com";
const accessManager = "account-access.amazonaws.com";
const tagging = ["sts:AssumeRole", "sts:TagSession"] as const;

export const trustRows: readonly TrustRow[] = [
  // 1 and 25: the default is no
  {
    rule: 25,
    says: "a trust policy that names nobody lets nobody in",
    trust: [],
    by: user,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 1,
    says: "a Deny wins over an Allow, wherever it stands",
    trust: [
      { ...deny, Principal: { AWS: user } },
      { ...allow, Principal: { AWS: user } },
    ],
    by: user,
    answer: "ExplicitlyDenied",
  },
  {
    rule: 1,
    says: "a Deny of somebody else does not matter",
    trust: [
      { ...deny, Principal: { AWS: outsider } },
      { ...allow, Principal: { AWS: user } },
    ],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 1,
    says: "a Deny whose condition does not hold does not matter",
    trust: [
      { ...deny, Principal: anyone, Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { ...allow, Principal: { AWS: user } },
    ],
    by: user,
    context: { "aws:SecureTransport": "true" },
    answer: "Allowed",
  },

  // 4: partitions
  {
    rule: 4,
    says: "nothing crosses partitions",
    trust: [{ ...allow, Principal: anyone }],
    by: "arn:aws-cn:iam::222222222222:role/app",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 4,
    says: "an account's ARN of another partition lets nobody in",
    trust: [{ ...allow, Principal: { AWS: "arn:aws-cn:iam::222222222222:root" } }],
    by: role,
    answer: "ImplicitlyDenied",
  },

  // 12: the account
  {
    rule: 12,
    says: "an account id means every principal of the account",
    trust: [{ ...allow, Principal: { AWS: "222222222222" } }],
    by: role,
    answer: "Allowed",
  },
  {
    rule: 12,
    says: "the account's root ARN means every principal of the account",
    trust: [{ ...allow, Principal: { AWS: "arn:aws:iam::222222222222:root" } }],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 12,
    says: "an account does not mean other accounts",
    trust: [{ ...allow, Principal: { AWS: "222222222222" } }],
    by: outsider,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 12,
    says: "a session belongs to its account",
    trust: [{ ...allow, Principal: { AWS: "222222222222" } }],
    by: session,
    answer: "Allowed",
  },
  {
    rule: 12,
    says: "as a value of aws:PrincipalArn the root ARN means the root user alone",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:root" } },
      },
    ],
    by: role,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 12,
    says: "STS refuses the root user, though its ARN is what is asked for",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:root" } },
      },
    ],
    by: "arn:aws:iam::222222222222:root",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 12,
    says: "the root user is no principal of its account that could assume a role",
    trust: [{ ...allow, Principal: { AWS: "222222222222" } }],
    by: "arn:aws:iam::222222222222:root",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 40,
    says: "a federated user may call GetCallerIdentity alone, so naming it lets nobody in",
    trust: [{ ...allow, Principal: { AWS: "arn:aws:sts::222222222222:federated-user/bob" } }],
    by: "arn:aws:sts::222222222222:federated-user/bob",
    answer: "ImplicitlyDenied",
  },

  // 13, 14: names and unique ids
  {
    rule: 13,
    says: "a user is named by its ARN",
    trust: [{ ...allow, Principal: { AWS: user } }],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 13,
    says: "a user's ARN does not name another user",
    trust: [{ ...allow, Principal: { AWS: user } }],
    by: "arn:aws:iam::222222222222:user/bob",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 13,
    says: "the path is part of a user's ARN",
    trust: [{ ...allow, Principal: { AWS: user } }],
    by: "arn:aws:iam::222222222222:user/team/ada",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 13,
    says: "a condition on aws:PrincipalArn goes by name",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnEquals: { "aws:PrincipalArn": role } },
      },
    ],
    by: role,
    answer: "Allowed",
  },
  {
    rule: 14,
    says: "what is left of a deleted role lets nobody in",
    trust: [{ ...allow, Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } }],
    by: role,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 14,
    says: "what is left of a deleted user denies nobody",
    trust: [
      { ...deny, Principal: { AWS: "AIDAEXAMPLEEXAMPLE123" } },
      { ...allow, Principal: { AWS: user } },
    ],
    by: user,
    answer: "Allowed",
  },

  // 15, 16: anyone
  {
    rule: 15,
    says: "the star lets in a user of any AWS account",
    trust: [{ ...allow, Principal: anyone }],
    by: "arn:aws:iam::999999999999:user/eve",
    answer: "Allowed",
  },
  {
    rule: 15,
    says: "assuming a role is a signed call, so nobody is anonymous",
    trust: [{ ...allow, Principal: anyone }],
    by: "anonymous",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 15,
    says: "a Deny of the star stops services too",
    trust: [
      { ...deny, Principal: anyone },
      { ...allow, Principal: { Service: "ec2.amazonaws.com" } },
    ],
    by: "ec2.amazonaws.com",
    answer: "ExplicitlyDenied",
  },
  {
    rule: 15,
    says: "a Deny of the star stops federated callers too",
    trust: [
      { ...deny, Principal: anyone, Action: "sts:*" },
      { ...allow, Principal: { Federated: github }, Action: web },
    ],
    by: { federated: github },
    answer: "ExplicitlyDenied",
  },
  {
    rule: 16,
    says: "the star with an external ID asks for the external ID",
    trust: [{ ...allow, Principal: anyone, Condition: { StringEquals: { "sts:ExternalId": "x1" } } }],
    by: outsider,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 16,
    says: "the star with an external ID lets in whoever sends it",
    trust: [{ ...allow, Principal: anyone, Condition: { StringEquals: { "sts:ExternalId": "x1" } } }],
    by: outsider,
    context: { "sts:ExternalId": "x1" },
    answer: "Allowed",
  },

  // 17: NotPrincipal is not in the grammar of trust policies, so what is found is never sure
  {
    rule: 17,
    says: "NotPrincipal in a trust policy is not in the grammar, so that its Deny is in doubt",
    trust: [
      { ...deny, NotPrincipal: { AWS: user } },
      { ...allow, Principal: anyone },
    ],
    by: outsider,
    answer: "Unknown",
  },
  {
    rule: 17,
    says: "NotPrincipal with Allow is never surely a way in",
    trust: [{ ...allow, NotPrincipal: { AWS: user } }],
    by: outsider,
    answer: "Unknown",
  },

  // 18: identity providers
  {
    rule: 18,
    says: "an OIDC provider's callers come with AssumeRoleWithWebIdentity",
    trust: [{ ...allow, Principal: { Federated: github }, Action: web }],
    by: { federated: github },
    answer: "Allowed",
  },
  {
    rule: 18,
    says: "a federated principal with sts:AssumeRole lets nobody in",
    trust: [{ ...allow, Principal: { Federated: github }, Action: "sts:AssumeRole" }],
    by: { federated: github },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 18,
    says: "a federated caller can't call sts:AssumeRole",
    trust: [{ ...allow, Principal: { Federated: github }, Action: "sts:*" }],
    by: { federated: github },
    action: "sts:AssumeRole",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 18,
    says: "an IAM principal can't call AssumeRoleWithWebIdentity",
    trust: [{ ...allow, Principal: anyone, Action: web }],
    by: user,
    action: web,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 18,
    says: "a SAML provider's callers come with AssumeRoleWithSAML",
    trust: [
      {
        ...allow,
        Principal: { Federated: saml },
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      },
    ],
    by: { federated: saml },
    context: { "saml:aud": "https://signin.aws.amazon.com/saml" },
    answer: "Allowed",
  },
  {
    rule: 18,
    says: "a SAML provider's callers can't come with a web identity",
    trust: [{ ...allow, Principal: { Federated: saml }, Action: "sts:*" }],
    by: { federated: saml },
    action: web,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 18,
    says: "a provider of another account lets nobody in",
    trust: [
      {
        ...allow,
        Principal: {
          Federated: "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: web,
      },
    ],
    by: { federated: "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 18,
    says: "public providers are named by host",
    trust: [
      {
        ...allow,
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: web,
        Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:pool" } },
      },
    ],
    by: { federated: "cognito-identity.amazonaws.com" },
    context: { "cognito-identity.amazonaws.com:aud": "us-east-1:pool" },
    answer: "Allowed",
  },
  {
    rule: 18,
    says: "one provider is not another",
    trust: [{ ...allow, Principal: { Federated: "accounts.google.com" }, Action: web }],
    by: { federated: "cognito-identity.amazonaws.com" },
    answer: "ImplicitlyDenied",
  },

  // 19: services
  {
    rule: 19,
    says: "a service is named exactly",
    trust: [{ ...allow, Principal: { Service: "lambda.amazonaws.com" } }],
    by: "lambda.amazonaws.com",
    answer: "Allowed",
  },
  {
    rule: 19,
    says: "one service is not another",
    trust: [{ ...allow, Principal: { Service: "lambda.amazonaws.com" } }],
    by: "ec2.amazonaws.com",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 19,
    says: "the regional form of a service is another principal",
    trust: [{ ...allow, Principal: { Service: "lambda.amazonaws.com" } }],
    by: "lambda.af-south-1.amazonaws.com",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 19,
    says: "a confused-deputy key guards a service",
    trust: [
      {
        ...allow,
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      },
    ],
    by: "sns.amazonaws.com",
    context: { "aws:SourceAccount": "999999999999" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 19,
    says: "a service whose call carries the key passes",
    trust: [
      {
        ...allow,
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      },
    ],
    by: "sns.amazonaws.com",
    context: { "aws:SourceAccount": "111111111111" },
    answer: "Allowed",
  },
  {
    rule: 19,
    says: "IAM principals are no service",
    trust: [{ ...allow, Principal: { Service: "lambda.amazonaws.com" } }],
    by: role,
    answer: "ImplicitlyDenied",
  },

  // 20: sessions
  {
    rule: 20,
    says: "a session is let in where its role is named",
    trust: [{ ...allow, Principal: { AWS: role } }],
    by: session,
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "a session's ARN has no path, so that the role's name in its account is enough",
    trust: [{ ...allow, Principal: { AWS: "arn:aws:iam::222222222222:role/team/app" } }],
    by: session,
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "role names are unique without regard to case",
    trust: [{ ...allow, Principal: { AWS: "arn:aws:iam::222222222222:role/App" } }],
    by: session,
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "a session whose role is known to be another is not let in",
    trust: [{ ...allow, Principal: { AWS: "arn:aws:iam::222222222222:role/team/app" } }],
    by: session,
    role,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 20,
    says: "a session's ARN names that session",
    trust: [{ ...allow, Principal: { AWS: session } }],
    by: session,
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "a session's ARN does not name the role's other sessions",
    trust: [{ ...allow, Principal: { AWS: session } }],
    by: "arn:aws:sts::222222222222:assumed-role/app/other",
    answer: "ImplicitlyDenied",
  },
  {
    rule: 20,
    says: "aws:PrincipalArn of a session is its role's ARN",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnEquals: { "aws:PrincipalArn": role } },
      },
    ],
    by: session,
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "aws:PrincipalArn of a session has the role's path",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/*" } },
      },
    ],
    by: session,
    role: "arn:aws:iam::222222222222:role/team/app",
    answer: "Allowed",
  },
  {
    rule: 20,
    says: "aws:PrincipalArn is never the session's ARN",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:sts::222222222222:assumed-role/*" } },
      },
    ],
    by: session,
    answer: "ImplicitlyDenied",
  },

  // 21, 22: what is no principal
  {
    rule: 21,
    says: "a group is never a principal",
    trust: [{ ...allow, Principal: { AWS: "arn:aws:iam::222222222222:group/ops" } }],
    by: user,
    answer: "ImplicitlyDenied",
  },

  // 30: session tags
  {
    rule: 30,
    says: "tags without sts:TagSession fail the whole call",
    trust: [{ ...allow, Principal: { AWS: role } }],
    by: role,
    context: { "aws:RequestTag/team": "red", "aws:TagKeys": ["team"] },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 30,
    says: "tags with sts:TagSession pass",
    trust: [{ ...allow, Principal: { AWS: role }, Action: tagging }],
    by: role,
    context: { "aws:RequestTag/team": "red", "aws:TagKeys": ["team"] },
    answer: "Allowed",
  },
  {
    rule: 30,
    says: "sts:TagSession may be allowed by a statement of its own, with its own condition",
    trust: [
      { ...allow, Principal: { AWS: role } },
      {
        ...allow,
        Principal: { AWS: role },
        Action: "sts:TagSession",
        Condition: { StringEquals: { "aws:RequestTag/team": "red" } },
      },
    ],
    by: role,
    context: { "aws:RequestTag/team": "blue", "aws:TagKeys": ["team"] },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 30,
    says: "a Deny of sts:TagSession denies the call with tags",
    trust: [
      { ...allow, Principal: { AWS: role }, Action: tagging },
      { ...deny, Principal: anyone, Action: "sts:TagSession" },
    ],
    by: role,
    context: { "aws:RequestTag/team": "red", "aws:TagKeys": ["team"] },
    answer: "ExplicitlyDenied",
  },
  {
    rule: 30,
    says: "a Deny of sts:TagSession does not touch the call without tags",
    trust: [
      { ...allow, Principal: { AWS: role }, Action: tagging },
      { ...deny, Principal: anyone, Action: "sts:TagSession" },
    ],
    by: role,
    answer: "Allowed",
  },
  {
    rule: 30,
    says: "a trust that demands a tag without allowing sts:TagSession lets nobody in",
    trust: [
      { ...allow, Principal: { AWS: role }, Condition: { StringEquals: { "aws:RequestTag/team": "red" } } },
    ],
    by: role,
    context: { "aws:RequestTag/team": "red", "aws:TagKeys": ["team"] },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 30,
    says: "sts:TagSession alone does not let anybody in",
    trust: [{ ...allow, Principal: { AWS: role }, Action: "sts:TagSession" }],
    by: role,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 31,
    says: "transitive tags need sts:TagSession",
    trust: [{ ...allow, Principal: { AWS: role } }],
    by: role,
    context: { "sts:TransitiveTagKeys": ["team"] },
    answer: "ImplicitlyDenied",
  },

  // 32, 33: source identity and context
  {
    rule: 32,
    says: "a source identity without sts:SetSourceIdentity fails the whole call",
    trust: [{ ...allow, Principal: { AWS: role } }],
    by: role,
    context: { "sts:SourceIdentity": "ada" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 32,
    says: "a source identity with sts:SetSourceIdentity passes",
    trust: [
      {
        ...allow,
        Principal: { AWS: role },
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
        Condition: { StringLike: { "sts:SourceIdentity": "*" } },
      },
    ],
    by: role,
    context: { "sts:SourceIdentity": "ada" },
    answer: "Allowed",
  },
  {
    rule: 32,
    says: "a source identity set earlier must be allowed by the next role too",
    trust: [{ ...allow, Principal: { AWS: role } }],
    by: session,
    context: { "aws:SourceIdentity": "ada" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 33,
    says: "a provided context needs sts:SetContext",
    trust: [{ ...allow, Principal: { AWS: role } }],
    by: role,
    context: { "sts:RequestContextProviders": ["arn:aws:iam::aws:contextProvider/IdentityCenter"] },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 33,
    says: "a provided context with sts:SetContext passes",
    trust: [{ ...allow, Principal: { AWS: role }, Action: ["sts:AssumeRole", "sts:SetContext"] }],
    by: role,
    context: { "sts:RequestContextProviders": ["arn:aws:iam::aws:contextProvider/IdentityCenter"] },
    answer: "Allowed",
  },

  // 34, 35: tokens
  {
    rule: 34,
    says: "a federated caller has no organization, so demanding ours keeps it out",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
      },
    ],
    by: { federated: github },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 35,
    says: "a claim of the token is a condition key of its issuer",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:sub": "repo:org/app:ref:refs/heads/main" },
        },
      },
    ],
    by: { federated: github },
    context: { "token.actions.githubusercontent.com:sub": "repo:org/app:ref:refs/heads/main" },
    answer: "Allowed",
  },
  {
    rule: 35,
    says: "another repository's token is refused",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:org/app:*" } },
      },
    ],
    by: { federated: github },
    context: { "token.actions.githubusercontent.com:sub": "repo:evil/app:ref:refs/heads/main" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 36,
    says: "an old trust without a subject still lets every repository in",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
      },
    ],
    by: { federated: github },
    context: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": "repo:evil/app:ref:refs/heads/main",
    },
    answer: "Allowed",
  },
  {
    rule: 36,
    says: "the job's workflow is a claim like another",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: {
          StringLike: {
            "token.actions.githubusercontent.com:job_workflow_ref": "org/ci/.github/workflows/deploy.yml@*",
          },
        },
      },
    ],
    by: { federated: github },
    context: {
      "token.actions.githubusercontent.com:job_workflow_ref":
        "org/ci/.github/workflows/deploy.yml@refs/heads/main",
    },
    answer: "Allowed",
  },
  {
    rule: 37,
    says: "GitHub's immutable subject matches a trust that names it",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:org@1/app@2:*" } },
      },
    ],
    by: { federated: github },
    context: { "token.actions.githubusercontent.com:sub": "repo:org@1/app@2:ref:refs/heads/main" },
    answer: "Allowed",
  },

  // 41: Roles Anywhere
  {
    rule: 41,
    says: "Roles Anywhere's certificates appear as principal tags",
    trust: [
      {
        ...allow,
        Principal: { Service: "rolesanywhere.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        Condition: { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "host1" } },
      },
    ],
    by: "rolesanywhere.amazonaws.com",
    context: { "aws:PrincipalTag/x509Subject/CN": "host1", "sts:SourceIdentity": "CN=host1" },
    answer: "Allowed",
  },
  {
    rule: 41,
    says: "Roles Anywhere sets a source identity, so a trust without sts:SetSourceIdentity fails",
    trust: [{ ...allow, Principal: { Service: "rolesanywhere.amazonaws.com" } }],
    by: "rolesanywhere.amazonaws.com",
    context: { "sts:SourceIdentity": "CN=host1" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 41,
    says: "the trust anchor is the source ARN",
    trust: [
      {
        ...allow,
        Principal: { Service: "rolesanywhere.amazonaws.com" },
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/1" },
        },
      },
    ],
    by: "rolesanywhere.amazonaws.com",
    context: { "aws:SourceArn": "arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/2" },
    answer: "ImplicitlyDenied",
  },

  // the organization (table of A5)
  {
    rule: 45,
    says: "the caller's organization follows from its account",
    trust: [
      { ...allow, Principal: anyone, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } },
    ],
    by: role,
    answer: "Allowed",
  },
  {
    rule: 45,
    says: "an outsider is not of our organization",
    trust: [
      { ...allow, Principal: anyone, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } },
    ],
    by: outsider,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 45,
    says: "an outsider's own organization is not ours",
    trust: [
      { ...allow, Principal: anyone, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } },
    ],
    by: outsider,
    context: { "aws:PrincipalOrgID": "o-otherorg999" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 45,
    says: "vendor and own organization together can never match",
    trust: [
      {
        ...allow,
        Principal: { AWS: outsider },
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1", "sts:ExternalId": "x1" } },
      },
    ],
    by: outsider,
    context: { "sts:ExternalId": "x1" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 46,
    says: "IfExists on the organization lets in vendors that are in none",
    trust: [
      {
        ...allow,
        Principal: { AWS: outsider },
        Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" } },
      },
    ],
    by: outsider,
    answer: "Allowed",
  },
  {
    rule: 48,
    says: "the organizational unit follows from the account",
    trust: [
      {
        ...allow,
        Principal: anyone,
        Condition: {
          "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/r-root/ou-root-prod0000/*" },
        },
      },
    ],
    by: role,
    answer: "Allowed",
  },
  {
    rule: 48,
    says: "ForAllValues on the organizational unit lets outsiders in",
    trust: [
      {
        ...allow,
        Principal: anyone,
        Condition: {
          "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/r-root/ou-root-prod0000/*" },
        },
      },
    ],
    by: outsider,
    answer: "Allowed",
  },
  {
    rule: 48,
    says: "ForAllValues on the external ID lets in whoever sends none",
    trust: [
      {
        ...allow,
        Principal: { AWS: outsider },
        Condition: { "ForAllValues:StringEquals": { "sts:ExternalId": "x1" } },
      },
    ],
    by: outsider,
    answer: "Allowed",
  },
  {
    rule: 46,
    says: "a negated external ID lets in whoever sends none",
    trust: [
      { ...allow, Principal: { AWS: outsider }, Condition: { StringNotEquals: { "sts:ExternalId": "x1" } } },
    ],
    by: outsider,
    answer: "Allowed",
  },

  // 52: actions
  {
    rule: 52,
    says: "actions ignore case",
    trust: [{ ...allow, Principal: { AWS: user }, Action: "STS:assumerole" }],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 52,
    says: "actions take wildcards",
    trust: [{ ...allow, Principal: { AWS: user }, Action: "sts:Assume*" }],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 52,
    says: "a wildcard may stand in the middle of an action",
    trust: [{ ...allow, Principal: { AWS: user }, Action: "sts:A*e?ole" }],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 52,
    says: "another action is another action",
    trust: [{ ...allow, Principal: { AWS: user }, Action: "sts:AssumeRoleWithSAML" }],
    by: user,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 52,
    says: "NotAction in a Deny stops every other action",
    trust: [
      { ...allow, Principal: { AWS: user }, Action: "sts:AssumeRole" },
      { ...deny, Principal: anyone, NotAction: "sts:TagSession" },
    ],
    by: user,
    answer: "ExplicitlyDenied",
  },
  {
    rule: 52,
    says: "NotAction in a Deny spares the actions it lists",
    trust: [
      { ...allow, Principal: { AWS: user }, Action: "sts:AssumeRole" },
      { ...deny, Principal: anyone, NotAction: "sts:Assume*" },
    ],
    by: user,
    answer: "Allowed",
  },
  {
    rule: 52,
    says: "NotAction in an Allow allows every other action",
    trust: [{ ...allow, Principal: { AWS: user }, NotAction: "sts:TagSession" }],
    by: user,
    answer: "Allowed",
  },

  // 28: the form of a call's parameters
  {
    rule: 28,
    says: "STS refuses an external id with a space before any policy is asked",
    trust: [{ ...allow, Principal: { AWS: role }, Condition: { StringLike: { "sts:ExternalId": "our*" } } }],
    by: role,
    context: { "sts:ExternalId": "our vendor" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 28,
    says: "an underscore is part of an external id, whatever the user guide's list says",
    trust: [{ ...allow, Principal: { AWS: role }, Condition: { StringLike: { "sts:ExternalId": "our*" } } }],
    by: role,
    context: { "sts:ExternalId": "our_vendor/1:2" },
    answer: "Allowed",
  },

  // 22: a form of S3
  {
    rule: 22,
    says: "a canonical user is nobody who could assume a role",
    trust: [
      {
        ...allow,
        Principal: { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
      },
    ],
    by: user,
    answer: "ImplicitlyDenied",
  },

  // 34: unsigned calls
  {
    rule: 34,
    says: "a token's bearer is in no organization",
    trust: [
      {
        ...allow,
        Principal: { Federated: github },
        Action: web,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
      },
    ],
    by: { federated: github },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 34,
    says: "a Deny of all that is not of the organization stops tokens too",
    trust: [
      { ...allow, Principal: { Federated: github }, Action: web },
      {
        ...deny,
        Principal: anyone,
        Action: "sts:*",
        Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
      },
    ],
    by: { federated: github },
    answer: "ExplicitlyDenied",
  },

  // 42: Identity Center
  {
    rule: 42,
    says: "the role of a permission set in us-east-1 has no region in its path",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnLike: { "aws:PrincipalArn": `${reserved}/*/AWSReservedSSO_Admin_*` } },
      },
    ],
    by: `${reserved}/AWSReservedSSO_Admin_0123456789abcdef`,
    answer: "ImplicitlyDenied",
  },
  {
    rule: 42,
    says: "a star before the slash takes both forms of the path",
    trust: [
      {
        ...allow,
        Principal: { AWS: "222222222222" },
        Condition: { ArnLike: { "aws:PrincipalArn": `${reserved}*/AWSReservedSSO_Admin_*` } },
      },
    ],
    by: `${reserved}/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`,
    answer: "Allowed",
  },

  // 43: EKS
  {
    rule: 43,
    says: "Pod Identity tags its sessions, so trust without sts:TagSession is not enough",
    trust: [{ ...allow, Principal: { Service: pods } }],
    by: pods,
    context: { "aws:RequestTag/kubernetes-namespace": "shop" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 43,
    says: "with sts:TagSession it is, in the namespace that is asked for",
    trust: [
      {
        ...allow,
        Principal: { Service: pods },
        Action: tagging,
        Condition: { StringEquals: { "aws:RequestTag/kubernetes-namespace": "shop" } },
      },
    ],
    by: pods,
    context: { "aws:RequestTag/kubernetes-namespace": "shop", "aws:TagKeys": ["kubernetes-namespace"] },
    answer: "Allowed",
  },
  {
    rule: 43,
    says: "an external id may be EKS's own, without any third party",
    trust: [
      {
        ...allow,
        Principal: { AWS: role },
        Condition: { StringEquals: { "sts:ExternalId": "eu-west-1/222222222222/prod/shop/cart" } },
      },
    ],
    by: role,
    context: { "sts:ExternalId": "eu-west-1/222222222222/prod/shop/cart" },
    answer: "Allowed",
  },

  // 44: Account Access Manager
  {
    rule: 44,
    says: "Account Access Manager brings a context, which needs sts:SetContext",
    trust: [{ ...allow, Principal: { Service: accessManager } }],
    by: accessManager,
    context: { "sts:RequestContext/identitystore:UserId": "u-1" },
    answer: "ImplicitlyDenied",
  },
  {
    rule: 44,
    says: "with sts:SetContext and the application's account it comes in",
    trust: [
      {
        ...allow,
        Principal: { Service: accessManager },
        Action: ["sts:AssumeRole", "sts:SetContext"],
        Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } },
      },
    ],
    by: accessManager,
    context: { "sts:RequestContext/identitystore:UserId": "u-1", "aws:SourceAccount": "222222222222" },
    answer: "Allowed",
  },
];
