import { defineCollector, type ReadCall } from "../collector.ts";
import { readGroup, readManagedPolicy, readRole, readUser } from "./iam-one.ts";

const ofOne = (call: string, why: string): ReadCall => ({ call, action: `iam:${call}`, why });

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
    // One by one, when a change is told: the former would read the whole account for it.
    ofOne("GetRole", "reads a role that changed"),
    ofOne("ListRolePolicies", "finds the inline policies of a role that changed"),
    ofOne("GetRolePolicy", "reads an inline policy of a role that changed"),
    ofOne("ListAttachedRolePolicies", "finds the managed policies of a role that changed"),
    ofOne("ListInstanceProfilesForRole", "finds the instance profiles of a role that changed"),
    ofOne("GetUser", "reads a user that changed"),
    ofOne("ListUserPolicies", "finds the inline policies of a user that changed"),
    ofOne("GetUserPolicy", "reads an inline policy of a user that changed"),
    ofOne("ListAttachedUserPolicies", "finds the managed policies of a user that changed"),
    ofOne("ListGroupsForUser", "finds the groups of a user that changed"),
    ofOne("GetGroup", "reads a group that changed"),
    ofOne("ListGroupPolicies", "finds the inline policies of a group that changed"),
    ofOne("GetGroupPolicy", "reads an inline policy of a group that changed"),
    ofOne("ListAttachedGroupPolicies", "finds the managed policies of a group that changed"),
    ofOne("GetPolicy", "reads a managed policy that changed"),
    ofOne("GetPolicyVersion", "reads the text of a managed policy that changed"),
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
  async collectOne(context, { subject, remembered }) {
    switch (subject.kind) {
      case "role":
        return readRole(context, subject.name, remembered);
      case "user":
        return readUser(context, subject.name, remembered);
      case "group":
        return readGroup(context, subject.name, remembered);
      case "managed-policy":
        return readManagedPolicy(context, subject.arn);
    }
  },
});
