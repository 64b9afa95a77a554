import { defineCollector } from "../collector.ts";

/** Ends of a share that are over, or never came to be; those on their way are told. */
const over: ReadonlySet<string | undefined> = new Set(["DISASSOCIATED", "FAILED", "SUSPENDED"]);

export const ram = defineCollector({
  name: "ram",
  title: "RAM resource shares",
  service: "ram",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::RAM::ResourceShare"],
  reads: [
    { call: "GetResourceShares", action: "ram:GetResourceShares", why: "finds what the account shares" },
    {
      call: "GetResourceShareAssociations",
      action: "ram:GetResourceShareAssociations",
      why: "tells what is shared with whom",
    },
  ],
  load: () => import("@aws-sdk/client-ram"),
  client: (sdk, configuration) => new sdk.RAMClient(configuration),
  async collect({ sdk, client, found }) {
    const shares = [];
    const asked = { resourceOwner: "SELF" } as const;
    for await (const page of sdk.paginateGetResourceShares({ client, pageSize: 500 }, asked)) {
      shares.push(...(page.resourceShares ?? []).filter(({ status }) => status !== "DELETED"));
    }
    if (shares.length === 0) return;
    const associated = async (associationType: "PRINCIPAL" | "RESOURCE") => {
      const entities = new Map<string, string[]>();
      const pages = sdk.paginateGetResourceShareAssociations({ client, pageSize: 500 }, { associationType });
      for await (const { resourceShareAssociations = [] } of pages) {
        for (const { resourceShareArn = "", associatedEntity = "", status } of resourceShareAssociations) {
          if (over.has(status) || associatedEntity === "") continue;
          const known = entities.get(resourceShareArn);
          if (known === undefined) entities.set(resourceShareArn, [associatedEntity]);
          else known.push(associatedEntity);
        }
      }
      return entities;
    };
    const principals = await associated("PRINCIPAL");
    const resources = await associated("RESOURCE");
    for (const { resourceShareArn, name, allowExternalPrincipals } of shares) {
      if (resourceShareArn === undefined) continue;
      found.resource({
        Arn: resourceShareArn,
        Type: "AWS::RAM::ResourceShare",
        Policy: null,
        Attributes: {
          name,
          allowExternalPrincipals: allowExternalPrincipals === true,
          principals: (principals.get(resourceShareArn) ?? []).toSorted(),
          resources: (resources.get(resourceShareArn) ?? []).toSorted(),
        },
      });
    }
  },
});
