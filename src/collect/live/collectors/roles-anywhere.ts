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
    // A list is told when it is whole: half of one would be taken for all that there is.
    const anchors = async (): Promise<void> => {
      const trustAnchors: object[] = [];
      for await (const page of sdk.paginateListTrustAnchors({ client }, {})) {
        for (const { trustAnchorArn, trustAnchorId, name, enabled, source } of page.trustAnchors ?? []) {
          // Not the certificates: only where they come from.
          const from = { sourceType: source?.sourceType };
          trustAnchors.push({ trustAnchorArn, trustAnchorId, name, enabled, source: from });
        }
      }
      found.part("roles-anywhere", { trustAnchors });
    };
    const profiles = async (): Promise<void> => {
      const profiles: object[] = [];
      for await (const page of sdk.paginateListProfiles({ client }, {}))
        profiles.push(...(page.profiles ?? []));
      found.part("roles-anywhere", { profiles });
    };
    await found.try({ what: "roles-anywhere", subject: "trustAnchors" }, anchors, undefined);
    await found.try({ what: "roles-anywhere", subject: "profiles" }, profiles, undefined);
  },
});
