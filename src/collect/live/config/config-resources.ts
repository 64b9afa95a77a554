/** Resources in AWS Config, as the collectors that ask the services themselves tell them. */
import type { ResourceRow } from "../collector.ts";
import { type ConfigItem, type Fields, fieldsOf, parsed, textOf } from "./config-item.ts";

export type ConfigResource = {
  /** The collector whose rows these are. */
  readonly collector: string;
  /** What that collector tells and Config does not; null: Config has everything. */
  readonly lacks: string | null;
  readonly row: (item: ConfigItem) => ResourceRow;
};

/** As text or object; undefined: none is told. */
function policyOf(value: unknown): unknown {
  if (typeof value !== "string") return Object.keys(fieldsOf(value)).length > 0 ? value : undefined;
  // A JSON text of a JSON text, as items have their supplements before a query takes them apart.
  const inner = value.startsWith('"') ? textOf(parsed(value)) : value;
  return textOf(inner);
}

/** A policy that is not told is left out of the row, for it may be there all the same. */
function withPolicy(item: ConfigItem, policy: unknown, attributes: Fields): ResourceRow {
  const text = policyOf(policy);
  return {
    Arn: item.arn,
    Type: item.type,
    ...(item.region === "global" ? {} : { Region: item.region }),
    ...(text === undefined ? {} : { Policy: text }),
    Attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
  };
}

export const configResources: Readonly<Record<string, ConfigResource>> = {
  "AWS::S3::Bucket": {
    collector: "s3",
    lacks: "access control lists and who owns objects",
    row: (item) => {
      const policy = item.supplementary.BucketPolicy;
      const text = fieldsOf(policy).policyText;
      const row = withPolicy(item, text, { publicAccessBlock: block(item.supplementary), acl: "unknown" });
      // Config says of a bucket without a policy that its text is null.
      return policy !== undefined && text === null ? { ...row, Policy: null } : row;
    },
  },
  "AWS::KMS::Key": {
    collector: "kms",
    lacks: "grants of keys",
    row: (item) =>
      withPolicy(item, item.supplementary.Policy, {
        keyManager: textOf(item.configuration.keyManager),
        keyState: textOf(item.configuration.keyState),
        grants: "unknown",
      }),
  },
  "AWS::SQS::Queue": {
    collector: "sqs",
    lacks: null,
    row: (item) =>
      withPolicy(item, item.configuration.Policy, { kmsKeyId: textOf(item.configuration.KmsMasterKeyId) }),
  },
  "AWS::SNS::Topic": {
    collector: "sns",
    lacks: null,
    row: (item) =>
      withPolicy(item, item.configuration.Policy, { kmsKeyId: textOf(item.configuration.KmsMasterKeyId) }),
  },
  "AWS::Lambda::Function": {
    collector: "lambda",
    lacks: "versions, aliases and URLs of functions",
    row: (item) => withPolicy(item, item.supplementary.Policy, { roleArn: textOf(item.configuration.role) }),
  },
  "AWS::SecretsManager::Secret": {
    collector: "secrets-manager",
    lacks: "policies of secrets",
    row: (item) => withPolicy(item, undefined, { tags: item.tags }),
  },
};

const blockParts = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

/** `"unknown"` where Config does not tell all of it. */
function block(supplementary: Fields): unknown {
  const told = fieldsOf(supplementary.PublicAccessBlockConfiguration);
  const pairs = blockParts.map((part) => [part, told[part.charAt(0).toLowerCase() + part.slice(1)]] as const);
  return pairs.every(([, value]) => typeof value === "boolean") ? Object.fromEntries(pairs) : "unknown";
}
