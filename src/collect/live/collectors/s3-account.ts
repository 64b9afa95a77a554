import { defineCollector, unread } from "../collector.ts";
import { s3ControlClient } from "../s3-control.ts";

export const s3Account = defineCollector({
  name: "s3-account",
  title: "the account's public access block",
  service: "s3",
  scope: "account",
  about: "account-settings",
  types: [],
  reads: [
    {
      call: "GetPublicAccessBlock",
      action: "s3:GetAccountPublicAccessBlock",
      why: "tells what public access blocks take away in all of the account",
    },
  ],
  load: () => import("@aws-sdk/client-s3-control"),
  client: s3ControlClient,
  async collect({ sdk, client, place, found }) {
    const command = new sdk.GetPublicAccessBlockCommand({ AccountId: place.account });
    const block = await found.try(
      { what: "account-settings", subject: "PublicAccessBlockConfiguration" },
      () => client.send(command),
      null,
    );
    if (block === unread) return;
    // None is set: nothing is blocked.
    const PublicAccessBlockConfiguration = block?.PublicAccessBlockConfiguration ?? {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    found.part("account", { PublicAccessBlockConfiguration });
  },
});
