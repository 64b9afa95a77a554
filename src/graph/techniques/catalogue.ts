/** Every technique that the graph knows, by id. */
import { amplifyTechniques } from "./amplify.ts";
import { apprunnerTechniques } from "./apprunner.ts";
import { athenaTechniques } from "./athena.ts";
import { autoscalingTechniques } from "./autoscaling.ts";
import { batchTechniques } from "./batch.ts";
import { bedrockTechniques } from "./bedrock.ts";
import { cloudformationTechniques } from "./cloudformation.ts";
import { codebuildTechniques } from "./codebuild.ts";
import { codedeployTechniques } from "./codedeploy.ts";
import { codepipelineTechniques } from "./codepipeline.ts";
import { cognitoTechniques } from "./cognito.ts";
import { datapipelineTechniques } from "./datapipeline.ts";
import { ec2Techniques } from "./ec2.ts";
import { ec2instanceconnectTechniques } from "./ec2instanceconnect.ts";
import { ecsTechniques } from "./ecs.ts";
import { eksTechniques } from "./eks.ts";
import { emrTechniques } from "./emr.ts";
import { glueTechniques } from "./glue.ts";
import { iamTechniques } from "./iam.ts";
import { iamBoundaryTechniques } from "./iam-boundaries.ts";
import { iamVersionTechniques } from "./iam-versions.ts";
import { identityCenterTechniques } from "./identity-center.ts";
import { identityProviderTechniques } from "./identity-providers.ts";
import { imagebuilderTechniques } from "./imagebuilder.ts";
import { iotTechniques } from "./iot.ts";
import { lambdaTechniques } from "./lambda.ts";
import { organizationsTechniques } from "./organizations.ts";
import { rolesanywhereTechniques } from "./rolesanywhere.ts";
import { sagemakerTechniques } from "./sagemaker.ts";
import { schedulerTechniques } from "./scheduler.ts";
import { ssmTechniques } from "./ssm.ts";
import { stepfunctionsTechniques } from "./stepfunctions.ts";
import { stsTechniques } from "./sts.ts";
import type { Technique } from "./technique.ts";

const all: readonly Technique[] = [
  ...amplifyTechniques,
  ...apprunnerTechniques,
  ...athenaTechniques,
  ...autoscalingTechniques,
  ...batchTechniques,
  ...bedrockTechniques,
  ...cloudformationTechniques,
  ...codebuildTechniques,
  ...codedeployTechniques,
  ...codepipelineTechniques,
  ...cognitoTechniques,
  ...datapipelineTechniques,
  ...ec2Techniques,
  ...ec2instanceconnectTechniques,
  ...ecsTechniques,
  ...eksTechniques,
  ...emrTechniques,
  ...glueTechniques,
  ...iamTechniques,
  ...identityCenterTechniques,
  ...identityProviderTechniques,
  ...iamBoundaryTechniques,
  ...iamVersionTechniques,
  ...imagebuilderTechniques,
  ...iotTechniques,
  ...lambdaTechniques,
  ...organizationsTechniques,
  ...rolesanywhereTechniques,
  ...sagemakerTechniques,
  ...schedulerTechniques,
  ...ssmTechniques,
  ...stepfunctionsTechniques,
  ...stsTechniques,
];

export const techniques: readonly Technique[] = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
