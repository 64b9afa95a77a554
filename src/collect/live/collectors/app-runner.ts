import { defineCollector } from "../collector.ts";
import { told } from "../row-parts.ts";

/** The answers hold services' environment variables, too: no call leaves them out. They are not kept. */
export const appRunner = defineCollector({
  name: "app-runner",
  title: "App Runner services",
  service: "apprunner",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::AppRunner::Service"],
  reads: [
    { call: "ListServices", action: "apprunner:ListServices", why: "finds the services" },
    {
      call: "DescribeService",
      action: "apprunner:DescribeService",
      why: "tells the role that a service's instances run as",
    },
  ],
  load: () => import("@aws-sdk/client-apprunner"),
  client: (sdk, configuration) => new sdk.AppRunnerClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const page of sdk.paginateListServices({ client, pageSize: 20 }, {})) {
      const left = (page.ServiceSummaryList ?? []).filter(({ Status }) => Status !== "DELETED");
      const arns = left.map(({ ServiceArn }) => ServiceArn);
      await found.each(
        arns.filter((arn) => arn !== undefined),
        String,
        async (ServiceArn) => {
          const { Service } = await client.send(new sdk.DescribeServiceCommand({ ServiceArn }));
          found.resource({
            Arn: ServiceArn,
            Type: "AWS::AppRunner::Service",
            Policy: null,
            Attributes: told({ roleArn: Service?.InstanceConfiguration?.InstanceRoleArn }),
          });
        },
      );
    }
  },
});
