/** Techniques by Data Pipeline. */
import type { Place, Technique } from "./technique.ts";

const anyPipeline: Place = { form: "arn:${Partition}:datapipeline:*:${Account}:pipeline/*" };

export const datapipelineTechniques: readonly Technique[] = [
  {
    id: "datapipeline-001",
    title: "passes the role to a new pipeline of Data Pipeline, which runs its commands",
    references: ["https://pathfinding.cloud/paths/datapipeline-001"],
    gives: {
      kind: "passed-role",
      services: ["datapipeline.amazonaws.com", "elasticmapreduce.amazonaws.com"],
    },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "datapipeline:CreatePipeline", on: "nothing" },
      { action: "datapipeline:PutPipelineDefinition", on: anyPipeline },
      { action: "datapipeline:ActivatePipeline", on: anyPipeline },
    ],
    commands: [
      "aws datapipeline create-pipeline --name NAME --unique-id ID",
      "aws datapipeline put-pipeline-definition --pipeline-id PIPELINE --pipeline-definition file://DEFINITION.json --parameter-values role={target.name}",
      "aws datapipeline activate-pipeline --pipeline-id PIPELINE",
    ],
  },
];
