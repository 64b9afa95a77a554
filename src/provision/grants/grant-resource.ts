/** Resources that can be given to others by a policy of their own, as their ARNs tell them. */
import {
  type AccountId,
  err,
  isAccountId,
  ok,
  type Partition,
  type Result,
  splitArn,
} from "../../model/index.ts";
import type { UnmergeableText } from "../standing-policy-text.ts";

export const grantKinds = [
  "bucket",
  "access-point",
  "key",
  "queue",
  "topic",
  "function",
  "secret",
  "repository",
  "table",
  "event-bus",
] as const;
export type GrantKind = (typeof grantKinds)[number];

export type GrantResource = {
  readonly kind: GrantKind;
  /** Of actions: `s3`, `events`. */
  readonly service: string;
  /** Of the thing that has the policy. */
  readonly arn: string;
  readonly partition: Partition;
  /** Null: the ARN does not tell. */
  readonly region: string | null;
  readonly account: AccountId | null;
  readonly name: string;
  /** Of a function: version or alias. */
  readonly qualifier: string | null;
  /** Of an S3 object's ARN: what its key begins with. */
  readonly prefix: string;
};

type Shape = { readonly kind: GrantKind; readonly service: string; readonly pattern: RegExp };

const shapes: readonly Shape[] = [
  {
    kind: "bucket",
    service: "s3",
    pattern: /^(?<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>.*))?$/,
  },
  {
    kind: "access-point",
    service: "s3",
    pattern: /^accesspoint\/(?<name>[a-z0-9-]{3,63})(?:\/object\/(?<prefix>.*))?$/,
  },
  { kind: "key", service: "kms", pattern: /^key\/(?<name>[\w-]{1,256})$/ },
  { kind: "queue", service: "sqs", pattern: /^(?<name>[\w-]{1,80}(?:\.fifo)?)$/ },
  { kind: "topic", service: "sns", pattern: /^(?<name>[\w-]{1,256}(?:\.fifo)?)$/ },
  {
    kind: "function",
    service: "lambda",
    pattern: /^function:(?<name>[\w-]{1,140})(?::(?<qualifier>[\w$-]{1,128}))?$/,
  },
  { kind: "secret", service: "secretsmanager", pattern: /^secret:(?<name>[\w/+=.@-]{1,512})$/ },
  { kind: "repository", service: "ecr", pattern: /^repository\/(?<name>[a-z0-9._/-]{2,256})$/ },
  { kind: "table", service: "dynamodb", pattern: /^table\/(?<name>[\w.-]{3,255})$/ },
  { kind: "event-bus", service: "events", pattern: /^event-bus\/(?<name>[\w./-]{1,256})$/ },
];

const advice =
  "Give the ARN of an S3 bucket (with /prefix* if you want) or access point, a KMS key, an SQS queue, an SNS topic, a Lambda function, " +
  "a secret, an ECR repository, a DynamoDB table, or an EventBridge bus.";

/** Secrets Manager takes such an ARN in calls; in a policy it is the ARN of nothing. */
function partialSecret(text: string): UnmergeableText {
  return {
    why: `${text} is not the whole ARN of a secret: it ends in a hyphen and six letters or digits that AWS has added`,
    advice: "Give the ARN that this shows: aws secretsmanager describe-secret --secret-id NAME --query ARN",
  };
}

export function parseGrantResource(text: string): Result<GrantResource, UnmergeableText> {
  const parts = splitArn(text);
  if (parts === null) return err({ why: `${text} is no ARN`, advice });
  const { partition, service, region, account, resource } = parts;
  for (const shape of shapes) {
    const found = shape.service === service ? shape.pattern.exec(resource)?.groups : undefined;
    if (found === undefined) continue;
    // A bucket's ARN has neither; all others have both.
    const hasPlace = region !== "" && isAccountId(account);
    if (hasPlace !== (shape.kind !== "bucket")) continue;
    if (shape.kind === "secret" && !/-[A-Za-z0-9]{6}$/.test(found.name ?? ""))
      return err(partialSecret(text));
    const prefix = found.prefix ?? "";
    const own = { bucket: `${found.name}`, "access-point": `accesspoint/${found.name}` };
    const name = shape.kind === "bucket" || shape.kind === "access-point" ? own[shape.kind] : resource;
    return ok({
      kind: shape.kind,
      service,
      arn: ["arn", partition, service, region, account, name].join(":"),
      partition,
      region: region === "" ? null : region,
      account: isAccountId(account) ? account : null,
      name: found.name ?? "",
      qualifier: found.qualifier ?? null,
      // `bucket/logs/*` means what begins with `logs/`.
      prefix: prefix.replace(/\*$/, ""),
    });
  }
  return err({ why: `${text} is of no kind that can be given by its policy here`, advice });
}
