import { defineCollector } from "../collector.ts";

export const eventBuses = defineCollector({
  name: "event-buses",
  title: "EventBridge buses",
  service: "events",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Events::EventBus"],
  reads: [
    { call: "ListEventBuses", action: "events:ListEventBuses", why: "finds the buses, with their policies" },
  ],
  load: () => import("@aws-sdk/client-eventbridge"),
  client: (sdk, configuration) => new sdk.EventBridgeClient(configuration),
  async collect({ sdk, client, found }) {
    let NextToken: string | undefined;
    do {
      const page = await client.send(new sdk.ListEventBusesCommand({ NextToken, Limit: 100 }));
      for (const { Arn, Policy } of page.EventBuses ?? []) {
        if (Arn !== undefined) found.resource({ Arn, Type: "AWS::Events::EventBus", Policy: Policy || null });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  },
});
