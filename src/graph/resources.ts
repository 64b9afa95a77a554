/** The resources of a snapshot: whose one is, and its policy. */
import {
  type AccountId,
  type AccountIndex,
  type CoverageGap,
  fromTemplate,
  ownAccount,
  type Resource,
  type Snapshot,
  splitArn,
} from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";

export type FoundResource = {
  readonly account: AccountIndex;
  readonly id: AccountId;
  /** `not-collected`: the snapshot does not tell of it. `none`: it is of a kind that has no policy. */
  readonly row: Resource | "not-collected" | "none";
};

/** Services whose resources can have a policy of their own. */
const withPolicies = new Set(
  `acm-pca apigateway backup codeartifact codebuild dynamodb ecr ecr-public elasticfilesystem es events execute-api glacier
   glue kinesis kms lambda logs mediastore rolesanywhere s3 s3-outposts s3express secretsmanager serverlessrepo ses sns sqs
   ssm-contacts ssm-incidents vpc-lattice`.split(/\s+/),
);

/** Null: its ARN names no account, and the snapshot does not hold it, so nobody could say whose it is. */
export function resourceNamed(snapshot: Snapshot, arn: string): FoundResource | null {
  const parts = splitArn(arn);
  if (parts === null) return null;
  const named = snapshot.accountIndex(parts.account);
  const candidates = named === null ? snapshot.accounts.keys() : [named];
  for (const account of candidates) {
    const id = snapshot.accounts[account]?.id;
    const resources = snapshot.accountData(account)?.resources;
    const row = resources?.find((one) => isPartOf(arn, one));
    if (id !== undefined && row !== undefined) return { account, id, row };
  }
  const id = named === null ? undefined : snapshot.accounts[named]?.id;
  if (named === null || id === undefined) return null;
  return { account: named, id, row: withPolicies.has(parts.service) ? "not-collected" : "none" };
}

/** Objects belong to their bucket; a function's versions and aliases have policies of their own. */
function isPartOf(arn: string, { arn: owner, type }: Resource): boolean {
  return arn === owner || (type === "AWS::S3::Bucket" && arn.startsWith(`${owner}/`));
}

export type ResourcePolicy = {
  /** With the owner's account as `ownAccount`; null: there is none, or nothing is known of it. */
  readonly document: PolicyDocument | null;
  /** Why it is not known; null where it is. */
  readonly unknown: string | null;
};

export function policyOf({ row }: FoundResource, snapshot: Snapshot): ResourcePolicy {
  if (row === "not-collected") return { document: null, unknown: "the resource's policy was not collected" };
  if (row === "none" || row.policy === null) return { document: null, unknown: null };
  const text = fromTemplate(snapshot.documents.template(row.policy), ownAccount);
  const parsed = parsePolicy(text, { kind: "resource" });
  return parsed.ok
    ? { document: parsed.value, unknown: null }
    : { document: null, unknown: `the resource's policy can't be read: ${parsed.error.message}` };
}

export function gapsOf(found: FoundResource, arn: string, unknown: string | null): readonly CoverageGap[] {
  return unknown === null
    ? []
    : [
        {
          what: "resource-policies",
          account: found.id,
          subject: arn,
          reason: `${unknown}, so it may let in others, or deny what is told here`,
        },
      ];
}

/** With the account's own block settings, of which an S3 bucket takes the stricter part. */
export function attributesOf({ account, row }: FoundResource, snapshot: Snapshot): Resource["attributes"] {
  if (row === "not-collected" || row === "none") return {};
  if (row.type !== "AWS::S3::Bucket") return row.attributes;
  const settings = snapshot.accountData(account)?.settings;
  const unknown = { publicAccessBlock: "unknown", accountPublicAccessBlock: "unknown" };
  if (settings === null || settings === undefined) return { ...unknown, ...row.attributes };
  const [, block] =
    Object.entries(settings).find(([name]) => /^publicaccessblock(configuration)?$/i.test(name)) ?? [];
  return { publicAccessBlock: "unknown", accountPublicAccessBlock: block ?? null, ...row.attributes };
}
