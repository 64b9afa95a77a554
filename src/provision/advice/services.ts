/** Which services' resources have policies, and what of them can be given to other accounts. Data, with AWS's page for each. */
import { crossAccountActions } from "../../authz/service-facts/cross-account-actions.ts";
import type { GrantKind } from "../grants/grant-resource.ts";

export type PolicySupport = "by-grant" | "by-hand" | "none" | "not-known";

const aws = "https://docs.aws.amazon.com/";

/** Where a service says what its policies can give to others, and how long they may be. */
const pages: Readonly<Record<GrantKind, string>> = {
  bucket: `${aws}AmazonS3/latest/API/API_PutBucketPolicy.html`,
  "access-point": `${aws}AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html`,
  key: `${aws}kms/latest/developerguide/key-policy-modifying-external-accounts.html`,
  queue: `${aws}AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-customer-managed-policy-examples.html`,
  topic: `${aws}sns/latest/dg/sns-access-policy-language-api-permissions-reference.html`,
  function: `${aws}lambda/latest/dg/permissions-function-cross-account.html`,
  secret: `${aws}secretsmanager/latest/userguide/auth-and-access_examples_cross.html`,
  repository: `${aws}AmazonECR/latest/userguide/repository-policies.html`,
  table: `${aws}amazondynamodb/latest/developerguide/rbac-considerations.html`,
  "event-bus": `${aws}eventbridge/latest/userguide/eb-event-bus-perms.html`,
};

export const pageOf = (kind: GrantKind): string => pages[kind];

/** Of S3 what the bucket's own account alone can do, whatever the policy says. */
const bucketOwnersAlone: ReadonlySet<string> = new Set([
  "s3:getbucketpolicy",
  "s3:putbucketpolicy",
  "s3:deletebucketpolicy",
]);

/** Null: nothing that we know of is against it. */
export function isOwnersAlone(kind: GrantKind, action: string): boolean {
  const name = action.toLowerCase();
  if (kind === "bucket") return bucketOwnersAlone.has(name);
  const listed = crossAccountActions.get(name.slice(0, name.indexOf(":")));
  // A pattern may hold something that can be given: what it comes to is tried one by one.
  return listed !== undefined && !/[*?]/.test(name) && !listed.has(name);
}

/** Besides those that `grant` writes. */
const byHand: ReadonlySet<string> = new Set(
  `acm-pca apigateway backup bedrock-agentcore codeartifact codebuild dsql ecr-public elasticfilesystem es execute-api fsx glacier
   glue iot kafka kinesis lex logs mediastore organizations payment-cryptography redshift redshift-serverless rolesanywhere
   cloudtrail s3-outposts s3express s3tables s3vectors sagemaker serverlessrepo ses ssm ssm-contacts ssm-incidents vpc-lattice wafv2
   xray`.split(/\s+/),
);

/** AWS's table of services says No in its column of resource-based policies; of IAM, trust policies alone are policies of resources. */
const without: ReadonlySet<string> = new Set(
  `athena autoscaling batch cloudformation ec2 ecs eks elasticache elasticloadbalancing elasticmapreduce guardduty iam inspector2 rds
   rds-data route53 states timestream transfer workspaces`.split(/\s+/),
);

const granted: ReadonlySet<string> = new Set([
  "s3",
  "kms",
  "sqs",
  "sns",
  "lambda",
  "secretsmanager",
  "ecr",
  "dynamodb",
  "events",
]);

/** `isGrantable`: its ARN is of a kind that `grant` knows. */
export function policySupport(service: string, isGrantable: boolean): PolicySupport {
  if (isGrantable) return "by-grant";
  // A layer, an index, a stream: of the service, and not of the kinds that are written.
  if (granted.has(service) || byHand.has(service)) return "by-hand";
  return without.has(service) ? "none" : "not-known";
}

/** Operations that a grant of a key can have, as actions (the page of KMS on grants). */
export const keyGrantActions: ReadonlySet<string> = new Set(
  `decrypt encrypt generatedatakey generatedatakeywithoutplaintext generatedatakeypair generatedatakeypairwithoutplaintext
   reencryptfrom reencryptto sign verify getpublickey creategrant retiregrant describekey generatemac verifymac
   derivesharedsecret`
    .split(/\s+/)
    .map((name) => `kms:${name}`),
);

/** Actions whose calls go through access points (the page of S3 on their support). */
const accessPointActions =
  /^s3:(AbortMultipartUpload|(Get|Put|Delete)Object(Version)?(Acl|Attributes|LegalHold|Retention|Tagging|Torrent)?|(Get|Put)ObjectLegalHold|DeleteObjectVersion|GetBucket(Acl|CORS|Location|Notification|Policy)|ListBucket|ListBucketVersions|ListBucketMultipartUploads|ListMultipartUploadParts|RestoreObject)$/i;

export function goesThroughAccessPoints(action: string): boolean {
  return accessPointActions.test(action);
}
