/** IAM-SEMANTICS A0, A2 and A7: who can do one action on one resource, over a whole snapshot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { organizationView } from "../../src/authz/index.ts";
import { type Who, whoCan } from "../../src/graph/index.ts";
import {
  type AccountId,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type Snapshot,
  SnapshotBuilder,
} from "../../src/model/index.ts";

const owner = "111111111111";
const member = "222222222222";
const outsider = "999999999999";
const ours = "o-exampleorg1";
const bucket = "arn:aws:s3:::ledger";
const key = `arn:aws:kms:eu-central-1:${owner}:key/11111111-2222-3333-4444-555555555555`;
const topic = `arn:aws:sns:eu-central-1:${owner}:orders`;
const domain = `arn:aws:es:eu-central-1:${owner}:domain/logs`;
const glue = `arn:aws:glue:eu-central-1:${owner}`;
const secret = `arn:aws:secretsmanager:eu-central-1:${owner}:secret:db-AbCdEf`;

type Statement = { readonly [element: string]: unknown };

type Row = {
  readonly rule: string;
  readonly says: string;
  readonly action: string;
  readonly resource: string;
  /** Statements of the resource's policy; null: it has none; absent: it was not collected. */
  readonly policy?: readonly Statement[] | null;
  /** Identity policies of the role `app` in each account. */
  readonly identity?: Readonly<Record<string, readonly Statement[]>>;
  readonly boundary?: readonly Statement[];
  readonly attributes?: Statement;
  readonly scp?: readonly Statement[];
  readonly rcp?: readonly Statement[];
  readonly who: readonly string[];
};

const app = (account: string): string => `arn:aws:iam::${account}:role/app`;
const allow = (action: string, resource: unknown = "*", more: Statement = {}): Statement => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const lets = (principal: unknown, action: string, resource: unknown, more: Statement = {}): Statement => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: resource,
  ...more,
});
const both = (statement: Statement) => ({ [owner]: [statement], [member]: [statement] });

const openBlock: Statement = {
  publicAccessBlock: { RestrictPublicBuckets: false },
  accountPublicAccessBlock: { RestrictPublicBuckets: false },
};

