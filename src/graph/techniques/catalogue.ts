/** Every technique that the graph knows, by id. */
import { apprunnerTechniques } from "./apprunner.ts";
import { bedrockTechniques } from "./bedrock.ts";
import { cloudformationTechniques } from "./cloudformation.ts";
import { codebuildTechniques } from "./codebuild.ts";
import { datapipelineTechniques } from "./datapipeline.ts";
import { ec2Techniques } from "./ec2.ts";
import { ec2instanceconnectTechniques } from "./ec2instanceconnect.ts";
import { ecsTechniques } from "./ecs.ts";
import { glueTechniques } from "./glue.ts";
import { iamTechniques } from "./iam.ts";
import { lambdaTechniques } from "./lambda.ts";
import { sagemakerTechniques } from "./sagemaker.ts";
import { ssmTechniques } from "./ssm.ts";
import { stsTechniques } from "./sts.ts";
import type { Technique } from "./technique.ts";

const all: readonly Technique[] = [
  ...apprunnerTechniques,
  ...bedrockTechniques,
  ...cloudformationTechniques,
  ...codebuildTechniques,
  ...datapipelineTechniques,
  ...ec2Techniques,
  ...ec2instanceconnectTechniques,
  ...ecsTechniques,
  ...glueTechniques,
  ...iamTechniques,
  ...lambdaTechniques,
  ...sagemakerTechniques,
  ...ssmTechniques,
  ...stsTechniques,
];

export const techniques: readonly Technique[] = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
