import { defineCollector, unread } from "../collector.ts";
import { told } from "../row-parts.ts";

/** The answers hold jobs' arguments, too: no call leaves them out. They are not kept. */
export const glue = defineCollector({
  name: "glue",
  title: "the Glue catalog's policy, jobs and development endpoints",
  service: "glue",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Glue::Catalog", "AWS::Glue::Job", "AWS::Glue::DevEndpoint"],
  reads: [
    { call: "GetResourcePolicy", action: "glue:GetResourcePolicy", why: "reads the data catalog's policy" },
    { call: "GetJobs", action: "glue:GetJobs", why: "finds the jobs and the roles that they run as" },
    {
      call: "GetDevEndpoints",
      action: "glue:GetDevEndpoints",
      why: "finds the development endpoints and the roles that they run as",
    },
  ],
  load: () => import("@aws-sdk/client-glue"),
  client: (sdk, configuration) => new sdk.GlueClient(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:glue:${place.region}:${place.account}`;
    const policy = await found.try(
      `${start}:catalog`,
      () => client.send(new sdk.GetResourcePolicyCommand({})),
      null,
    );
    // Every account has a catalog in each region; without a row its policy would be one that nobody knows.
    found.resource({
      Arn: `${start}:catalog`,
      Type: "AWS::Glue::Catalog",
      ...(policy === unread ? {} : { Policy: policy?.PolicyInJson ?? null }),
    });
    const part = (subject: string) => ({ what: "resource-policies", subject }) as const;
    // Of jobs nothing but the role is kept: their arguments may hold secrets.
    const jobs = async (): Promise<void> => {
      for await (const { Jobs = [] } of sdk.paginateGetJobs({ client, pageSize: 1000 }, {})) {
        for (const { Name, Role } of Jobs) {
          if (Name === undefined) continue;
          // By ARN or by name, as whoever made the job gave it.
          const Attributes = told({ roleArn: Role });
          found.resource({ Arn: `${start}:job/${Name}`, Type: "AWS::Glue::Job", Policy: null, Attributes });
        }
      }
    };
    const endpoints = async (): Promise<void> => {
      for await (const { DevEndpoints = [] } of sdk.paginateGetDevEndpoints({ client, pageSize: 1000 }, {})) {
        for (const { EndpointName, RoleArn } of DevEndpoints) {
          if (EndpointName === undefined) continue;
          found.resource({
            Arn: `${start}:devEndpoint/${EndpointName}`,
            Type: "AWS::Glue::DevEndpoint",
            Policy: null,
            Attributes: told({ roleArn: RoleArn }),
          });
        }
      }
    };
    await found.try(part("AWS::Glue::Job"), jobs, undefined);
    await found.try(part("AWS::Glue::DevEndpoint"), endpoints, undefined);
  },
});
