/** What of the caller's own account would still be in the way, told by a snapshot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOfReads } from "../../../collect/live/index.ts";
import { isAccountId } from "../../../model/index.ts";
import { declareGrant } from "../../../provision/index.ts";
import { callersSide } from "./callers-side.ts";
import { organizationBound } from "./organization-bound.ts";

const [owner, caller] = ["111122223333", "444455556666"];
const allow = (Action: string, Resource = "*") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource }],
});
const bucketPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      ...{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${caller}:root` }, Action: "s3:GetObject" },
      Resource: "arn:aws:s3:::logs/*",
    },
  ],
};

function role(name: string, more: object = {}) {
  return {
    ...{ RoleName: name, RoleId: `AROA${name.toUpperCase().padEnd(17, "X")}`, Path: "/" },
    Arn: `arn:aws:iam::${caller}:role/${name}`,
    CreateDate: "2026-01-01T00:00:00Z",
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
    ...{ InstanceProfileList: [], AttachedManagedPolicies: [], Tags: [] },
    RolePolicyList: [{ PolicyName: "read", PolicyDocument: allow("s3:*") }],
    ...more,
  };
}

const boundary = {
  ...{
    PolicyName: "b",
    PolicyId: "ANPABOUNDARYXXXXXXXXX",
    Arn: `arn:aws:iam::${caller}:policy/b`,
    Path: "/",
  },
  ...{ DefaultVersionId: "v1", AttachmentCount: 0, PermissionsBoundaryUsageCount: 1, IsAttachable: true },
  ...{ CreateDate: "2026-01-01T00:00:00Z", UpdateDate: "2026-01-01T00:00:00Z" },
  PolicyVersionList: [
    { VersionId: "v1", IsDefaultVersion: true, CreateDate: "2026-01-01T00:00:00Z", Document: allow("sqs:*") },
  ],
};

async function world(scp: object) {
  assert.ok(isAccountId(owner) && isAccountId(caller));
  const account = (Id: string) => ({ Id, Name: Id, Status: "ACTIVE", ParentId: "r-root" });
  const organization = {
    Organization: { Id: "o-a1b2c3d4e5", MasterAccountId: "999999999999" },
    Roots: [{ Id: "r-root", Name: "Root" }],
    OrganizationalUnits: [],
    Accounts: [account("999999999999"), account(owner), account(caller)],
    Policies: [
      {
        Id: "p-all",
        Name: "Limits",
        Type: "SERVICE_CONTROL_POLICY",
        Content: scp,
        Targets: ["r-root", owner, caller],
      },
    ],
  };
  const details = {
    ...{ UserDetailList: [], GroupDetailList: [], Policies: [boundary] },
    RoleDetailList: [
      role("free"),
      role("nothing", { RolePolicyList: [] }),
      role("bound", {
        PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: boundary.Arn },
      }),
    ],
  };
  const bucket = {
    ...{ Arn: "arn:aws:s3:::logs", Type: "AWS::S3::Bucket", Region: "us-east-1", Policy: bucketPolicy },
    Attributes: {},
  };
  return snapshotOfReads(
    [
      { account: null, parts: { organization: [organization] } },
      { account: caller, parts: { "authorization-details": [details] } },
      { account: owner, parts: { "resource-policies": [bucket] } },
    ],
    0,
  );
}

function declared(name: string, organization?: string) {
  const declaration = declareGrant({
    principal: name === "*" || /^\d/.test(name) ? name : `arn:aws:iam::${caller}:role/${name}`,
    resource: "arn:aws:s3:::logs",
    actions: ["s3:GetObject"],
    ...(organization === undefined ? {} : { organization }),
  });
  assert.ok(declaration.ok);
  return declaration.value;
}

test("a boundary, an SCP and a missing statement of the caller are named", async () => {
  const denies = {
    Version: "2012-10-17",
    Statement: [...allow("*").Statement, { Effect: "Deny", Action: "s3:GetObject", Resource: "*" }],
  };
  const rows = [
    [allow("*"), "free", /^$/],
    [allow("*"), "nothing", /principal's own policies/],
    [allow("*"), "bound", /permissions boundary/],
    [denies, "free", /service control policy \(.*Limits.*\)/],
    [allow("*"), "stranger", /The snapshot has no .*stranger/],
  ] as const;
  for (const [scp, name, expected] of rows) {
    assert.ok(isAccountId(owner));
    const { stillBlocked, notKnown, isNeeded } = callersSide(declared(name), [], owner, await world(scp));
    assert.match([...stillBlocked, ...notKnown].join(" "), expected, name);
    assert.equal(isNeeded, true);
  }
});

test("a bound by organization that the principal can't meet is refused", async () => {
  const snapshot = await world(allow("*"));
  const rows = [
    ["free", "o-a1b2c3d4e5", "met"],
    ["free", undefined, "met"],
    ["*", "o-a1b2c3d4e5", "met"],
    ["free", "o-zzzzzzzzzz", "unsatisfiable"],
    ["777788889999", "o-a1b2c3d4e5", "unsatisfiable"],
    ["777788889999", "o-zzzzzzzzzz", "unknown"],
  ] as const;
  for (const [name, organization, kind] of rows) {
    const declaration = declared(name, organization);
    const answer = await organizationBound(declaration, snapshot, () => assert.fail("the snapshot tells"));
    assert.equal(answer.kind, kind, `${name} ${organization}`);
  }
});
