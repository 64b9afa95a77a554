/** What counts as access to a resource's data where nobody names an action, and on which of its parts. */
import { type Snapshot, splitArn } from "../../../model/index.ts";
import { KeptBySnapshot } from "../../kept-by-snapshot.ts";
import type { FoundResource } from "../../resources.ts";
import { policyOf } from "../../resources.ts";
import { objectExamples } from "./bucket-texts.ts";
import { bucketName, isOfBucket, objectTexts, readObjectText } from "./object-names.ts";
import { mayBeOpenBeyond } from "./open-beyond.ts";

/** By service prefix of the ARN. */
const byService: Readonly<Record<string, readonly string[]>> = {
  s3: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  kms: ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
  sqs: ["sqs:ReceiveMessage", "sqs:SendMessage"],
  sns: ["sns:Publish", "sns:Subscribe"],
  lambda: ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"],
  secretsmanager: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
  ssm: ["ssm:GetParameter", "ssm:PutParameter"],
  dynamodb: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PutItem"],
  ecr: ["ecr:BatchGetImage", "ecr:PutImage"],
  kinesis: ["kinesis:GetRecords", "kinesis:PutRecord"],
  events: ["events:PutEvents"],
  logs: ["logs:GetLogEvents", "logs:FilterLogEvents"],
  glue: ["glue:GetTable"],
  backup: ["backup:StartRestoreJob"],
  codeartifact: ["codeartifact:ReadFromRepository"],
  es: ["es:ESHttpGet", "es:ESHttpPost"],
};

/** All of them. */
export const allDataActions: readonly string[] = Object.values(byService).flat();

/** Empty for kinds of resources of which only a named action can be asked. */
export function dataActions(arn: string): readonly string[] {
  return byService[splitArn(arn)?.service ?? ""] ?? [];
}

/** Object keys past this number are not tried. */
const mostObjects = 24;

/**
 * The resources that a request for the action is about: the resource itself, or of a bucket objects of every kind that a
 * policy tells apart, or paths of a domain: policies name these, and nothing can be asked of the domain without one.
 */
export function objectsOf(
  snapshot: Snapshot,
  arn: string,
  action: string,
  found: FoundResource,
): readonly string[] {
  const parts = splitArn(arn);
  if (parts?.service === "es") return pathsOf(arn, parts.resource, found, snapshot);
  const isBucket = parts?.service === "s3" && !parts.resource.includes("/");
  if (!isBucket || !isOnObjects(action)) return [arn];
  const known = objectsKept.of(snapshot);
  let objects = known.get(arn);
  if (objects === undefined) {
    objects = [...objectsNamed(snapshot, arn, found)];
    known.set(arn, objects);
  }
  return objects;
}

/** One of no name, and one of each that the domain's own policy names. */
function pathsOf(arn: string, name: string, found: FoundResource, snapshot: Snapshot): readonly string[] {
  const { document } = policyOf(found, snapshot);
  const json = JSON.stringify(document?.statements.map(({ resource }) => resource) ?? []);
  const start = `:${name}/`;
  const named = json.split('"').flatMap((text) => {
    const at = text.indexOf(start);
    // Nothing is exactly what a wildcard stands for; whatever it stands for will do.
    return at < 0 ? [] : [text.slice(at + start.length).replaceAll(/\$\{[^}]*\}|[*?]/g, "x")];
  });
  const paths = new Set(["example-x7q", ...named]);
  return [...paths].slice(0, mostObjects).map((path) => `${arn}/${path}`);
}

/** By bucket: several actions and questions ask about the same ones. */
const objectsKept = new KeptBySnapshot<string, readonly string[]>();

function objectsNamed(snapshot: Snapshot, arn: string, found: FoundResource): ReadonlySet<string> {
  const keys = new Set([`${arn}/example-x7q`]);
  for (const example of examplesFor(snapshot, bucketName(arn), found)) {
    keys.add(arn + example);
    if (keys.size >= mostObjects) break;
  }
  return keys;
}

function isOnObjects(action: string): boolean {
  return (
    /^s3:.*(Object|Upload|Torrent)/i.test(action) &&
    !/^s3:(ListBucketMultipartUploads|GetBucketObjectLock)/i.test(action)
  );
}

/** Of the bucket's own policy, all of its account's documents that could name it, and those of accounts that it lets in. */
function* examplesFor(snapshot: Snapshot, bucket: string, found: FoundResource): Iterable<string> {
  const { document } = policyOf(found, snapshot);
  if (document !== null) {
    const json = JSON.stringify(document.statements.map(({ resource }) => resource));
    for (const text of objectTexts(json.replaceAll("\\\\", "\\"))) {
      const read = readObjectText(text);
      if (read !== null && isOfBucket(read, bucket)) yield read.example;
    }
  }
  yield* objectExamples(snapshot, found.account, bucket);
  const { row } = found;
  if (typeof row === "string" || !mayBeOpenBeyond(row, found.account, snapshot)) return;
  yield* objectExamples(snapshot, "all", bucket);
}
