import { defineCollector } from "../collector.ts";

export const iam = defineCollector({
  name: "iam",
  title: "IAM users, groups, roles and policies",
  service: "iam",
  scope: "account",
  about: "account",
  types: [],
  reads: [
    {
      call: "GetAccountAuthorizationDetails",
      action: "iam:GetAccountAuthorizationDetails",
      why: "reads all users, groups, roles, and the policies that they have",
    },
    {
      call: "ListRoles",
      action: "iam:ListRoles",
      why: "tells the longest session and the description of each role, which the former leaves out",
    },
  ],
  load: () => import("@aws-sdk/client-iam"),
  client: (sdk, configuration) => new sdk.IAMClient(configuration),
  async collect({ sdk, client, found }) {
    const more = new Map<string, object>();
    const listed = found.try(
      { what: "account", subject: "MaxSessionDuration" },
      async () => {
        for await (const { Roles = [] } of sdk.paginateListRoles({ client, pageSize: 1000 }, {})) {
          for (const { Arn = "", MaxSessionDuration, Description } of Roles) {
            more.set(Arn, { MaxSessionDuration, Description });
          }
        }
      },
      undefined,
    );
    const pages = [];
    for await (const page of sdk.paginateGetAccountAuthorizationDetails({ client, pageSize: 1000 }, {})) {
      pages.push(page);
    }
    await listed;
    for (const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } of pages) {
      found.part("authorization-details", {
        UserDetailList,
        GroupDetailList,
        RoleDetailList: RoleDetailList.map((role) => ({ ...role, ...more.get(role.Arn ?? "") })),
        Policies,
      });
    }
  },
});
