/** All collectors, in the order in which plans and pages list them. */
import type { Collector } from "../collector.ts";
import { configAggregator } from "../config/aggregator.ts";
import { accessAnalyzer } from "./access-analyzer.ts";
import { accountTags } from "./account-tags.ts";
import { agentCore } from "./agent-core.ts";
import { apiGateway } from "./api-gateway.ts";
import { appRunner } from "./app-runner.ts";
import { backupVaults } from "./backup-vaults.ts";
import { batch } from "./batch.ts";
import { cloudFormation } from "./cloudformation.ts";
import { codeDeploy } from "./code-deploy.ts";
import { codeArtifact } from "./codeartifact.ts";
import { codeBuild } from "./codebuild.ts";
import { dynamodb } from "./dynamodb.ts";
import { ec2Instances } from "./ec2-instances.ts";
import { ec2SharedImages } from "./ec2-shared-images.ts";
import { ecr } from "./ecr.ts";
import { ecs } from "./ecs.ts";
import { efs } from "./efs.ts";
import { eks } from "./eks.ts";
import { emr } from "./emr.ts";
import { eventBuses } from "./event-buses.ts";
import { glue } from "./glue.ts";
import { iam } from "./iam.ts";
import { identityCenter } from "./identity-center.ts";
import { identityProviders } from "./identity-providers.ts";
import { kinesis } from "./kinesis.ts";
import { kms } from "./kms.ts";
import { lambda } from "./lambda.ts";
import { lambdaLayers } from "./lambda-layers.ts";
import { logPolicies } from "./log-policies.ts";
import { opensearch } from "./opensearch.ts";
import { organization } from "./organization.ts";
import { ram } from "./ram.ts";
import { rdsSnapshots } from "./rds-snapshots.ts";
import { regions } from "./regions.ts";
import { rolesAnywhere } from "./roles-anywhere.ts";
import { rootAccess } from "./root-access.ts";
import { s3 } from "./s3.ts";
import { s3AccessPoints } from "./s3-access-points.ts";
import { s3Account } from "./s3-account.ts";
import { sageMaker } from "./sagemaker.ts";
import { secretsManager } from "./secrets-manager.ts";
import { ses } from "./ses.ts";
import { sns } from "./sns.ts";
import { sqs } from "./sqs.ts";
import { ssmDocuments } from "./ssm-documents.ts";
import { stepFunctions } from "./step-functions.ts";
import { vpcEndpoints } from "./vpc-endpoints.ts";

export const collectors: readonly Collector[] = [
  organization,
  accountTags,
  rootAccess,
  identityCenter,
  regions,
  iam,
  identityProviders,
  rolesAnywhere,
  s3Account,
  s3,
  s3AccessPoints,
  kms,
  secretsManager,
  sqs,
  sns,
  lambda,
  lambdaLayers,
  dynamodb,
  ecr,
  eventBuses,
  kinesis,
  logPolicies,
  ses,
  efs,
  opensearch,
  apiGateway,
  glue,
  backupVaults,
  codeArtifact,
  ram,
  ssmDocuments,
  ec2SharedImages,
  rdsSnapshots,
  vpcEndpoints,
  ec2Instances,
  ecs,
  eks,
  codeBuild,
  codeDeploy,
  cloudFormation,
  sageMaker,
  stepFunctions,
  emr,
  batch,
  appRunner,
  agentCore,
  accessAnalyzer,
  // Asked for by name only: `configAggregator` of a named one takes its place.
  configAggregator(null),
];
