/** moto has an Identity Center in every region and no boundaries: answers here are those that AWS documents. */
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import type { AwsRequest } from "../../support/aws-request.ts";
import { collectedBy } from "../../support/collected.ts";
import {
  type Documented,
  type DocumentedAws,
  member,
  refused,
  startDocumentedAws,
} from "../../support/documented.ts";

let aws: DocumentedAws;
before(async () => {
  aws = await startDocumentedAws();
});
beforeEach(() => aws.asked.splice(0));

const InstanceArn = "arn:aws:sso:::instance/ssoins-1";
const admin = "arn:aws:sso:::permissionSet/ssoins-1/ps-admin";
const reader = "arn:aws:sso:::permissionSet/ssoins-1/ps-reader";
const isAdmin = (request: AwsRequest): boolean => member(request, "PermissionSetArn") === admin;

/** An instance in Ireland, with two permission sets. */
const inIreland: Documented = {
  ListInstances: ({ region }) => ({
    Instances: region === "eu-west-1" ? [{ InstanceArn, IdentityStoreId: "d-1", Status: "ACTIVE" }] : [],
  }),
  ListPermissionSets: (request) =>
    member(request, "NextToken") === undefined
      ? { PermissionSets: [admin], NextToken: "more" }
      : { PermissionSets: [reader] },
  DescribePermissionSet: (request) => ({
    PermissionSet: isAdmin(request)
      ? { Name: "Admin", PermissionSetArn: admin, SessionDuration: "PT4H" }
      : { Name: "Reader", PermissionSetArn: reader },
  }),
  GetInlinePolicyForPermissionSet: (request) => ({
    InlinePolicy: isAdmin(request) ? "" : '{"Statement":[]}',
  }),
  ListManagedPoliciesInPermissionSet: (request) => ({
    AttachedManagedPolicies: isAdmin(request)
      ? [{ Name: "AdministratorAccess", Arn: "arn:aws:iam::aws:policy/AdministratorAccess" }]
      : [],
  }),
  ListCustomerManagedPolicyReferencesInPermissionSet: (request) => ({
    CustomerManagedPolicyReferences: isAdmin(request) ? [] : [{ Name: "readers", Path: "/" }],
  }),
  GetPermissionsBoundaryForPermissionSet: (request) =>
    isAdmin(request)
      ? refused("ResourceNotFoundException", 400)
      : {
          PermissionsBoundary: { CustomerManagedPolicyReference: { Name: "limit", Path: "/" } },
        },
  ListAccountsForProvisionedPermissionSet: (request) => ({
    AccountIds: isAdmin(request) ? ["111111111111"] : ["111111111111", "222222222222"],
  }),
  ListAccountAssignments: (request) => ({
    AccountAssignments: [
      {
        AccountId: member(request, "AccountId"),
        PermissionSetArn: member(request, "PermissionSetArn"),
        PrincipalType: "GROUP",
        PrincipalId: "group-1",
      },
    ],
  }),
};

test("documented: permission sets come with all their policies, and with who has them where", async () => {
  aws.answers = inIreland;
  const { parts, gaps } = await collectedBy("identity-center", "us-east-1");
  assert.deepEqual(gaps, []);
  const found = parts["identity-center"] ?? [];
  assert.partialDeepStrictEqual(
    found.flatMap(({ Instances = [] }) => Instances),
    [{ InstanceArn, IdentityStoreId: "d-1" }],
  );
  const sets = found.flatMap(({ PermissionSets = [] }) => PermissionSets);
  assert.partialDeepStrictEqual(sets, [
    {
      InstanceArn,
      PermissionSetArn: admin,
      Name: "Admin",
      InlinePolicy: null,
      AttachedManagedPolicies: [{ Arn: "arn:aws:iam::aws:policy/AdministratorAccess" }],
      CustomerManagedPolicyReferences: [],
      PermissionsBoundary: null,
    },
    {
      PermissionSetArn: reader,
      Name: "Reader",
      InlinePolicy: '{"Statement":[]}',
      AttachedManagedPolicies: [],
      CustomerManagedPolicyReferences: [{ Name: "readers", Path: "/" }],
      PermissionsBoundary: { CustomerManagedPolicyReference: { Name: "limit", Path: "/" } },
    },
  ]);
  assert.deepEqual(
    found.flatMap(({ AccountAssignments = [] }) => AccountAssignments),
    [
      { AccountId: "111111111111", PermissionSetArn: admin, PrincipalType: "GROUP", PrincipalId: "group-1" },
      { AccountId: "111111111111", PermissionSetArn: reader, PrincipalType: "GROUP", PrincipalId: "group-1" },
      { AccountId: "222222222222", PermissionSetArn: reader, PrincipalType: "GROUP", PrincipalId: "group-1" },
    ],
  );
});

test("documented: what is refused of a permission set is left out of it, and the rest is there", async () => {
  aws.answers = {
    ...inIreland,
    GetInlinePolicyForPermissionSet: (request) =>
      isAdmin(request) ? refused("AccessDeniedException", 400) : { InlinePolicy: "" },
  };
  const { parts, gaps } = await collectedBy("identity-center");
  assert.partialDeepStrictEqual(gaps, [
    { what: "identity-center", subject: admin, call: "GetInlinePolicyForPermissionSet" },
  ]);
  const [first] = (parts["identity-center"] ?? []).flatMap(({ PermissionSets = [] }) => PermissionSets);
  assert.partialDeepStrictEqual(first, { PermissionSetArn: admin, Name: "Admin" });
  assert.doesNotMatch(JSON.stringify(first), /InlinePolicy/);
});

test("documented: the instance in the region at hand is found by one call", async () => {
  aws.answers = inIreland;
  await collectedBy("identity-center", "eu-west-1");
  assert.equal(aws.asked.filter((call) => call === "ListInstances").length, 1);
});

test("documented: none in any region that the account has means that there is none", async () => {
  aws.answers = {
    ListInstances: ({ region }) =>
      region === "af-south-1" ? refused("UnrecognizedClientException") : { Instances: [] },
  };
  const { parts, gaps } = await collectedBy("identity-center");
  assert.deepEqual(gaps, []);
  assert.partialDeepStrictEqual(parts["identity-center"], [{ Instances: [], PermissionSets: [] }]);
});

test("documented: none found, and a region that refuses, means that nothing is known", async () => {
  aws.answers = {
    ListInstances: ({ region }) =>
      region === "eu-north-1" ? refused("AccessDeniedException") : { Instances: [] },
  };
  const { parts, gaps } = await collectedBy("identity-center");
  assert.equal(parts["identity-center"], undefined);
  assert.partialDeepStrictEqual(gaps, [
    { what: "identity-center", subject: "the instance in eu-north-1", call: "ListInstances" },
  ]);
});
