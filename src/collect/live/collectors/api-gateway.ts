import { defineCollector } from "../collector.ts";

/** REST APIs alone have policies: HTTP and WebSocket APIs know none. */
export const apiGateway = defineCollector({
  name: "api-gateway",
  title: "API Gateway REST APIs",
  service: "apigateway",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::ApiGateway::RestApi"],
  reads: [{ call: "GetRestApis", action: "apigateway:GET", why: "finds the APIs, with their policies" }],
  load: () => import("@aws-sdk/client-api-gateway"),
  client: (sdk, configuration) => new sdk.APIGatewayClient(configuration),
  async collect({ sdk, client, place, found }) {
    for await (const { items = [] } of sdk.paginateGetRestApis({ client, pageSize: 500 }, {})) {
      for (const { id, policy, endpointConfiguration } of items) {
        if (id === undefined) continue;
        found.resource({
          Arn: `arn:${place.partition}:execute-api:${place.region}:${place.account}:${id}`,
          Type: "AWS::ApiGateway::RestApi",
          Policy: policy ? unescaped(policy) : null,
          Attributes: { endpointTypes: endpointConfiguration?.types ?? [] },
        });
      }
    }
  },
});

/** The service answers the policy with its quotes escaped. */
function unescaped(policy: string): string {
  return policy.includes('\\"') && !policy.startsWith('{"') ? policy.replaceAll('\\"', '"') : policy;
}
