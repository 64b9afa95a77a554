/** Resources with their policies: a folder each, at the depth that its ARN has, here as rows of `resource-policies.json`. */
import { type AccountId, type ArnParts, isArn, splitArn } from "../../../model/index.ts";
import type { JsonObject, JsonValue } from "../json-file.ts";
import { type Composed, Made } from "./composed-file.ts";
import type { Folder, Reading } from "./reading.ts";
import { kindOf } from "./resource-kinds.ts";
import { member } from "./row-parts.ts";

/** Read elsewhere. */
const otherServices: ReadonlySet<string> = new Set(["iam", "sso"]);
const registryPolicy = /^ecr-registry-policy\.([a-z0-9-]+)\.json$/;

/** Null: the storage tells of no resource in the account. */
export async function resourcePolicies(
  reading: Reading,
  account: AccountId,
  partition: string,
): Promise<Composed | null> {
  const base = `accounts/${account}`;
  const entries = await reading.entries(base);
  const services = entries.filter(({ name, isDirectory }) => isDirectory && !otherServices.has(name));
  const unread = new Unread();
  const rows: Composed[] = [];
  for (const { name } of services) {
    const folders = name === "ram" ? [] : await resourceFolders(reading, `${base}/${name}`);
    // Shares of RAM are files by ARN, without the principals that they are shared with.
    if (folders.length === 0) unread.add(name);
    const made = await Promise.all(folders.map((folder) => resource(folder, account, unread)));
    rows.push(...made.filter((row) => row !== null));
  }
  for (const { name } of entries) {
    const [, region] = registryPolicy.exec(name) ?? [];
    const policy = region === undefined ? null : await reading.file(`${base}/${name}`);
    if (region === undefined || policy === null) continue;
    const arn = `arn:${partition}:ecr:${region}:${account}:repository/*`;
    rows.push({
      Arn: new Made(arn, policy),
      Type: new Made("AWS::ECR::RegistryPolicy", policy),
      Region: new Made(region, policy),
      Policy: policy,
    });
  }
  const shown = reading.shown(base);
  if (unread.isAny) reading.gap(shown, `AccessLens makes nothing of what stands there of ${unread.listed}.`);
  if (rows.length > 0) return rows;
  reading.gap(shown, "iam-collect tells of no resource: there is none, or none was asked for.");
  return null;
}

/** Counts what is passed over, by service and the ARN's next word. */
class Unread {
  readonly #counts = new Map<string, number>();

  get isAny(): boolean {
    return this.#counts.size > 0;
  }

  get listed(): string {
    return [...this.#counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => (count === 1 ? kind : `${kind} (${count})`))
      .join(", ");
  }

  add(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }
}

/** Those that have a `metadata.json`, wherever they stand below: region and type are there only where the ARN has them. */
async function resourceFolders(reading: Reading, path: string): Promise<readonly Folder[]> {
  const folder = await reading.folder(path);
  if (folder.has("metadata.json")) return [folder];
  return (await Promise.all(folder.subfolders.map((below) => resourceFolders(reading, below)))).flat();
}

async function resource(folder: Folder, account: AccountId, unread: Unread): Promise<Composed | null> {
  const about = await folder.metadata();
  const value = about?.required("arn") ?? null;
  const arn = value?.known("arn", isArn, "an ARN") ?? null;
  const parts = arn === null ? null : splitArn(arn);
  if (about === null || value === null || parts === null) return null;
  const kind = kindOf(parts.service, parts.resource);
  if (kind === null) {
    unread.add(`${parts.service} ${/^\/?([^/:]*)/.exec(parts.resource)?.[1] ?? ""}`.trim());
    return null;
  }
  const [policy, block, tags] = await Promise.all([
    folder.file("policy.json"),
    folder.file("bpa.json"),
    folder.file("tags.json"),
  ]);
  const region = parts.region === "" ? member(about, "region") : new Made(parts.region, value);
  return {
    Arn: kind.type === "AWS::ApiGateway::RestApi" ? new Made(executeApi(parts, account), value) : value,
    Type: new Made(kind.type, value),
    Region: region,
    // An endpoint's policy limits what passes, and grants nothing.
    Policy: kind.type === "AWS::EC2::VPCEndpoint" ? null : (policy ?? undefined),
    Attributes: {
      ...attributesOf(kind.type, about, value, { policy, block }),
      ...(tags == null ? {} : { tags }),
    },
  };
}

/** Policies name an API as what is called, and API Gateway's own ARNs as what is managed. */
function executeApi({ partition, region, resource: name }: ArnParts, account: AccountId): string {
  return `arn:${partition}:execute-api:${region}:${account}:${name.slice(name.lastIndexOf("/") + 1)}`;
}

type Files = { readonly policy: JsonValue | null | undefined; readonly block: JsonValue | null | undefined };

/** What the policy alone does not say; `"unknown"` where it would count, and iam-collect does not tell. */
function attributesOf(
  type: string,
  about: JsonObject,
  from: JsonValue,
  { policy, block }: Files,
): Readonly<Record<string, Composed | undefined>> {
  const unknown = new Made("unknown", from);
  switch (type) {
    case "AWS::S3::Bucket":
      return { publicAccessBlock: block ?? unknown, acl: unknown };
    case "AWS::S3::AccessPoint": {
      const vpc = about.optional("vpc");
      return {
        bucket: member(about, "bucket"),
        bucketAccountId: member(about, "bucketAccount"),
        vpcConfiguration: vpc === null ? undefined : { VpcId: vpc },
        publicAccessBlock: block ?? unknown,
      };
    }
    case "AWS::KMS::Key":
      return { grants: unknown };
    case "AWS::Lambda::Function":
      return { roleArn: member(about, "role") };
    case "AWS::SQS::Queue":
    case "AWS::SecretsManager::Secret":
      return { kmsKeyId: member(about, "kmsKey") };
    case "AWS::SNS::Topic":
      return { kmsKeyId: member(about, "keyId") };
    case "AWS::EC2::VPCEndpoint":
      return {
        vpcEndpointType: member(about, "type"),
        vpcId: member(about, "vpc"),
        policyDocument:
          policy == null ? undefined : new Made(JSON.stringify(policy.plain("policy.json")), policy),
      };
    default:
      return {};
  }
}
