import { defineCollector, unread } from "../collector.ts";

/** Answered only to the management account and to IAM's delegated administrator. */
export const rootAccess = defineCollector({
  name: "root-access",
  title: "central root access",
  service: "iam",
  scope: "organization",
  about: "account-settings",
  types: [],
  reads: [
    {
      call: "ListOrganizationsFeatures",
      action: "iam:ListOrganizationsFeatures",
      why: "tells whether root users of member accounts can be used from the management account",
    },
  ],
  load: () => import("@aws-sdk/client-iam"),
  client: (sdk, configuration) => new sdk.IAMClient(configuration),
  async collect({ sdk, client, found }) {
    const answer = await found.try(
      { what: "account-settings", subject: "EnabledFeatures" },
      () => client.send(new sdk.ListOrganizationsFeaturesCommand({})),
      null,
    );
    if (answer !== unread) found.part("account", { EnabledFeatures: answer?.EnabledFeatures ?? [] });
  },
});
