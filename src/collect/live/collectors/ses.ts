import { defineCollector } from "../collector.ts";

export const ses = defineCollector({
  name: "ses",
  title: "SES identities",
  service: "ses",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SES::EmailIdentity"],
  reads: [
    { call: "ListEmailIdentities", action: "ses:ListEmailIdentities", why: "finds the identities" },
    {
      call: "GetEmailIdentityPolicies",
      action: "ses:GetEmailIdentityPolicies",
      why: "reads who may send in an identity's name",
    },
  ],
  load: () => import("@aws-sdk/client-sesv2"),
  client: (sdk, configuration) => new sdk.SESv2Client(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:ses:${place.region}:${place.account}:identity`;
    for await (const page of sdk.paginateListEmailIdentities({ client, pageSize: 1000 }, {})) {
      const names = (page.EmailIdentities ?? []).map(({ IdentityName }) => IdentityName);
      await found.each(
        names.filter((name) => name !== undefined),
        (name) => `${start}/${name}`,
        async (EmailIdentity) => {
          const command = new sdk.GetEmailIdentityPoliciesCommand({ EmailIdentity });
          const { Policies = {} } = await client.send(command);
          found.resource({
            Arn: `${start}/${EmailIdentity}`,
            Type: "AWS::SES::EmailIdentity",
            Policy: joined(Object.values(Policies)),
          });
        },
      );
    }
  },
});

/** An identity may have twenty policies: each allows and denies by itself, as the statements of one would. */
function joined(policies: readonly string[]): unknown {
  const [only] = policies;
  if (only === undefined) return null;
  if (policies.length === 1) return only;
  const statements = policies.map((text): unknown => {
    const policy: unknown = JSON.parse(text);
    return typeof policy === "object" && policy !== null && "Statement" in policy ? policy.Statement : [];
  });
  return { Version: "2012-10-17", Statement: statements.flat() };
}
