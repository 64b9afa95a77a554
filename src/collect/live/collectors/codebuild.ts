import { defineCollector } from "../collector.ts";

/** As many as one call answers. */
const atOnce = 100;

export const codeBuild = defineCollector({
  name: "codebuild",
  title: "CodeBuild projects",
  service: "codebuild",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::CodeBuild::Project"],
  reads: [
    { call: "ListProjects", action: "codebuild:ListProjects", why: "finds the projects" },
    {
      call: "BatchGetProjects",
      action: "codebuild:BatchGetProjects",
      why: "tells the roles that projects run as",
    },
  ],
  load: () => import("@aws-sdk/client-codebuild"),
  client: (sdk, configuration) => new sdk.CodeBuildClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { projects = [] } of sdk.paginateListProjects({ client }, {})) {
      for (let start = 0; start < projects.length; start += atOnce) {
        const names = projects.slice(start, start + atOnce);
        const answer = await client.send(new sdk.BatchGetProjectsCommand({ names }));
        for (const { arn, serviceRole } of answer.projects ?? []) {
          if (arn === undefined) continue;
          found.resource({
            Arn: arn,
            Type: "AWS::CodeBuild::Project",
            Policy: null,
            Attributes: serviceRole === undefined ? {} : { roleArn: serviceRole },
          });
        }
      }
    }
  },
});
