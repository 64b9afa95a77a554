/** What counts as access to a resource's data where nobody names an action, and on which of its parts. */
import { type AccountIndex, type Snapshot, splitArn } from "../../model/index.ts";
import type { FoundResource } from "../resources.ts";
import { policyOf } from "../resources.ts";
import { objectNamed, objectTexts } from "./object-names.ts";
import { mayBeOpenBeyond } from "./open-beyond.ts";

/** What was found out about a snapshot, as long as somebody has it. */
class KeptBySnapshot<Key, Value> {
  readonly #kept = new WeakMap<Snapshot, Map<Key, Value>>();

  of(snapshot: Snapshot): Map<Key, Value> {
    let kept = this.#kept.get(snapshot);
    if (kept === undefined) {
      kept = new Map();
      this.#kept.set(snapshot, kept);
    }
    return kept;
  }
}

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
 * policy tells apart.
 */
export function objectsOf(
  snapshot: Snapshot,
  arn: string,
  action: string,
  found: FoundResource,
): readonly string[] {
  const parts = splitArn(arn);
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

/** By bucket: several actions and questions ask about the same ones. */
const objectsKept = new KeptBySnapshot<string, readonly string[]>();

function objectsNamed(snapshot: Snapshot, arn: string, found: FoundResource): ReadonlySet<string> {
  const keys = new Set([`${arn}/example-x7q`]);
  for (const text of textsOf(snapshot, found)) {
    const object = objectNamed(text, arn);
    if (object !== null) keys.add(object);
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
function* textsOf(snapshot: Snapshot, found: FoundResource): Iterable<string> {
  const { document } = policyOf(found, snapshot);
  if (document !== null) {
    const json = JSON.stringify(document.statements.map(({ resource }) => resource));
    yield* objectTexts(json.replaceAll("\\\\", "\\"));
  }
  yield* textsOfAccount(snapshot, found.account);
  const { row } = found;
  if (typeof row === "string" || !mayBeOpenBeyond(row, found.account, snapshot)) return;
  for (let account = 0; account < snapshot.accounts.length; account++) {
    if (account !== found.account) yield* textsOfAccount(snapshot, account);
  }
}

/** By account: every bucket that lets others in asks about all of them. */
const textsKept = new KeptBySnapshot<AccountIndex, readonly string[]>();

function textsOfAccount(snapshot: Snapshot, account: AccountIndex): readonly string[] {
  const known = textsKept.of(snapshot);
  let texts = known.get(account);
  if (texts === undefined) {
    const distinct = new Set<string>();
    for (const json of policiesOfAccount(snapshot, account)) {
      for (const text of objectTexts(json)) distinct.add(text);
    }
    texts = [...distinct];
    known.set(account, texts);
  }
  return texts;
}

function* policiesOfAccount(snapshot: Snapshot, account: AccountIndex): Iterable<string> {
  const id = snapshot.accounts[account]?.id;
  if (id === undefined) return;
  const [first, end] = snapshot.roles.ofAccount(account);
  const { columns } = snapshot.roles;
  const text = (index: number): string =>
    // INVARIANT: document numbers of the columns are indexes of the table.
    snapshot.documents.text(index as Parameters<typeof snapshot.documents.text>[0], id);
  for (let role = first; role < end; role++) {
    for (let at = columns.inlineStart[role] ?? 0; at < (columns.inlineStart[role + 1] ?? 0); at++) {
      yield text(columns.inlineDocument[at] ?? 0);
    }
  }
  const data = snapshot.accountData(account);
  for (const { document: index } of data?.managedPolicies ?? []) yield snapshot.documents.text(index, id);
  for (const { inlinePolicies } of [...(data?.users ?? []), ...(data?.groups ?? [])]) {
    for (const { document: index } of inlinePolicies) yield snapshot.documents.text(index, id);
  }
}
