import { defineCollector } from "../collector.ts";

/** A call for each account: read beside everything else, as nothing waits for them. */
export const accountTags = defineCollector({
  name: "account-tags",
  title: "the tags of the organization's accounts",
  service: "organizations",
  scope: "organization",
  about: "organization",
  types: [],
  reads: [
    {
      call: "ListAccounts",
      action: "organizations:ListAccounts",
      why: "finds the accounts whose tags are read",
    },
    {
      call: "ListTagsForResource",
      action: "organizations:ListTagsForResource",
      why: "reads an account's tags",
    },
  ],
  load: () => import("@aws-sdk/client-organizations"),
  client: (sdk, configuration) => new sdk.OrganizationsClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { Accounts = [] } of sdk.paginateListAccounts({ client, pageSize: 20 }, {})) {
      const ids = Accounts.map(({ Id }) => Id).filter((id) => id !== undefined);
      await found.each(
        ids,
        (id) => `the tags of ${id}`,
        async (Id) => {
          const tags = [];
          for await (const page of sdk.paginateListTagsForResource({ client }, { ResourceId: Id })) {
            tags.push(...(page.Tags ?? []));
          }
          found.part("organization", { AccountTags: [{ Id, Tags: tags }] });
        },
      );
    }
  },
});