const rows: readonly Row[] = [
  {
    rule: "A0",
    says: "in the owner's account the identity policy suffices",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: null,
    identity: both(allow("s3:GetObject", `${bucket}/*`)),
    who: [app(owner)],
  },
  {
    rule: "A0",
    says: "in the owner's account the resource's policy suffices",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets({ AWS: app(owner) }, "s3:*", `${bucket}/*`)],
    who: [app(owner)],
  },
  {
    rule: "3",
    says: "across accounts both sides are needed",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets({ AWS: `arn:aws:iam::${member}:root` }, "s3:GetObject", `${bucket}/*`)],
    identity: both(allow("s3:Get*", `${bucket}/*`)),
    who: [app(owner), app(member)],
  },
  {
    rule: "51",
    says: "a bucket is not its objects",
    action: "s3:ListBucket",
    resource: bucket,
    policy: [lets({ AWS: app(owner) }, "s3:*", `${bucket}/*`)],
    who: [],
  },
  {
    rule: "52",
    says: "wildcards stand anywhere in an action, and its case does not count",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: null,
    identity: { [owner]: [allow("S3:*object", "*")] },
    who: [app(owner)],
  },
  {
    rule: "10",
    says: "a Deny of the resource's policy wins",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [{ ...lets("*", "s3:GetObject", `${bucket}/*`), Effect: "Deny" }],
    identity: both(allow("s3:*")),
    who: [],
  },
  {
    rule: "46",
    says: "what a Deny leaves is told as a guard",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [
      {
        ...lets("*", "s3:*", `${bucket}/*`, { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        Effect: "Deny",
      },
    ],
    identity: { [owner]: [allow("s3:*")] },
    who: [`${app(owner)} [BoolIfExists aws:SecureTransport true]`],
  },
  {
    rule: "A2",
    says: "a role that is named in its own account stays within its boundary",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets({ AWS: app(owner) }, "s3:*", `${bucket}/*`)],
    boundary: [allow("ec2:*")],
    who: [],
  },
  {
    rule: "68",
    says: "everybody is anybody without credentials, too, where a service takes unsigned requests",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets("*", "s3:GetObject", `${bucket}/*`)],
    attributes: openBlock,
    who: ["*", "anonymous", app(owner)],
  },
  {
    rule: "62",
    says: "a restricted public bucket is its own account's, a partner that its policy names included",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [
      lets("*", "s3:GetObject", `${bucket}/*`),
      lets({ AWS: outsider }, "s3:GetObject", `${bucket}/*`),
    ],
    attributes: { ...openBlock, publicAccessBlock: { RestrictPublicBuckets: true } },
    identity: both(allow("s3:GetObject")),
    who: [app(owner)],
  },
  {
    rule: "62",
    says: "a restricted bucket without public statements is a partner's too",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets({ AWS: outsider }, "s3:GetObject", `${bucket}/*`)],
    attributes: { ...openBlock, publicAccessBlock: { RestrictPublicBuckets: true } },
    who: [outsider],
  },
  {
    rule: "62",
    says: "whether a public bucket is restricted must be known",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets("*", "s3:GetObject", `${bucket}/*`)],
    who: ["*?", "anonymous?", app(owner)],
  },
  {
    rule: "61",
    says: "a grant lets in its grantee, under what it asks for",
    action: "kms:Decrypt",
    resource: key,
    policy: [],
    attributes: {
      Grants: [
        {
          GranteePrincipal: `arn:aws:iam::${outsider}:role/backup`,
          Operations: ["Decrypt", "DescribeKey"],
          Constraints: { EncryptionContextSubset: { job: "nightly" } },
        },
        { GranteePrincipal: app(member), Operations: ["Encrypt"] },
      ],
    },
    who: [`arn:aws:iam::${outsider}:role/backup [StringEquals kms:EncryptionContext:job nightly]`],
  },
  {
    rule: "68",
    says: "whoever must belong to an organization has credentials",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [
      lets("*", "s3:GetObject", `${bucket}/*`, {
        Condition: { StringEquals: { "aws:PrincipalOrgID": ours } },
      }),
    ],
    identity: { [member]: [allow("s3:GetObject")] },
    who: [app(owner), app(member)],
  },
  {
    rule: "61",
    says: "without a key policy that trusts the account, identity policies give nothing",
    action: "kms:Decrypt",
    resource: key,
    policy: [lets({ AWS: app(member) }, "kms:Decrypt", "*")],
    identity: both(allow("kms:*")),
    who: [app(member)],
  },
  {
    rule: "61",
    says: "a key policy that trusts the account leaves it to identity policies",
    action: "kms:Decrypt",
    resource: key,
    policy: [lets({ AWS: `arn:aws:iam::${owner}:root` }, "kms:*", "*")],
    identity: both(allow("kms:Decrypt", key)),
    who: [app(owner)],
  },
  {
    rule: "61",
    says: "other accounts can be given no administration of a key",
    action: "kms:ScheduleKeyDeletion",
    resource: key,
    policy: [lets({ AWS: [`arn:aws:iam::${owner}:root`, `arn:aws:iam::${outsider}:root`] }, "kms:*", "*")],
    identity: both(allow("kms:*")),
    who: [app(owner)],
  },
  {
    rule: "65",
    says: "the topic's default policy lets in its own account alone",
    action: "sns:Publish",
    resource: topic,
    policy: [
      lets({ AWS: "*" }, "sns:Publish", topic, {
        Condition: { StringEquals: { "AWS:SourceOwner": owner } },
      }),
    ],
    who: [app(owner)],
  },
  {
    rule: "64",
    says: "an outsider who is named needs nothing that we could know of",
    action: "secretsmanager:GetSecretValue",
    resource: secret,
    policy: [lets({ AWS: `arn:aws:iam::${outsider}:role/etl` }, "secretsmanager:GetSecretValue", "*")],
    who: [`arn:aws:iam::${outsider}:role/etl`],
  },
  {
    rule: "5",
    says: "SCPs limit callers, whatever the resource's policy says",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [lets({ AWS: app(owner) }, "s3:*", `${bucket}/*`)],
    scp: [{ ...allow("s3:GetObject"), Effect: "Deny" }],
    who: [],
  },
  {
    rule: "57",
    says: "RCPs limit outsiders",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: [
      lets({ AWS: outsider }, "s3:*", `${bucket}/*`),
      lets({ AWS: app(owner) }, "s3:*", `${bucket}/*`),
    ],
    rcp: [
      {
        ...lets("*", "s3:*", "*", { Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": ours } } }),
        Effect: "Deny",
      },
    ],
    who: [app(owner)],
  },
  {
    rule: "59",
    says: "RCPs do not reach services that they do not support",
    action: "sns:Publish",
    resource: topic,
    policy: [lets({ AWS: outsider }, "sns:Publish", topic)],
    rcp: [{ ...lets("*", "sns:*", "*"), Effect: "Deny" }],
    who: [outsider],
  },
  {
    rule: "A8",
    says: "where the resource's policy was not collected, those of the account may",
    action: "s3:GetObject",
    resource: `arn:aws:sqs:eu-central-1:${owner}:jobs`,
    identity: { [owner]: [allow("s3:*")] },
    who: [`${app(owner)}?`],
  },
  {
    rule: "A8",
    says: "where a resource was found and its policy could not be read, those of the account may",
    action: "s3:GetObject",
    resource: `${bucket}/a`,
    policy: null,
    attributes: { ...openBlock, policy: "unknown" },
    identity: both(allow("s3:GetObject", `${bucket}/*`)),
    who: [`${app(owner)}?`],
  },
  {
    rule: "3",
    says: "a domain's policy is about the paths in it",
    action: "es:ESHttpGet",
    resource: `${domain}/orders/_search`,
    policy: [lets({ AWS: `arn:aws:iam::${member}:root` }, "es:ESHttp*", `${domain}/*`)],
    identity: { [member]: [allow("es:ESHttpGet", `${domain}/*`)] },
    who: [app(member)],
  },
  {
    rule: "3",
    says: "the catalog's policy is about the tables in it",
    action: "glue:GetTable",
    resource: `${glue}:table/sales/orders`,
    policy: [lets({ AWS: `arn:aws:iam::${member}:root` }, "glue:Get*", `${glue}:table/sales/*`)],
    identity: { [member]: [allow("glue:GetTable", `${glue}:*`)] },
    who: [app(member)],
  },
  {
    rule: "3",
    says: "the catalog's policy is not about jobs",
    action: "glue:GetJob",
    resource: `${glue}:job/nightly`,
    policy: [lets({ AWS: `arn:aws:iam::${member}:root` }, "glue:*", "*")],
    identity: { [member]: [allow("glue:GetJob")] },
    who: [],
  },
  {
    rule: "A0",
    says: "an action that takes no resource is a matter of identity policies",
    action: "iam:ListUsers",
    resource: "*",
    identity: both(allow("iam:List*")),
    who: [app(owner), app(member)],
  },
  {
    rule: "51",
    says: "an action that takes no resource is not covered by a statement that names one",
    action: "iam:ListUsers",
    resource: "*",
    identity: both(allow("iam:List*", `arn:aws:iam::${owner}:user/*`)),
    who: [],
  },
];

for (const { rule, says, action, resource, who, ...world } of rows) {
  test(`IAM-SEMANTICS ${rule}: ${says}`, () => {
    const snapshot = snapshotOf(resource, world);
    const answer = whoCan(action, resource, {
      snapshot,
      organization: organizationView(snapshot),
      nameOf: () => null,
    });
    assert.deepEqual(answer?.who.map(told).sort(), [...who].sort());
  });
}

test("IAM-SEMANTICS A8: a policy that could not be read is told as what may let in others", () => {
  for (const policy of ["unknown", undefined]) {
    const snapshot = snapshotOf(bucket, { policy: null, attributes: { ...openBlock, policy } });
    const scope = { snapshot, organization: organizationView(snapshot), nameOf: () => null };
    const told = whoCan("s3:GetObject", `${bucket}/a`, scope)?.coverage.filter(
      ({ what }) => what === "resource-policies",
    );
    assert.deepEqual(
      told?.map(({ reason }) => reason),
      policy === undefined
        ? []
        : ["the resource's policy was not collected, so it may let in others, or deny what is told here"],
    );
  }
});

test("Nobody can say whose a bucket is that the snapshot does not hold", () => {
  const snapshot = snapshotOf("*", {});
  const scope = { snapshot, organization: organizationView(snapshot), nameOf: () => null };
  assert.equal(whoCan("s3:GetObject", "arn:aws:s3:::unheard-of/a", scope), null);
});

function told({ id, proven, guard }: Who): string {
  const terms = guard
    .map(({ operator, key: name, values }) => `${operator} ${name} ${values.join(",")}`)
    .sort();
  return `${id}${proven ? "" : "?"}${terms.length === 0 ? "" : ` [${terms.join("; ")}]`}`;
}

const types: Readonly<Record<string, string>> = {
  s3: "AWS::S3::Bucket",
  kms: "AWS::KMS::Key",
  sns: "AWS::SNS::Topic",
  secretsmanager: "AWS::SecretsManager::Secret",
  es: "AWS::OpenSearchService::Domain",
  glue: "AWS::Glue::Catalog",
};

/** The resource whose policy a resource is under. */
function holderOf(resource: string): string {
  if (resource.startsWith(glue)) return `${glue}:catalog`;
  return [bucket, domain].find((whole) => resource.startsWith(`${whole}/`)) ?? resource;
}

function snapshotOf(
  resource: string,
  world: Pick<Row, "policy" | "identity" | "boundary" | "attributes" | "scp" | "rcp">,
): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_700_000_000, source: "synth" });
  const root = checked("r-root", isOrganizationNodeId);
  const text = (statements: readonly Statement[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const control = (
    id: string,
    type: string,
    statements: readonly Statement[],
    targets: readonly string[] = [root],
  ) => ({
    id,
    name: id,
    type,
    document: builder.document(text(statements), null),
    targets,
  });
  builder.setOrganization({
    id: checked(ours, isOrganizationId),
    managementAccount: checked("100000000001", isAccountId),
    units: [{ id: root, name: "Root", parent: null }],
    controlPolicies: [
      ...(world.scp === undefined
        ? []
        : [
            control("p-full", "SERVICE_CONTROL_POLICY", [allow("*")], [root, owner, member]),
            control("p-scp", "SERVICE_CONTROL_POLICY", world.scp),
          ]),
      ...(world.rcp === undefined ? [] : [control("p-rcp", "RESOURCE_CONTROL_POLICY", world.rcp)]),
    ],
    delegatedAdministrators: null,
  });
  for (const id of [owner, member].map((one) => checked(one, isAccountId))) {
    builder.addAccount({ id, parent: root });
    const boundary = checked(`arn:aws:iam::${id}:policy/boundary`, isArn);
    if (world.boundary !== undefined) {
      builder.addManagedPolicy(id, {
        arn: boundary,
        name: "boundary",
        document: builder.document(text(world.boundary), id),
      });
    }
    builder.addRole(id, {
      name: "app",
      uniqueId: checked("AROAEXAMPLEEXAMPLE001", isUniqueId),
      trustPolicy: null,
      permissionsBoundary: world.boundary === undefined ? null : boundary,
      inlinePolicies: [{ name: "access", document: builder.document(text(world.identity?.[id] ?? []), id) }],
    });
  }
  addResource(builder, checked(owner, isAccountId), resource, world, text);
  return builder.build();
}

function addResource(
  builder: SnapshotBuilder,
  id: AccountId,
  resource: string,
  { policy, attributes = {} }: Pick<Row, "policy" | "attributes">,
  text: (statements: readonly Statement[]) => string,
): void {
  const whole = holderOf(resource);
  if (policy === undefined || !isArn(whole)) return;
  builder.addDetails(id, {
    resources: [
      {
        arn: whole,
        type: types[whole.split(":")[2] ?? ""] ?? "AWS::Unknown",
        region: null,
        policy: policy === null ? null : builder.document(text(policy), id),
        attributes,
      },
    ],
  });
}

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), text);
  return text;
}
