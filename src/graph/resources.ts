/** The resources of a snapshot: whose one is, and its policy. */
import {
  type AccountId,
  type AccountIndex,
  type CoverageGap,
  type DocumentIndex,
  fromTemplate,
  isPolicyUnread,
  ownAccount,
  type Resource,
  type Snapshot,
  splitArn,
} from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";
import { KeptBySnapshot } from "./kept-by-snapshot.ts";

export type FoundResource = {
  readonly account: AccountIndex;
  readonly id: AccountId;
  /** `not-collected`: the snapshot does not tell of it. `none`: it is of a kind that has no policy. */
  readonly row: Resource | "not-collected" | "none";
};

/** Services whose resources can have a policy of their own. */
const withPolicies = new Set(
  `acm-pca apigateway backup bedrock-agentcore codeartifact codebuild dsql dynamodb ecr ecr-public elasticfilesystem es events
   execute-api fsx glacier glue iot kafka kinesis kms lambda lex logs mediastore payment-cryptography redshift
   redshift-serverless rolesanywhere s3 s3-outposts s3express s3tables s3vectors secretsmanager serverlessrepo ses sns sqs
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

/**
 * Objects belong to their bucket, paths to their domain, tables to the catalog; a function's versions and aliases have
 * policies of their own. What is called of an API is not told by its policy alone: a method may ask for no authorization.
 */
function isPartOf(arn: string, { arn: owner, type }: Resource): boolean {
  if (arn === owner) return true;
  switch (type) {
    case "AWS::S3::Bucket":
    case "AWS::OpenSearchService::Domain":
      return arn.startsWith(`${owner}/`);
    case "AWS::Glue::Catalog": {
      const start = owner.slice(0, owner.lastIndexOf(":") + 1);
      return arn.startsWith(start) && inCatalog.test(arn.slice(start.length));
    }
    default:
      return false;
  }
}

/** What the policy of an account's Glue catalog is about besides the catalog; jobs and the like it is not. */
const inCatalog = /^(database|table|tableVersion|userDefinedFunction|connection)\//;

export type ResourcePolicy = {
  /** With the owner's account as `ownAccount`; null: there is none, or nothing is known of it. */
  readonly document: PolicyDocument | null;
  /** Why it is not known; null where it is. */
  readonly unknown: string | null;
};

/** By kind of policy: each action, object and question asks for the same text again. */
const read = {
  trust: new KeptBySnapshot<DocumentIndex, ResourcePolicy>(),
  resource: new KeptBySnapshot<DocumentIndex, ResourcePolicy>(),
};

const notCollected = "the resource's policy was not collected";

export function policyOf({ row }: FoundResource, snapshot: Snapshot): ResourcePolicy {
  if (row === "not-collected") return { document: null, unknown: notCollected };
  if (row === "none") return { document: null, unknown: null };
  if (row.policy === null) return { document: null, unknown: isPolicyUnread(row) ? notCollected : null };
  // A repository's policy names no resource, as a trust policy does not: it stands on the only one it speaks of.
  const kind = row.type === "AWS::ECR::Repository" ? "trust" : "resource";
  const known = read[kind].of(snapshot);
  let policy = known.get(row.policy);
  if (policy === undefined) {
    policy = readPolicy(fromTemplate(snapshot.documents.template(row.policy), ownAccount), kind);
    known.set(row.policy, policy);
  }
  return policy;
}

function readPolicy(text: string, kind: keyof typeof read): ResourcePolicy {
  const parsed = parsePolicy(text, { kind });
  return parsed.ok
    ? { document: parsed.value, unknown: null }
    : { document: null, unknown: `the resource's policy can't be read: ${parsed.error.message}` };
}

/** What is not known of the resource and could change who can use it. */
export function gapsOf(found: FoundResource, arn: string, snapshot: Snapshot): readonly CoverageGap[] {
  const gap = (reason: string): CoverageGap => ({
    what: "resource-policies",
    account: found.id,
    subject: arn,
    reason,
  });
  const { unknown } = policyOf(found, snapshot);
  const gaps =
    unknown === null ? [] : [gap(`${unknown}, so it may let in others, or deny what is told here`)];
  if (field(attributesOf(found, arn, snapshot), "grants") === "unknown") {
    gaps.push(gap("the key's grants were not collected, so others may use it by a grant"));
  }
  return gaps;
}

/**
 * What the policy alone does not say: the account's block settings beside a bucket's own, of which the stricter part
 * counts, and `"unknown"` for what was not collected.
 */
export function attributesOf(
  { account, row }: FoundResource,
  arn: string,
  snapshot: Snapshot,
): Resource["attributes"] {
  const collected = row === "not-collected" || row === "none" ? {} : row.attributes;
  switch (splitArn(arn)?.service) {
    case "kms":
      return field(collected, "grants") === undefined ? { ...collected, grants: "unknown" } : collected;
    case "s3": {
      const settings = snapshot.accountData(account)?.settings ?? {};
      const ofAccount = field(collected, "accountpublicaccessblock") ?? blockOf(settings);
      return {
        ...collected,
        publicAccessBlock: blockOf(collected) ?? "unknown",
        // A file without it may hold other things alone, such as the account's regions.
        accountPublicAccessBlock: ofAccount ?? "unknown",
      };
    }
    default:
      return collected;
  }
}

function blockOf(fields: Resource["attributes"]): unknown {
  return field(fields, "publicaccessblock") ?? field(fields, "publicaccessblockconfiguration");
}

/** Names' case does not count. */
function field(fields: Resource["attributes"], lowerName: string): unknown {
  return Object.entries(fields).find(([name]) => name.toLowerCase() === lowerName)?.[1];
}
