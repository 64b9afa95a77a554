import { defineCollector, unread } from "../collector.ts";
import { tagsFrom, told } from "../row-parts.ts";

/** The answers hold projects' environment variables, too: no call leaves them out. They are not kept. */
export const codeBuild = defineCollector({
  name: "codebuild",
  title: "CodeBuild projects with their service roles",
  service: "codebuild",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::CodeBuild::Project"],
  reads: [
    { call: "ListProjects", action: "codebuild:ListProjects", why: "finds the projects" },
    {
      call: "BatchGetProjects",
      action: "codebuild:BatchGetProjects",
      why: "tells the projects' ARNs and service roles",
    },
    {
      call: "GetResourcePolicy",
      action: "codebuild:GetResourcePolicy",
      why: "reads with whom a project is shared",
    },
  ],
  load: () => import("@aws-sdk/client-codebuild"),
  client: (sdk, configuration) => new sdk.CodeBuildClient(configuration),
  async collect({ sdk, client, found }) {
    // Pages are of 100, which is as much as BatchGetProjects takes.
    for await (const { projects: names = [] } of sdk.paginateListProjects({ client }, {})) {
      if (names.length === 0) continue;
      const { projects = [] } = await client.send(new sdk.BatchGetProjectsCommand({ names }));
      await found.each(
        projects,
        ({ arn = "" }) => arn,
        async ({ arn, serviceRole, tags }) => {
          if (arn === undefined) return;
          const command = new sdk.GetResourcePolicyCommand({ resourceArn: arn });
          const shared = await found.try(arn, () => client.send(command), null);
          found.resource({
            Arn: arn,
            Type: "AWS::CodeBuild::Project",
            ...(shared === unread ? {} : { Policy: shared?.policy || null }),
            Attributes: { ...told({ roleArn: serviceRole }), ...tagsFrom(tags) },
          });
        },
      );
    }
  },
});
