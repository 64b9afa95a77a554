import { givenEndpoint } from "../../../aws/index.ts";
import { defineCollector } from "../collector.ts";

export const rolesAnywhere = defineCollector({
  name: "roles-anywhere",
  title: "IAM Roles Anywhere's trust anchors and profiles",
  service: "rolesanywhere",
  scope: "region",
  about: "roles-anywhere",
  types: ["AWS::RolesAnywhere::TrustAnchor", "AWS::RolesAnywhere::Profile"],
  reads: [
    { call: "ListTrustAnchors", action: "rolesanywhere:ListTrustAnchors", why: "finds the trust anchors" },
    { call: "ListProfiles", action: "rolesanywhere:ListProfiles", why: "finds the profiles and their roles" },
  ],
  load: () => import("@aws-sdk/client-rolesanywhere"),
  client(sdk, configuration) {
    const endpoint = givenEndpoint("ROLESANYWHERE");
    return new sdk.RolesAnywhereClient({ ...configuration, ...(endpoint === null ? {} : { endpoint }) });
  },
  async collect({ sdk, client, found }) {
    const anchors = async (): Promise<void> => {
      found.part("roles-anywhere", { trustAnchors: [] });
      for await (const { trustAnchors = [] } of sdk.paginateListTrustAnchors({ client }, {})) {
        found.part("roles-anywhere", {
          trustAnchors: trustAnchors.map(({ trustAnchorArn, trustAnchorId, name, enabled, source }) => ({
            trustAnchorArn,
            trustAnchorId,
            name,
            enabled,
            // Not the certificates: only where they come from.
            source: { sourceType: source?.sourceType },
          })),
        });
      }
    };
    const profiles = async (): Promise<void> => {
      found.part("roles-anywhere", { profiles: [] });
      for await (const page of sdk.paginateListProfiles({ client }, {})) {
        found.part("roles-anywhere", { profiles: page.profiles ?? [] });
      }
    };
    await found.try({ what: "roles-anywhere", subject: "trustAnchors" }, anchors, undefined);
    await found.try({ what: "roles-anywhere", subject: "profiles" }, profiles, undefined);
  },
});
