import { defineCollector } from "../collector.ts";

export const codeDeploy = defineCollector({
  name: "code-deploy",
  title: "CodeDeploy applications and deployment groups",
  service: "codedeploy",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"],
  reads: [
    { call: "ListApplications", action: "codedeploy:ListApplications", why: "finds the applications" },
    {
      call: "ListDeploymentGroups",
      action: "codedeploy:ListDeploymentGroups",
      why: "finds an application's deployment groups",
    },
  ],
  load: () => import("@aws-sdk/client-codedeploy"),
  client: (sdk, configuration) => new sdk.CodeDeployClient(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:codedeploy:${place.region}:${place.account}`;
    for await (const { applications = [] } of sdk.paginateListApplications({ client }, {})) {
      const arnOf = (name: string): string => `${start}:application:${name}`;
      await found.each(applications, arnOf, async (applicationName) => {
        found.resource({ Arn: arnOf(applicationName), Type: "AWS::CodeDeploy::Application", Policy: null });
        const pages = sdk.paginateListDeploymentGroups({ client }, { applicationName });
        for await (const { deploymentGroups = [] } of pages) {
          for (const group of deploymentGroups) {
            found.resource({
              Arn: `${start}:deploymentgroup:${applicationName}/${group}`,
              Type: "AWS::CodeDeploy::DeploymentGroup",
              Policy: null,
            });
          }
        }
      });
    }
  },
});
