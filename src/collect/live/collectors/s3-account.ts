import { defineCollector, unread } from "../collector.ts";
import { s3ControlClient } from "../s3-control.ts";
import { noBlock } from "./public-access-block.ts";

export const s3Account = defineCollector({
  name: "s3-account",
  title: "the account's public-access block",
  service: "s3",
  scope: "account",
  about: "account-settings",
  types: [],
  reads: [
    {
      call: "GetPublicAccessBlock",
      action: "s3:GetAccountPublicAccessBlock",
      why: "tells whether public access to all buckets of the account is blocked",
    },
  ],
  load: () => import("@aws-sdk/client-s3-control"),
  client: s3ControlClient,
  async collect({ sdk, client, place, found }) {
    const block = await found.try(
      { what: "account-settings", subject: "PublicAccessBlockConfiguration" },
      () => client.send(new sdk.GetPublicAccessBlockCommand({ AccountId: place.account })),
      null,
    );
    // Told in any case: other members of the file may be there, and a missing one means that there is no block.
    found.part("account", {
      PublicAccessBlockConfiguration:
        block === unread ? "unknown" : (block?.PublicAccessBlockConfiguration ?? noBlock),
    });
  },
});
