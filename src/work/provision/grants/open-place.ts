/** Opens the policy of a resource that is given to others, for reading and writing. */
import {
  accessPointPolicy,
  bucketPolicy,
  busPolicy,
  functionPolicy,
  keyPolicy,
  queuePolicy,
  repositoryPolicy,
  type StandingPolicy,
  secretPolicy,
  tablePolicy,
  topicPolicy,
  type WriteAccess,
} from "../../../aws/writes/index.ts";
import type { GrantResource } from "../../../provision/index.ts";

export function openPlace(resource: GrantResource, access: WriteAccess): Promise<StandingPolicy> {
  const { arn, name } = resource;
  switch (resource.kind) {
    case "bucket":
      return bucketPolicy(name, arn, access);
    case "access-point":
      return accessPointPolicy(name, arn, access);
    case "key":
      return keyPolicy(arn, access);
    case "queue":
      return queuePolicy(name, arn, access);
    case "topic":
      return topicPolicy(arn, access);
    case "function":
      return functionPolicy(name, resource.qualifier, arn, access);
    case "secret":
      return secretPolicy(arn, access);
    case "repository":
      return repositoryPolicy(name, arn, access);
    case "table":
      return tablePolicy(arn, access);
    case "event-bus":
      return busPolicy(name, arn, access);
  }
}
