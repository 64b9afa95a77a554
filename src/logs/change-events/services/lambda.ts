/** Lambda: its events carry the version of the API in their names; a function is read with its versions and aliases. */
import { all, arnAt, type ChangeRule, named, omit, resource, type ServiceEvents } from "../change-rule.ts";

const functionArn = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+/;
const functionRule: ChangeRule = {
  touches: [
    resource(
      "AWS::Lambda::Function",
      arnAt("request.functionName", functionArn),
      arnAt("response.functionArn", functionArn),
      // A name, alone, with a version or alias, or behind the account.
      named(
        "request.functionName",
        "arn:{partition}:lambda:{region}:{account}:function:{1}",
        /^(?:\d{12}:function:)?([\w-]{1,140})(?::[\w$-]+)?$/,
      ),
    ),
  ],
};
const layer: ChangeRule = { touches: [{ kind: "resources", type: "AWS::Lambda::LayerVersion" }] };

export const lambdaEvents: ServiceEvents = {
  source: "lambda.amazonaws.com",
  prefix: "lambda",
  arrives: "region",
  versioned: true,
  changes: {
    ...all(
      [
        "AddPermission",
        "RemovePermission",
        "CreateFunction",
        "UpdateFunctionConfiguration",
        "DeleteFunction",
        "PublishVersion",
        "CreateAlias",
        "UpdateAlias",
        "DeleteAlias",
        "CreateFunctionUrlConfig",
        "UpdateFunctionUrlConfig",
        "DeleteFunctionUrlConfig",
      ],
      functionRule,
    ),
    ...all(["PutResourcePolicy", "DeleteResourcePolicy"], {
      touches: [resource("AWS::Lambda::Function", arnAt("request.resourceArn", functionArn))],
      assumed: "that the record names the resource as the call does",
    }),
    ...all(
      [
        "PublishLayerVersion",
        "DeleteLayerVersion",
        "AddLayerVersionPermission",
        "RemoveLayerVersionPermission",
      ],
      layer,
    ),
  },
  omitted: {
    UpdateFunctionCode: "code is not read",
    ...omit(
      [
        "PutFunctionConcurrency",
        "DeleteFunctionConcurrency",
        "PutProvisionedConcurrencyConfig",
        "DeleteProvisionedConcurrencyConfig",
        "PutRuntimeManagementConfig",
        "TagResource",
        "UntagResource",
      ],
      "nothing of it is read",
    ),
    ...omit(
      ["CreateEventSourceMapping", "UpdateEventSourceMapping", "DeleteEventSourceMapping"],
      "what calls a function by its own role lets nobody else in",
    ),
    ...omit(["EnableReplication", "DisableReplication"], "a permission for CloudFront alone"),
  },
};
