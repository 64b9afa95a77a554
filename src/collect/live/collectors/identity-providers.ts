import { defineCollector } from "../collector.ts";

export const identityProviders = defineCollector({
  name: "identity-providers",
  title: "SAML and OIDC identity providers",
  service: "iam",
  scope: "account",
  about: "identity-providers",
  types: [],
  reads: [
    {
      call: "ListOpenIDConnectProviders",
      action: "iam:ListOpenIDConnectProviders",
      why: "finds the OIDC providers",
    },
    {
      call: "GetOpenIDConnectProvider",
      action: "iam:GetOpenIDConnectProvider",
      why: "reads an OIDC provider's issuer and audiences",
    },
    { call: "ListSAMLProviders", action: "iam:ListSAMLProviders", why: "finds the SAML providers" },
  ],
  load: () => import("@aws-sdk/client-iam"),
  client: (sdk, configuration) => new sdk.IAMClient(configuration),
  async collect({ sdk, client, found }) {
    await found.try(
      { what: "identity-providers", subject: "OpenIDConnectProviders" },
      async () => {
        const { OpenIDConnectProviderList = [] } = await client.send(
          new sdk.ListOpenIDConnectProvidersCommand({}),
        );
        found.part("identity-providers", { OpenIDConnectProviders: [] });
        const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
        await found.each(arns, String, async (Arn) => {
          const { Url, ClientIDList, ThumbprintList } = await client.send(
            new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }),
          );
          found.part("identity-providers", {
            OpenIDConnectProviders: [{ Arn, Url, ClientIDList: ClientIDList ?? [], ThumbprintList }],
          });
        });
      },
      undefined,
    );
    await found.try(
      { what: "identity-providers", subject: "SAMLProviders" },
      async () => {
        const { SAMLProviderList = [] } = await client.send(new sdk.ListSAMLProvidersCommand({}));
        found.part("identity-providers", { SAMLProviders: SAMLProviderList });
      },
      undefined,
    );
  },
});
