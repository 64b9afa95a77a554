/**
 * What AccessLens writes to AWS, one file a service: each gives a policy that stands somewhere as something that is read and written.
 * Only declared calls are made, none is repeated by itself, and none is sent later than its writer allows. Who merges, and when
 * what is written stays, is decided elsewhere (`work/provision`). Start reading at `standing-policy.ts`, then `write-client.ts`.
 */
export { tableKey, tablePolicy } from "./dynamodb.ts";
export { repositoryPolicy } from "./ecr.ts";
export { busPolicy } from "./event-bridge.ts";
export { inlinePolicy, managedPolicy, type RemovedVersion, trustPolicy } from "./iam.ts";
export { type RoleWriter, roleWriter } from "./iam-roles.ts";
export { keyFacts, keyGrants, keyPolicy, notOfGrants } from "./kms.ts";
export { functionPolicy } from "./lambda.ts";
export { bucketKey, bucketPolicy } from "./s3.ts";
export { accessPointBucket, accessPointPolicy } from "./s3-control.ts";
export { secretFacts, secretPolicy } from "./secrets-manager.ts";
export { topicKey, topicPolicy } from "./sns.ts";
export { queueKey, queuePolicy } from "./sqs.ts";
export type { StandingPolicy, StandingText, Written } from "./standing-policy.ts";
export type { WriteAccess } from "./write-client.ts";
