/** A small organization whose ways are known: by roles, by techniques, to data, from outside; and names that are not harmless. */
import { type Files, writeFiles } from "../../../src/collect/files/fixtures/example-directory.ts";
import { importDirectory } from "../../../src/collect/files/index.ts";
import type { Snapshot } from "../../../src/model/index.ts";
import { writeSnapshot } from "../../../src/store/index.ts";

export const tools = "111111111111";
export const shop = "222222222222";
/** The management account: it belongs to the organization, and nothing was read of it. */
export const unread = "444444444444";
export const partner = "999999999999";
const gitHub = "token.actions.githubusercontent.com";

export const externalId = "9d41c7e2-ways";
/** A role's path that a shell would run if it got at it. */
const hostilePath = "/$(id)';x/";

type Fields = Readonly<Record<string, unknown>>;

const policy = (...statements: readonly Fields[]): Fields => ({
  Version: "2012-10-17",
  Statement: statements,
});
const allow = (action: string | readonly string[], resource: string, more: Fields = {}): Fields => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const trust = (principal: Fields | "*", more: Fields = {}): Fields => ({
  Effect: "Allow",
  Principal: principal,
  Action: "sts:AssumeRole",
  ...more,
});

const everything = allow("*", "*");
const inline = (statements: readonly Fields[]): readonly Fields[] =>
  statements.length === 0 ? [] : [{ PolicyName: "own", PolicyDocument: policy(...statements) }];

let made = 0;

function role(account: string, name: string, trusts: Fields, own: readonly Fields[], path = "/"): Fields {
  made += 1;
  return {
    Path: path,
    RoleName: name,
    RoleId: `AROA${String(made).padStart(17, "0")}`,
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: "2026-01-01T00:00:00+00:00",
    AssumeRolePolicyDocument: policy(trusts),
    InstanceProfileList: [],
    RolePolicyList: inline(own),
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: {},
  };
}

function user(account: string, name: string, own: readonly Fields[]): Fields {
  made += 1;
  return {
    Path: "/",
    UserName: name,
    UserId: `AIDA${String(made).padStart(17, "0")}`,
    Arn: `arn:aws:iam::${account}:user/${name}`,
    CreateDate: "2026-01-01T00:00:00+00:00",
    GroupList: [],
    AttachedManagedPolicies: [],
    UserPolicyList: inline(own),
    Tags: [],
  };
}

const details = (roles: readonly Fields[], users: readonly Fields[]): Fields => ({
  UserDetailList: users,
  GroupDetailList: [],
  RoleDetailList: roles,
  Policies: [],
});

export const arnOf = (account: string, name: string): string => `arn:aws:iam::${account}:${name}`;
export const bucket = "arn:aws:s3:::shop-ledger";
export const queue = `arn:aws:sqs:eu-west-1:${shop}:orders`;
export const trickyRole = `arn:aws:iam::${shop}:role${hostilePath}tricky`;

export function waysFiles(): Files {
  made = 0;
  const ada = arnOf(tools, "user/ada");
  const deploy = arnOf(tools, "role/deploy");
  const files: Files = {
    "organization.json": {
      Organization: { Id: "o-ways000001", MasterAccountId: unread },
      Roots: [{ Id: "r-ways", Name: "Root" }],
      OrganizationalUnits: [],
      Accounts: [
        { Id: tools, Name: "tools", Status: "ACTIVE", ParentId: "r-ways" },
        { Id: shop, Name: "shop", Status: "ACTIVE", ParentId: "r-ways" },
        { Id: unread, Name: "management", Status: "ACTIVE", ParentId: "r-ways" },
      ],
      Policies: [],
      DelegatedAdministrators: [],
    },
    "identity-center.json": { Instances: [] },
    [`accounts/${tools}/authorization-details.json`]: details(
      [
        role(
          tools,
          "deploy",
          trust(
            { AWS: ada },
            {
              Sid: "People",
              Condition: {
                StringEquals: { "sts:ExternalId": externalId, "sts:RoleSessionName": "ada=1" },
              },
            },
          ),
          [
            allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*", {
              Sid: "Functions",
            }),
            allow("sts:AssumeRole", `arn:aws:iam::${shop}:role/*`),
          ],
        ),
        role(tools, "runner", trust({ Service: "lambda.amazonaws.com" }), [everything]),
      ],
      [
        user(tools, "ada", [allow("sts:AssumeRole", deploy)]),
        user(tools, "bob", [allow("iam:PutUserPolicy", "arn:aws:iam::*:user/bob")]),
        user(tools, "idle", []),
      ],
    ),
    [`accounts/${shop}/authorization-details.json`]: details(
      [
        role(shop, "tricky", trust({ AWS: deploy }), [allow("s3:GetObject", `${bucket}/*`)], hostilePath),
        role(
          shop,
          "ci",
          trust(
            { Federated: arnOf(shop, `oidc-provider/${gitHub}`) },
            {
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: {
                  [`${gitHub}:aud`]: "sts.amazonaws.com",
                  [`${gitHub}:sub`]: "repo:acme/shop:ref:refs/heads/main",
                },
              },
            },
          ),
          [allow("lambda:UpdateFunctionCode", "*")],
        ),
        role(shop, "worker", trust({ Service: "lambda.amazonaws.com" }), [allow("sqs:SendMessage", queue)]),
        role(shop, "support", trust({ AWS: arnOf(partner, "root") }), [allow("sqs:ReceiveMessage", queue)]),
      ],
      [],
    ),
  };
  for (const id of [tools, shop]) {
    files[`accounts/${id}/identity-providers.json`] = {
      OpenIDConnectProviders:
        id === shop
          ? [
              {
                Arn: arnOf(shop, `oidc-provider/${gitHub}`),
                Url: gitHub,
                ClientIDList: ["sts.amazonaws.com"],
                ThumbprintList: [],
              },
            ]
          : [],
      SAMLProviders: [],
    };
    files[`accounts/${id}/resource-policies.json`] = id === shop ? resources() : [];
    files[`accounts/${id}/account.json`] = {};
    files[`accounts/${id}/roles-anywhere.json`] = { trustAnchors: [], profiles: [] };
  }
  return files;
}

function resources(): readonly Fields[] {
  return [
    {
      Arn: bucket,
      Type: "AWS::S3::Bucket",
      Region: "eu-west-1",
      Policy: policy(
        trust(
          { AWS: arnOf(partner, "root") },
          { Sid: "Partner", Action: "s3:GetObject", Resource: `${bucket}/*` },
        ),
      ),
      Attributes: {},
    },
    { Arn: queue, Type: "AWS::SQS::Queue", Region: "eu-west-1", Policy: null, Attributes: {} },
    {
      Arn: `arn:aws:lambda:eu-west-1:${shop}:function:orders`,
      Type: "AWS::Lambda::Function",
      Region: "eu-west-1",
      Policy: null,
      Attributes: { roleArn: arnOf(shop, "role/worker") },
    },
  ];
}

const madeAt = Date.parse("2026-06-01T00:00:00Z") / 1000;

/** As a snapshot that is the same whenever it is made; written to `path`, too. */
export async function writeWays(directory: string, path: string, files = waysFiles()): Promise<Snapshot> {
  writeFiles(directory, files);
  const imported = await importDirectory(directory, { keepGoing: false, createdAt: madeAt });
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  const written = await writeSnapshot(path, imported.value.snapshot);
  if (!written.ok) throw new Error(written.error.message);
  return imported.value.snapshot;
}
