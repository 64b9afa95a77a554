/** KMS: records name the key in their own list of resources, whatever the call named it by. */
import {
  all,
  named,
  omit,
  resource,
  resourcePolicy,
  type ServiceEvents,
  type Touch,
} from "../change-rule.ts";

const template = "arn:{partition}:kms:{region}:{account}:key/{}";
const key: Touch = resource(
  "AWS::KMS::Key",
  { listed: "AWS::KMS::Key" },
  // An alias does not say which key it is.
  named(
    "request.keyId",
    template,
    /^(?:arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+|[0-9a-f-]{36}|mrk-[0-9a-f]{32})$/,
  ),
);

export const kmsEvents: ServiceEvents = {
  source: "kms.amazonaws.com",
  prefix: "kms",
  arrives: "region",
  changes: {
    CreateKey: { touches: [key], ...resourcePolicy("request.policy") },
    PutKeyPolicy: { touches: [key], ...resourcePolicy("request.policy") },
    ...all(
      [
        "CreateGrant",
        "RevokeGrant",
        "RetireGrant",
        "EnableKey",
        "DisableKey",
        "ScheduleKeyDeletion",
        "CancelKeyDeletion",
        "ImportKeyMaterial",
        "DeleteImportedKeyMaterial",
      ],
      { touches: [key] },
    ),
    ReplicateKey: {
      touches: [resource("AWS::KMS::Key", { at: "response.replicaKeyMetadata.arn" })],
      ...resourcePolicy("request.policy"),
    },
    // The waiting period is over: AWS does it.
    DeleteKey: { touches: [key], permission: null },
  },
  omitted: {
    ...omit(
      ["CreateAlias", "UpdateAlias", "DeleteAlias", "UpdateKeyDescription", "TagResource", "UntagResource"],
      "names, descriptions and tags of keys are in no snapshot",
    ),
    ...omit(
      [
        "EnableKeyRotation",
        "DisableKeyRotation",
        "RotateKeyOnDemand",
        "UpdatePrimaryRegion",
        "SynchronizeMultiRegionKey",
      ],
      "it changes the key's material, not who may use it",
    ),
    ...omit(
      [
        "CreateCustomKeyStore",
        "UpdateCustomKeyStore",
        "DeleteCustomKeyStore",
        "ConnectCustomKeyStore",
        "DisconnectCustomKeyStore",
      ],
      "where keys are kept says nothing of who may use them",
    ),
  },
};
