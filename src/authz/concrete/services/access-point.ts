/**
 * S3 access points (IAM-SEMANTICS 62): a request through one is decided by the access point's policy, which is the
 * resource's, and by that of the bucket behind it.
 */
import { parsePolicy } from "../../../policy/parse.ts";
import type { NamedPolicy } from "../../request-question.ts";
import { type Judgement, judge, unknownLayer } from "../layer.ts";
import { requestedResource } from "../resource-match.ts";
import type { Call } from "../statement-match.ts";
import { attribute, isRecord, textOf } from "./attributes.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The judgement of the bucket's policy; null where it adds nothing: the request goes through no access point, or the
 * attributes do not speak of a bucket's policy and the caller is of the same account.
 */
export function judgeBucket(call: Call, attributes: Attributes, isOwnAccount: boolean): Judgement | null {
  const { parts } = call.resource;
  if (parts?.service !== "s3" || !parts.resource.startsWith("accesspoint/")) return null;
  if (!comesFromItsNetwork(call, attributes)) return refused;
  const policy = bucketPolicy(attributes);
  if (policy === undefined) return isOwnAccount ? null : notKnown;
  if (policy === null) return isOwnAccount ? null : refused;
  if (policy === "unknown") return notKnown;
  const bucket = textOf(attribute(attributes, "bucket"));
  if (bucket === null) return notKnown;
  const [, , ...key] = parts.resource.split("/");
  const name = bucket.startsWith("arn:") ? bucket : `arn:${parts.partition}:s3:::${bucket}`;
  const object = key[0] === "object" ? `${name}/${key.slice(1).join("/")}` : name;
  return judge("resource", null, [policy], { ...call, resource: requestedResource(object) });
}

const notKnown = unknownLayer("resource", "the policy of the bucket behind the access point is not known");
const refused: Judgement = {
  layer: "resource",
  target: null,
  policies: [],
  allow: false,
  deny: false,
  matched: [],
};

/** An access point of a VPC takes requests from that VPC alone. */
function comesFromItsNetwork({ context }: Call, attributes: Attributes): boolean {
  const configuration = attribute(attributes, "vpcconfiguration");
  const vpc = isRecord(configuration) ? textOf(attribute(configuration, "vpcid")) : null;
  if (vpc === null) return true;
  const from = context.values("aws:sourcevpc");
  return from !== null && ("reason" in from || from.includes(vpc));
}

const read = new WeakMap<Attributes, NamedPolicy | null | "unknown">();

/** Undefined: nothing is said of it. */
function bucketPolicy(attributes: Attributes): NamedPolicy | null | "unknown" | undefined {
  const stated = attribute(attributes, "bucketpolicy");
  if (stated === undefined || stated === null) return stated;
  let policy = read.get(attributes);
  if (policy === undefined) {
    policy = readBucketPolicy(stated);
    read.set(attributes, policy);
  }
  return policy;
}

function readBucketPolicy(stated: unknown): NamedPolicy | "unknown" {
  const text = typeof stated === "string" ? stated : JSON.stringify(stated);
  const parsed = parsePolicy(text, { kind: "resource" });
  return parsed.ok ? { name: "bucket policy", document: parsed.value, text } : "unknown";
}
