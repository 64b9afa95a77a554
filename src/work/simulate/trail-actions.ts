/** CloudTrail names API calls; policies name permissions. Mostly they are the same, and these are the others. */

/** Sources whose host is not the prefix of their actions. */
const prefixes: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  email: "ses",
  tagging: "tag",
};

/** By prefix and name of the call. */
const permissions: Readonly<Record<string, string>> = {
  "s3:HeadObject": "s3:GetObject",
  "s3:SelectObjectContent": "s3:GetObject",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:ListObjects": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
  "s3:ListParts": "s3:ListMultipartUploadParts",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:CopyObject": "s3:PutObject",
  "s3:CreateMultipartUpload": "s3:PutObject",
  "s3:UploadPart": "s3:PutObject",
  "s3:UploadPartCopy": "s3:PutObject",
  "s3:CompleteMultipartUpload": "s3:PutObject",
  "s3:PostObject": "s3:PutObject",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:GetBucketLifecycle": "s3:GetLifecycleConfiguration",
  "s3:PutBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeAsync": "lambda:InvokeFunction",
  "dynamodb:TransactGetItems": "dynamodb:GetItem",
  "kms:ReEncrypt": "kms:ReEncryptFrom",
  "sqs:SendMessageBatch": "sqs:SendMessage",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
  "sns:PublishBatch": "sns:Publish",
};

/** `source`: such as `s3.amazonaws.com`; `name`: that of the call, for some services with the version of their API. */
export function permissionOf(source: string, name: string): string {
  const host = source.replace(/\.amazonaws\.com(?:\.cn)?$/, "");
  const prefix = prefixes[host] ?? host;
  const call = `${prefix}:${prefix === "lambda" || prefix === "cloudfront" ? withoutVersion(name) : name}`;
  return permissions[call] ?? call;
}

/** `CreateFunction20150331v2`, `CreateDistribution2020_05_31`. */
function withoutVersion(name: string): string {
  return name.replace(/\d{4}_?\d{2}_?\d{2}(?:v\d+)?$/, "");
}
