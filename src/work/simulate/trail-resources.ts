/** The resource of a CloudTrail event: the one that it lists, or the one that its parameters name; else `*`. */
import { splitArn } from "../../model/index.ts";
import { isFields } from "./case-request.ts";

type Fields = Readonly<Record<string, unknown>>;
type TrailResource = { readonly arn: string; readonly account: string | null };

export function resourceOf(event: Fields, action: string): TrailResource {
  const listed = listedResources(event);
  const [first] = listed;
  const parameters = isFields(event.requestParameters) ? event.requestParameters : {};
  const named = namedResource(event, action, parameters);
  // An event about an object lists its bucket, too; the parameters tell which of them is meant.
  const same = listed.find(({ arn }) => arn === named);
  if (same !== undefined) return same;
  if (named !== null) {
    const owner = listed.find(({ account }) => account !== null)?.account ?? null;
    return { arn: named, account: accountOf(named) ?? owner };
  }
  return first ?? { arn: "*", account: null };
}

function listedResources({ resources }: Fields): readonly TrailResource[] {
  if (!Array.isArray(resources)) return [];
  return resources.filter(isFields).flatMap((one): TrailResource[] => {
    const arn = text(one.ARN) ?? text(one.arn);
    return arn === null ? [] : [{ arn, account: text(one.accountId) ?? accountOf(arn) }];
  });
}

function accountOf(arn: string): string | null {
  return splitArn(arn)?.account || null;
}

/** From the parameters of the calls that are asked about most. */
function namedResource(event: Fields, action: string, parameters: Fields): string | null {
  const region = text(event.awsRegion) ?? "";
  const account = text(event.recipientAccountId) ?? "";
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const inRegion = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const iam = (kind: string, name: string): string => `arn:${partition}:iam::${account}:${kind}/${name}`;
  const named = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = text(parameters[name]);
      if (value !== null) return value;
    }
    return null;
  };
  const arn = named(
    "roleArn",
    "functionArn",
    "topicArn",
    "secretArn",
    "policyArn",
    "resourceArn",
    "streamARN",
  );
  if (arn?.startsWith("arn:") === true) return arn;
  const made = (name: string | null, make: (name: string) => string): string | null =>
    name === null ? null : name.startsWith("arn:") ? name : make(name);
  switch (action.slice(0, action.indexOf(":"))) {
    case "s3": {
      const bucket = named("bucketName");
      const key = /Object/.test(action) ? named("key") : null;
      return bucket === null
        ? null
        : `arn:${partition}:s3:::${bucket}${key === null ? "" : `/${key.replace(/^\//, "")}`}`;
    }
    case "iam":
      return (
        made(named("roleName"), (name) => iam("role", name)) ??
        made(named("userName"), (name) => iam("user", name))
      );
    case "kms":
      return made(named("keyId"), (id) => inRegion("kms", id.startsWith("alias/") ? id : `key/${id}`));
    case "lambda":
      return made(named("functionName"), (name) => inRegion("lambda", `function:${name}`));
    case "sqs":
      return made(named("queueUrl"), (url) => inRegion("sqs", url.slice(url.lastIndexOf("/") + 1)));
    case "dynamodb":
      return made(named("tableName"), (name) => inRegion("dynamodb", `table/${name}`));
    case "secretsmanager":
      return made(named("secretId"), (id) => inRegion("secretsmanager", `secret:${id}`));
    default:
      return null;
  }
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
