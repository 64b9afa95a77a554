import { defineCollector, unread } from "../collector.ts";
import { mergedPolicy, policyMember } from "./policy-text.ts";

/** An identity may have several policies, which count together: they become one. */
export const ses = defineCollector({
  name: "ses",
  title: "SES identities",
  service: "ses",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SES::EmailIdentity"],
  reads: [
    {
      call: "ListEmailIdentities",
      action: "ses:ListEmailIdentities",
      why: "finds the domains and addresses that mail is sent from",
    },
    {
      call: "GetEmailIdentityPolicies",
      action: "ses:GetEmailIdentityPolicies",
      why: "reads an identity's policies",
    },
  ],
  load: () => import("@aws-sdk/client-sesv2"),
  client: (sdk, configuration) => new sdk.SESv2Client(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:ses:${place.region}:${place.account}:identity/`;
    const pages = sdk.paginateListEmailIdentities({ client, pageSize: 1000 }, {});
    for await (const { EmailIdentities = [] } of pages) {
      await found.each(
        EmailIdentities,
        ({ IdentityName = "" }) => start + IdentityName,
        async ({ IdentityName }) => {
          if (IdentityName === undefined) return;
          const Arn = start + IdentityName;
          const answer = await found.try(
            Arn,
            () => client.send(new sdk.GetEmailIdentityPoliciesCommand({ EmailIdentity: IdentityName })),
            null,
          );
          const policies = answer === unread ? unread : mergedPolicy(Object.values(answer?.Policies ?? {}));
          found.resource({ Arn, Type: "AWS::SES::EmailIdentity", ...policyMember(policies) });
        },
      );
    }
  },
});
