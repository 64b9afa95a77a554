/** Two accounts of one organization, resources of each kind in the one and callers in the other, to be advised about. */
import {
  type AccountId,
  type Arn,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type Resource,
  type Snapshot,
  SnapshotBuilder,
} from "../../src/model/index.ts";
import { accountOf } from "./spoke-roles.ts";

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  if (!is(text)) throw new Error(`${text} is no such identifier`);
  return text;
}
const arnOf = (text: string): Arn => checked(text, isArn);
const node = (text: string) => checked(text, isOrganizationNodeId);

export const owner = accountOf("111122223333");
export const other = accountOf("444455556666");
export const outsider = accountOf("999999999999");
export const organizationId = checked("o-advice0001", isOrganizationId);
export const reader = `arn:aws:iam::${other}:role/reader`;
export const writer = `arn:aws:iam::${other}:user/team/writer`;
export const local = `arn:aws:iam::${owner}:role/local`;
export const key = `arn:aws:kms:eu-west-1:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const place = `eu-west-1:${owner}`;
/** By kind. */
export const resources = {
  bucket: "arn:aws:s3:::reports",
  key,
  queue: `arn:aws:sqs:${place}:orders`,
  topic: `arn:aws:sns:${place}:news`,
  function: `arn:aws:lambda:${place}:function:convert`,
  secret: `arn:aws:secretsmanager:${place}:secret:db-a1b2c3`,
  repository: `arn:aws:ecr:${place}:repository/base`,
  table: `arn:aws:dynamodb:${place}:table/orders`,
  bus: `arn:aws:events:${place}:event-bus/main`,
} as const;
export type ResourceName = keyof typeof resources;

const types: Readonly<Record<ResourceName, string>> = {
  bucket: "AWS::S3::Bucket",
  key: "AWS::KMS::Key",
  queue: "AWS::SQS::Queue",
  topic: "AWS::SNS::Topic",
  function: "AWS::Lambda::Function",
  secret: "AWS::SecretsManager::Secret",
  repository: "AWS::ECR::Repository",
  table: "AWS::DynamoDB::Table",
  bus: "AWS::Events::EventBus",
};

const off = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

const attributes: Partial<Record<ResourceName, Readonly<Record<string, unknown>>>> = {
  bucket: { publicAccessBlock: off, objectOwnership: "BucketOwnerEnforced" },
  key: { keyManager: "CUSTOMER", keyState: "Enabled", grants: [] },
};

export type AdviceWorld = {
  /** Statements of control policies at the root, beside AWS's FullAWSAccess. */
  readonly scp?: object;
  readonly rcp?: object;
  /** Statements of policies that stand there; `null`: none (the default, but for the key). */
  readonly policies?: Partial<Record<ResourceName, readonly object[] | null>>;
  readonly attributes?: Partial<Record<ResourceName, Readonly<Record<string, unknown>>>>;
  /** Of the reader. */
  readonly boundary?: object;
  readonly readerMay?: object;
  /** Of the role in the resources' own account. */
  readonly localMay?: object;
  readonly without?: readonly ResourceName[];
};

const full = { Effect: "Allow", Action: "*", Resource: "*" };

/** A key's policy as AWS makes it. */
const delegating = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${owner}:root` },
  Action: "kms:*",
  Resource: "*",
};

export function adviceWorld(world: AdviceWorld = {}): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_780_000_000, source: "synth" });
  const text = (statements: readonly object[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const control = (type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY", more: object | undefined) => {
    const isRcp = type === "RESOURCE_CONTROL_POLICY";
    const own = isRcp ? { ...full, Principal: "*" } : full;
    const named = (name: string, statement: object) => ({
      ...{ id: `p-${name.toLowerCase()}`, name, type, targets: ["r-root", "ou-root-workload", owner, other] },
      document: builder.document(text([statement]), null),
    });
    return [
      named(isRcp ? "RCPFullAWSAccess" : "FullAWSAccess", own),
      ...(more === undefined ? [] : [named(isRcp ? "Guardrail" : "Limits", more)]),
    ];
  };
  builder.setOrganization({
    id: organizationId,
    managementAccount: accountOf("100000000000"),
    units: [
      { id: node("r-root"), name: "Root", parent: null },
      { id: node("ou-root-workload"), name: "Workloads", parent: node("r-root") },
    ],
    controlPolicies: [
      ...control("SERVICE_CONTROL_POLICY", world.scp),
      ...control("RESOURCE_CONTROL_POLICY", world.rcp),
    ],
    delegatedAdministrators: [],
  });
  for (const id of [owner, other]) builder.addAccount({ id, parent: node("ou-root-workload") });
  const trust = (account: AccountId) =>
    builder.document(
      text([{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }]),
      account,
    );
  const own = (may: object | undefined, account: AccountId) =>
    may === undefined ? [] : [{ name: "own", document: builder.document(text([may].flat()), account) }];
  const boundary = arnOf(`arn:aws:iam::${other}:policy/bound`);
  if (world.boundary !== undefined) {
    const document = builder.document(text([world.boundary]), other);
    builder.addManagedPolicy(other, { arn: boundary, name: "bound", document });
  }
  builder.addRole(other, {
    ...{ name: "reader", uniqueId: checked("AROAREADERREADER12345", isUniqueId), trustPolicy: trust(other) },
    permissionsBoundary: world.boundary === undefined ? null : boundary,
    inlinePolicies: own(world.readerMay, other),
  });
  builder.addRole(owner, {
    ...{ name: "local", uniqueId: checked("AROALOCALLOCAL1234567", isUniqueId), trustPolicy: trust(owner) },
    inlinePolicies: own(world.localMay, owner),
  });
  builder.addUser(other, {
    ...{ name: "writer", path: "/team/", uniqueId: checked("AIDAWRITERWRITER12345", isUniqueId) },
    ...{
      inlinePolicies: [],
      attachedPolicies: [],
      permissionsBoundary: null,
      groups: [],
      createdAt: null,
      tags: [],
    },
  });
  const names = Object.keys(resources).filter((name): name is ResourceName => name in resources);
  const rows = names
    .filter((name) => world.without?.includes(name) !== true)
    .map((name): Resource => {
      const stands = world.policies?.[name] ?? (name === "key" ? [delegating] : null);
      return {
        ...{ arn: arnOf(resources[name]), type: types[name], region: "eu-west-1" },
        policy: stands === null ? null : builder.document(text(stands), owner),
        attributes: { ...attributes[name], ...world.attributes?.[name] },
      };
    });
  const details = { oidcProviders: [], samlProviders: [], settings: { publicAccessBlock: off } };
  builder.addDetails(owner, { ...details, resources: rows });
  builder.addDetails(other, { ...details, resources: [] });
  return builder.build();
}
