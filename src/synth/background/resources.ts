/** Resources with policies of their own, in every account a few. */
import type { ResourceData } from "../account-data.ts";
import { allow, policy, type Statement } from "../policy-document.ts";
import { uuid } from "../random.ts";
import { type Site, trustAnchorArn, workload } from "./site.ts";

type Maker = (site: Site) => ResourceData;

const makers: readonly Maker[] = [bucket, logBucket, key, queue, topic, lambda, secret];

export function resources(site: Site): ResourceData[] {
  const made = makers.map((make) => make(site));
  const more = site.shape.between(0, 6);
  for (let i = 0; i < more; i++) made.push(site.shape.pick(makers)(site));
  const seen = new Set<string>();
  return made.filter((one) => !seen.has(one.arn) && seen.add(one.arn));
}

/** Sandboxes are free to publish; everywhere else the account blocks it. */
export function accountSettings(site: Site): Readonly<Record<string, unknown>> {
  const blocked = site.account.kind !== "sandbox";
  return {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: blocked,
      IgnorePublicAcls: blocked,
      BlockPublicPolicy: blocked,
      RestrictPublicBuckets: blocked,
    },
  };
}

export function rolesAnywhere(site: Site): Readonly<Record<string, unknown>> {
  const anchor = trustAnchorArn(site.account);
  return {
    trustAnchors: [
      {
        trustAnchorId: anchor.slice(anchor.lastIndexOf("/") + 1),
        trustAnchorArn: anchor,
        name: "company-ca",
        enabled: true,
        source: { sourceType: "CERTIFICATE_BUNDLE" },
      },
    ],
    profiles: [],
  };
}

const blockAll = {
  publicAccessBlock: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
};

function onBehalf(arn: string, account: string): Statement["Condition"] {
  return { ArnLike: { "aws:SourceArn": arn }, StringEquals: { "aws:SourceAccount": account } };
}

function bucket(site: Site): ResourceData {
  const arn = `arn:aws:s3:::${site.globalName}-${workload(site.shape).name}`;
  const tls: Statement = {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const reader: Statement = {
    ...allow("s3:GetObject", `${arn}/*`),
    Principal: { AWS: `arn:aws:iam::${site.shape.pick(site.peers).id}:root` },
  };
  return {
    arn,
    type: "AWS::S3::Bucket",
    region: site.account.region,
    policy: site.shape.chance(0.35) ? policy(tls, reader) : policy(tls),
    attributes: blockAll,
  };
}

function logBucket(site: Site): ResourceData {
  const arn = `arn:aws:s3:::${site.globalName}-logs-${site.account.region}`;
  return {
    arn,
    type: "AWS::S3::Bucket",
    region: site.account.region,
    policy: policy({
      ...allow(
        "s3:PutObject",
        `${arn}/AWSLogs/${site.account.id}/*`,
        onBehalf(`arn:aws:logs:${site.account.region}:${site.account.id}:*`, site.account.id),
      ),
      Principal: { Service: "delivery.logs.amazonaws.com" },
    }),
    attributes: blockAll,
  };
}

function key(site: Site): ResourceData {
  const { id, region } = site.account;
  const statements: Statement[] = [
    { ...allow("kms:*", "*"), Sid: "Account", Principal: { AWS: `arn:aws:iam::${id}:root` } },
  ];
  if (site.shape.chance(0.4))
    statements.push({
      ...allow(["kms:Decrypt", "kms:DescribeKey"], "*", {
        StringEquals: { "aws:PrincipalOrgID": site.organization.id },
      }),
      Sid: "Organization",
      Principal: { AWS: "*" },
    });
  return {
    arn: `arn:aws:kms:${region}:${id}:key/${uuid(site.shape)}`,
    type: "AWS::KMS::Key",
    region,
    policy: policy(...statements),
    attributes: { grants: [] },
  };
}

function queue(site: Site): ResourceData {
  const { id, region } = site.account;
  const work = workload(site.shape);
  const arn = `arn:aws:sqs:${region}:${id}:${work.name}-queue`;
  return {
    arn,
    type: "AWS::SQS::Queue",
    region,
    policy: policy({
      ...allow("sqs:SendMessage", arn, {
        ArnEquals: { "aws:SourceArn": `arn:aws:sns:${region}:${id}:${work.name}-events` },
      }),
      Principal: { Service: "sns.amazonaws.com" },
    }),
    attributes: {},
  };
}

function topic(site: Site): ResourceData {
  const { id, region } = site.account;
  const arn = `arn:aws:sns:${region}:${id}:${workload(site.shape).name}-events`;
  return {
    arn,
    type: "AWS::SNS::Topic",
    region,
    policy: policy({
      ...allow(["sns:Publish", "sns:Subscribe"], arn, { StringEquals: { "AWS:SourceOwner": id } }),
      Principal: { AWS: "*" },
    }),
    attributes: {},
  };
}

function lambda(site: Site): ResourceData {
  const { id, region } = site.account;
  const arn = `arn:aws:lambda:${region}:${id}:function:${workload(site.shape).name}`;
  return {
    arn,
    type: "AWS::Lambda::Function",
    region,
    policy: policy({
      ...allow("lambda:InvokeFunction", arn, {
        ArnLike: { "AWS:SourceArn": `arn:aws:events:${region}:${id}:rule/*` },
      }),
      Principal: { Service: "events.amazonaws.com" },
    }),
    attributes: {},
  };
}

function secret(site: Site): ResourceData {
  const { id, region } = site.account;
  const work = workload(site.shape);
  const shared = site.shape.chance(0.3);
  return {
    arn: `arn:aws:secretsmanager:${region}:${id}:secret:${work.domain}/${work.name}-${site.shape.text("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6)}`,
    type: "AWS::SecretsManager::Secret",
    region,
    policy: shared
      ? policy({
          ...allow("secretsmanager:GetSecretValue", "*"),
          Principal: { AWS: `arn:aws:iam::${site.shape.pick(site.peers).id}:root` },
        })
      : null,
    attributes: {},
  };
}
