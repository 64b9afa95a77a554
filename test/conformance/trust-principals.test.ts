/** IAM-SEMANTICS 4, 12–20: whom the Principal element and the conditions on identity keys name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deadEndsTold,
  grantsTold,
  otherOrganization,
  ourOrganization,
  outsider,
  own,
  ownPath,
  placeless,
  sister,
  sisterPath,
  type WorldOptions,
  withoutOrganization,
} from "../support/trust-world.ts";

type Row = {
  readonly rule: string;
  readonly says: string;
  readonly statements: readonly object[];
  readonly grants: readonly string[];
  readonly dead?: readonly string[];
  readonly world?: WorldOptions;
};

const allow = (principal: unknown, condition?: object, action: unknown = "sts:AssumeRole"): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const deny = (principal: unknown, condition?: object): object => ({
  ...allow(principal, condition),
  Effect: "Deny",
});
const aws = (...values: readonly string[]) => ({ AWS: values.length === 1 ? values[0] : values });
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const inOurs = { StringEquals: { "aws:PrincipalOrgID": ourOrganization } };
const github = `arn:aws:iam::${own}:oidc-provider/token.actions.githubusercontent.com`;
const saml = `arn:aws:iam::${own}:saml-provider/corp`;

const rows: readonly Row[] = [
  {
    rule: "4",
    says: "a principal of another partition lets nobody in",
    statements: [allow(aws("arn:aws-cn:iam::999999999999:root"))],
    grants: [],
    dead: ["0: foreign-partition"],
  },
  {
    rule: "4",
    says: "a role of a partition trusts principals of its own",
    statements: [allow(aws("arn:aws-us-gov:iam::999999999999:root"))],
    grants: [`account ${outsider}`],
    world: { partition: "aws-us-gov" },
  },
  {
    rule: "12",
    says: "the account id and the root ARN both mean the whole account",
    statements: [allow(aws(outsider, `arn:aws:iam::${outsider}:root`))],
    grants: [`account ${outsider}`],
  },
  {
    rule: "12",
    says: "as a value of aws:PrincipalArn the root ARN is the root user alone, whom STS lets assume no role",
    statements: [
      allow(aws(outsider), { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${outsider}:root` } }),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "12",
    says: "only users and roles assume roles",
    statements: [
      allow(aws(outsider), { StringEquals: { "aws:PrincipalType": "Account" } }),
      allow(aws(outsider), {
        StringEquals: { "aws:PrincipalType": "User" },
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" },
      }),
      allow(aws(outsider), { StringLike: { "aws:PrincipalType": "*Role" } }),
    ],
    grants: [`account ${outsider} if StringLike aws:PrincipalType [*Role]`],
    dead: ["0: contradiction", "1: contradiction"],
  },
  {
    rule: "40",
    says: "a federated user can't assume roles",
    statements: [allow(aws(`arn:aws:sts::${outsider}:federated-user/bob`))],
    grants: [],
    dead: ["0: not-existing"],
  },
  {
    rule: "13",
    says: "a role in Principal is pinned, in a condition it is by name",
    statements: [
      allow(aws(role(outsider, "pinned"))),
      allow(aws("*"), { ArnEquals: { "aws:PrincipalArn": role(outsider, "by-name") } }),
    ],
    grants: [`role ${role(outsider, "by-name")} by-name`, `role ${role(outsider, "pinned")} pinned`],
  },
  {
    rule: "13",
    says: "several ARNs in a condition are several parties",
    statements: [
      allow(aws(outsider), {
        StringLike: { "aws:PrincipalArn": [role(outsider, "a"), role(outsider, "b*"), role(sister, "c")] },
      }),
    ],
    grants: [
      `account ${outsider} if StringLike aws:PrincipalArn [${role(outsider, "b*")}]`,
      `role ${role(outsider, "a")} by-name`,
    ],
  },
  {
    rule: "49",
    says: "an ARN without regard to case still names its account",
    statements: [
      allow(aws("*"), { StringEqualsIgnoreCase: { "aws:PrincipalArn": `ARN:AWS:IAM::${outsider}:ROLE/A` } }),
    ],
    grants: [
      `account ${outsider} if StringEqualsIgnoreCase aws:PrincipalArn [ARN:AWS:IAM::${outsider}:ROLE/A]`,
    ],
  },
  {
    rule: "14",
    says: "a bare unique id is a deleted principal",
    statements: [allow(aws("AROAEXAMPLEID1234567", "AIDAEXAMPLEID1234567"))],
    grants: [],
    dead: ["0: deleted-principal", "0: deleted-principal"],
  },
  { rule: "15", says: "a star is any AWS account", statements: [allow(aws("*"))], grants: ["any account"] },
  {
    rule: "16",
    says: "any account says all that a named account says",
    statements: [allow(aws("*", outsider)), allow(aws(role(outsider, "x")))],
    grants: ["any account"],
  },
  {
    rule: "16",
    says: "a named account with a weaker guard stays beside any account",
    statements: [allow(aws("*"), { StringEquals: { "sts:ExternalId": "x" } }), allow(aws(outsider))],
    grants: [`account ${outsider}`, "any account if StringEquals sts:ExternalId [x]"],
  },
  {
    rule: "17",
    says: "a Deny of a principal takes it out",
    statements: [allow(aws(outsider, sister)), deny(aws(sister))],
    grants: [`account ${outsider}`],
    dead: ["0: denied"],
  },
  {
    rule: "17",
    says: "a Deny of one account narrows any account",
    statements: [allow(aws("*")), deny(aws(outsider))],
    grants: [`any account if StringNotEquals aws:PrincipalAccount [${outsider}]`],
  },
  {
    rule: "17",
    says: "a Deny of one role narrows its account",
    statements: [allow(aws(outsider)), deny(aws(role(outsider, "bad")))],
    grants: [`account ${outsider} if ArnNotLike aws:PrincipalArn [${role(outsider, "bad")}]`],
  },
  {
    rule: "18",
    says: "federated principals come with their own action",
    statements: [
      allow({ Federated: saml }, undefined, "sts:AssumeRoleWithSAML"),
      allow({ Federated: github }),
    ],
    grants: [`saml ${saml}`],
    dead: ["1: action-mismatch"],
  },
  {
    rule: "18",
    says: "an account can't come with a token",
    statements: [allow(aws(outsider), undefined, "sts:AssumeRoleWithWebIdentity")],
    grants: [],
    dead: ["0: action-mismatch"],
  },
  {
    rule: "18",
    says: "an identity provider of another account does not work",
    statements: [
      allow(
        { Federated: `arn:aws:iam::${outsider}:oidc-provider/token.actions.githubusercontent.com` },
        undefined,
        "sts:AssumeRoleWithWebIdentity",
      ),
    ],
    grants: [],
    dead: ["0: not-existing"],
  },
  {
    rule: "18",
    says: "public token services are named by host",
    statements: [
      allow({ Federated: "cognito-identity.amazonaws.com" }, undefined, "sts:AssumeRoleWithWebIdentity"),
    ],
    grants: ["oidc cognito-identity.amazonaws.com"],
  },
  {
    rule: "19",
    says: "services are named one by one",
    statements: [allow({ Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] })],
    grants: ["service ec2.amazonaws.com", "service lambda.amazonaws.com"],
  },
  {
    rule: "20",
    says: "a session is named by its own ARN",
    statements: [allow(aws(`arn:aws:sts::${outsider}:assumed-role/ci/deploy`))],
    grants: [`session arn:aws:sts::${outsider}:assumed-role/ci/deploy`],
  },
  {
    rule: "20",
    says: "aws:PrincipalArn is never a session's ARN",
    statements: [
      allow(aws("*"), {
        ArnEquals: { "aws:PrincipalArn": `arn:aws:sts::${outsider}:assumed-role/ci/deploy` },
      }),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "A5",
    says: "a star with our organization's id is our organization",
    statements: [allow(aws("*"), inOurs)],
    grants: [`organization ${ourOrganization}`],
  },
  {
    rule: "A5",
    says: "a star with two organizations is both",
    statements: [
      allow(aws("*"), { StringEquals: { "aws:PrincipalOrgID": [ourOrganization, otherOrganization] } }),
    ],
    grants: [`organization ${otherOrganization}`, `organization ${ourOrganization}`],
  },
  {
    rule: "A5",
    says: "a star with a path is an organizational unit",
    statements: [
      allow(aws("*"), { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [`${sisterPath}*`] } }),
    ],
    grants: [`unit ${sisterPath}*`],
  },
  {
    rule: "A5",
    says: "a path of the whole organization is the organization",
    statements: [
      allow(aws("*"), { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${ourOrganization}/*` } }),
    ],
    grants: [`organization ${ourOrganization}`],
  },
  {
    rule: "A5",
    says: "a Deny of all others leaves our organization",
    statements: [
      allow(aws("*")),
      deny(aws("*"), { StringNotEquals: { "aws:PrincipalOrgID": ourOrganization } }),
    ],
    grants: [`organization ${ourOrganization}`],
  },
  {
    rule: "A5",
    says: "a Deny of all other roles leaves one by name",
    statements: [
      allow(aws(outsider)),
      deny(aws("*"), { ArnNotEquals: { "aws:PrincipalArn": role(outsider, "only") } }),
    ],
    grants: [`role ${role(outsider, "only")} by-name`],
  },
  {
    rule: "A5",
    says: "a star with an account is that account",
    statements: [allow(aws("*"), { StringEquals: { "aws:PrincipalAccount": outsider } })],
    grants: [`account ${outsider}`],
  },
  {
    rule: "A5",
    says: "our organization's id keeps other conditions on the principal",
    statements: [
      allow(aws("*"), { ...inOurs, ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }),
    ],
    grants: [`organization ${ourOrganization} if ArnLike aws:PrincipalArn [arn:aws:iam::*:role/deploy]`],
  },
  {
    rule: "D3",
    says: "an outsider never has our organization's id",
    statements: [allow(aws(outsider), inOurs)],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "D3",
    says: "an outsider of no organization passes IfExists",
    statements: [allow(aws(outsider), { StringEqualsIfExists: { "aws:PrincipalOrgID": ourOrganization } })],
    grants: [`account ${outsider} if StringEqualsIfExists aws:PrincipalOrgID [${ourOrganization}]`],
  },
  {
    rule: "D3",
    says: "an account of ours has our organization's id",
    statements: [allow(aws(sister), inOurs)],
    grants: [`account ${sister}`],
  },
  {
    rule: "D3",
    says: "without a known organization its id stays open",
    statements: [allow(aws(sister), inOurs)],
    grants: [`account ${sister} if StringEquals aws:PrincipalOrgID [${ourOrganization}]`],
    world: { view: withoutOrganization },
  },
  {
    rule: "A5",
    says: "the path of an account of ours decides",
    statements: [
      allow(aws(sister, own), { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${ownPath}*` } }),
    ],
    grants: [`account ${own}`],
    dead: ["0: contradiction"],
  },
  {
    rule: "A5",
    says: "where the place of an account is not known, its path stays open",
    statements: [
      allow(aws(placeless), { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${ownPath}*` } }),
    ],
    grants: [`account ${placeless} if ForAnyValue:StringLike aws:PrincipalOrgPaths [${ownPath}*]`],
  },
  {
    rule: "A5",
    says: "a service is in no organization",
    statements: [allow({ Service: "ec2.amazonaws.com" }, inOurs)],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "35",
    says: "a token brings claims of its own issuer only",
    statements: [
      allow(
        { Federated: github },
        { StringEquals: { "gitlab.com:sub": "project_path:a/b" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
    ],
    grants: [],
    dead: ["0: contradiction"],
  },
  {
    rule: "13",
    says: "a principal that does not exist lets nobody in",
    statements: [allow(aws(role(sister, "gone"), role(sister, "here")))],
    grants: [`role ${role(sister, "here")} pinned`],
    dead: ["0: not-existing"],
    world: { gone: [role(sister, "gone")] },
  },
];

for (const { rule, says, statements, grants, dead = [], world = {} } of rows) {
  test(`IAM-SEMANTICS ${rule}: ${says}`, () => {
    assert.deepEqual(grantsTold(statements, world), grants.toSorted());
    assert.deepEqual(deadEndsTold(statements, world), dead.toSorted());
  });
}
