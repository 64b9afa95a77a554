/** A small organization as AWS CLI output: what most of the answers are about, in nine roles. */

import { type Files, writeFiles } from "../../../src/collect/files/fixtures/example-directory.ts";
import { importDirectory } from "../../../src/collect/files/index.ts";
import { writeSnapshot } from "../../../src/store/index.ts";

export const management = "111111111111";
export const production = "222222222222";
export const development = "333333333333";
const datadog = "464622532012";
const stranger = "999999999999";
const gitHub = "token.actions.githubusercontent.com";

/** External IDs of the organization: nothing may show them without having been asked. */
export const externalIds = ["acme-guessable-*", "5f0c9d1e7a3b48628f14d0c2b6a79e35", "between-our-own-2f9c1d"];

type Statement = Readonly<Record<string, unknown>>;

const policy = (...statements: readonly Statement[]) => ({ Version: "2012-10-17", Statement: statements });

function trust(principal: Statement | "*", condition?: Statement, action = "sts:AssumeRole"): Statement {
  return {
    Effect: "Allow",
    Principal: principal,
    Action: action,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

const mayAssume = (resource: string): Statement => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Resource: resource,
});

let made = 0;

function role(
  account: string,
  name: string,
  statements: readonly Statement[],
  more: {
    readonly own?: readonly Statement[];
    readonly lastUsed?: string;
    readonly description?: string;
  } = {},
) {
  made += 1;
  return {
    Path: "/",
    RoleName: name,
    RoleId: `AROA${String(made).padStart(17, "0")}`,
    Arn: `arn:aws:iam::${account}:role/${name}`,
    CreateDate: "2026-01-01T00:00:00+00:00",
    AssumeRolePolicyDocument: policy(...statements),
    InstanceProfileList: [],
    RolePolicyList:
      more.own === undefined ? [] : [{ PolicyName: "own", PolicyDocument: policy(...more.own) }],
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: more.lastUsed === undefined ? {} : { LastUsedDate: more.lastUsed, Region: "eu-west-1" },
    ...(more.description === undefined ? {} : { Description: more.description }),
  };
}

function details(roles: readonly object[], users: readonly object[] = []) {
  return { UserDetailList: users, GroupDetailList: [], RoleDetailList: roles, Policies: [] };
}

const account = (id: string, name: string, parent: string, status = "ACTIVE") => ({
  Id: id,
  Name: name,
  Status: status,
  ParentId: parent,
});

export function organizationFiles(): Files {
  made = 0;
  const hub = `arn:aws:iam::${management}:role/hub`;
  const files: Files = {
    "organization.json": {
      Organization: { Id: "o-journeys01", MasterAccountId: management },
      Roots: [{ Id: "r-jour", Name: "Root" }],
      OrganizationalUnits: [
        { Id: "ou-jour-production", Name: "Production", ParentId: "r-jour" },
        { Id: "ou-jour-developers", Name: "Development", ParentId: "r-jour" },
      ],
      Accounts: [
        account(management, "management", "r-jour"),
        account(production, "production", "ou-jour-production"),
        account(development, "development", "ou-jour-developers"),
        account("444444444444", "closed", "r-jour", "SUSPENDED"),
      ],
      Policies: [],
    },
    "identity-center.json": { Instances: [] },
    [`accounts/${management}/authorization-details.json`]: details([
      role(management, "hub", [trust({ AWS: `arn:aws:iam::${development}:root` })], {
        own: [mayAssume(`arn:aws:iam::${production}:role/*`)],
        lastUsed: "2026-05-20T00:00:00+00:00",
        description: "From here into production.",
      }),
      role(management, "DatadogIntegrationRole", [
        {
          Sid: "Datadog",
          ...trust(
            { AWS: `arn:aws:iam::${datadog}:root` },
            { StringLike: { "sts:ExternalId": externalIds[0] } },
          ),
        },
        {
          Sid: "Second",
          ...trust(
            { AWS: `arn:aws:iam::${stranger}:root` },
            { StringEquals: { "sts:ExternalId": externalIds[1] } },
          ),
        },
      ]),
    ]),
    [`accounts/${production}/authorization-details.json`]: details([
      role(
        production,
        "deploy",
        [trust({ AWS: hub }, { StringEquals: { "sts:ExternalId": externalIds[2] } })],
        {
          own: [{ Effect: "Allow", Action: "*", Resource: "*" }],
          lastUsed: "2026-05-30T00:00:00+00:00",
        },
      ),
      role(
        production,
        "pipeline",
        [
          trust(
            { Federated: `arn:aws:iam::${production}:oidc-provider/${gitHub}` },
            {
              StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" },
              StringLike: { [`${gitHub}:sub`]: "repo:acme*" },
            },
            "sts:AssumeRoleWithWebIdentity",
          ),
        ],
        { own: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }] },
      ),
      role(production, "open", [trust({ AWS: "*" })], {
        own: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
      }),
      role(production, "partner", [trust({ AWS: `arn:aws:iam::${stranger}:role/partner` })]),
      role(production, "contradiction", [
        trust(
          { AWS: `arn:aws:iam::${stranger}:root` },
          { StringEquals: { "aws:PrincipalOrgID": "o-journeys01" } },
        ),
      ]),
    ]),
    [`accounts/${development}/authorization-details.json`]: details(
      [
        role(development, "builder", [trust({ Service: "codebuild.amazonaws.com" })], {
          own: [mayAssume("*")],
        }),
        role(development, "idle", [trust({ AWS: `arn:aws:iam::${development}:user/alice` })]),
      ],
      [
        {
          Path: "/",
          UserName: "alice",
          UserId: "AIDAALICEALICEALICE12",
          Arn: `arn:aws:iam::${development}:user/alice`,
          CreateDate: "2026-01-01T00:00:00+00:00",
          GroupList: [],
          AttachedManagedPolicies: [],
          UserPolicyList: [{ PolicyName: "own", PolicyDocument: policy(mayAssume(hub)) }],
          Tags: [],
        },
      ],
    ),
  };
  for (const id of [management, production, development]) {
    files[`accounts/${id}/identity-providers.json`] = {
      OpenIDConnectProviders:
        id === production
          ? [
              {
                Arn: `arn:aws:iam::${production}:oidc-provider/${gitHub}`,
                Url: gitHub,
                ClientIDList: ["sts.amazonaws.com"],
                ThumbprintList: [],
              },
            ]
          : [],
      SAMLProviders: [],
    };
    files[`accounts/${id}/resource-policies.json`] = [];
    files[`accounts/${id}/account.json`] = {};
    files[`accounts/${id}/roles-anywhere.json`] = { trustAnchors: [], profiles: [] };
  }
  return files;
}

/** The day on which the fixed snapshot was made: how old a role is follows from it. */
const madeAt = Date.parse("2026-06-01T00:00:00Z") / 1000;

/** The organization as a snapshot that is the same whenever it is made. */
export async function writeFixedSnapshot(directory: string, path: string): Promise<void> {
  writeFiles(directory, organizationFiles());
  const imported = await importDirectory(directory, { keepGoing: false, createdAt: madeAt });
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  const written = await writeSnapshot(path, imported.value.snapshot);
  if (!written.ok) throw new Error(written.error.message);
}
