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
      for (const { id, policy, endpointConfiguration, disableExecuteApiEndpoint } of items) {
        if (id === undefined) continue;
        const { types = [], vpcEndpointIds = [] } = endpointConfiguration ?? {};
        found.resource({
          Arn: `arn:${place.partition}:execute-api:${place.region}:${place.account}:${id}`,
          Type: "AWS::ApiGateway::RestApi",
          Policy: policy ? unescaped(policy) : null,
          Attributes: {
            endpointTypes: types,
            ...(vpcEndpointIds.length === 0 ? {} : { vpcEndpointIds }),
            ...(disableExecuteApiEndpoint === true ? { disableExecuteApiEndpoint } : {}),
          },
        });
      }
    }
  },
});

/** The service answers the policy as it stands inside a JSON string, with escapes: `{\"Version\":…}`. */
function unescaped(policy: string): string {
  if (!/^\s*\{\s*\\/.test(policy)) return policy;
  return policy.replace(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/g, (one) => String(JSON.parse(`"${one}"`)));
}
