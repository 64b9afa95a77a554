/** Where the event list looks in a record, the call has such a parameter, and its answer such a member: AWS's own models say so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChangeRule, RecordPath } from "../../src/logs/change-events/change-rule.ts";
import { changeEvents } from "../../src/logs/index.ts";

/** The SDK's packages of each service, by the prefix of its actions. */
const packages: Readonly<Record<string, readonly string[]>> = {
  s3: ["s3-control", "s3"],
  sso: ["sso-admin"],
  secretsmanager: ["secrets-manager"],
  events: ["eventbridge"],
  elasticfilesystem: ["efs"],
  es: ["opensearch"],
  apigateway: ["api-gateway"],
  logs: ["cloudwatch-logs"],
  ses: ["sesv2"],
  states: ["sfn"],
  elasticmapreduce: ["emr"],
  "bedrock-agentcore": ["bedrock-agentcore-control"],
};

/**
 * Records that are not like the call: S3 names the bucket and its policy in its own way, EC2 tells lists and some calls in the form
 * of its wire protocol.
 */
const inTheirOwnWay =
  /^request\.(?:bucketName|bucketPolicy)$|instancesSet\.|^(?:request|response)\.\w+(?:Request|Response)\./;
/** Another client has the call, with the same parameters; or it is the console's. */
const notInTheClient = new Set([
  "es:CreateElasticsearchDomain",
  "es:UpdateElasticsearchDomainConfig",
  "es:DeleteElasticsearchDomain",
  "ses:PutIdentityPolicy",
  "ses:DeleteIdentityPolicy",
  "ses:VerifyDomainIdentity",
  "ses:VerifyEmailIdentity",
  "ses:DeleteIdentity",
]);

/** Parameters of the calls that are not in the client. */
const ofThoseCalls = new Set(["ses request.identity", "ses request.domain", "ses request.emailAddress"]);

test("Every path of the event list is one of the call's parameters or of its answer", async () => {
  const wrong: string[] = [];
  const everFound = new Map<string, boolean>();
  let checked = 0;
  for (const { prefix, changes } of changeEvents) {
    const sdk: Record<string, unknown> = {};
    for (const name of packages[prefix] ?? [prefix])
      Object.assign(sdk, await import(`@aws-sdk/client-${name}`));
    for (const [name, rule] of Object.entries(changes)) {
      if (rule.permission === null || notInTheClient.has(`${prefix}:${name}`)) continue;
      const paths = pathsOf(rule).filter((path) => !inTheirOwnWay.test(path));
      if (paths.length === 0) continue;
      const operation =
        sdk[`${name}$`] ?? sdk[`${name.replace(/^Put(?=AccountPublic)|Account(?=PublicAccessBlock)/g, "")}$`];
      // One of several that a rule for many names looks at has to be there; the others are those of its neighbours.
      const found = paths.filter((path) => has(operation, path));
      checked += found.length;
      for (const path of paths) {
        const key = `${prefix} ${path}`;
        everFound.set(key, everFound.get(key) === true || found.includes(path));
      }
      const groups = [paths.filter((path) => isOfDocument(rule, path)), touchPaths(rule)];
      for (const group of groups.map((all) => all.filter((path) => !inTheirOwnWay.test(path)))) {
        if (group.length > 0 && !group.some((path) => found.includes(path))) {
          wrong.push(`${prefix}:${name} ${group.join(" ")}`);
        }
      }
    }
  }
  assert.deepEqual(wrong, []);
  const never = [...everFound]
    .filter(([key, isFound]) => !isFound && !ofThoseCalls.has(key))
    .map(([key]) => key);
  assert.deepEqual(never, [], "no call of the list has it");
  assert.ok(checked > 200, String(checked));
});

function pathsOf(rule: ChangeRule): readonly RecordPath[] {
  const at = rule.document?.at;
  const condition = rule.onlyIf === undefined ? [] : [rule.onlyIf.at];
  return [...touchPaths(rule), ...condition, ...(at === undefined || at === "deleted" ? [] : [at])];
}

function isOfDocument({ document }: ChangeRule, path: RecordPath): boolean {
  return document?.at === path;
}

function touchPaths({ touches }: ChangeRule): readonly RecordPath[] {
  return touches.flatMap((touch): readonly RecordPath[] => {
    switch (touch.kind) {
      case "role":
      case "user":
      case "group":
        return [touch.name];
      case "managed-policy":
        return [touch.arn];
      case "resource":
        // What is listed, or always so, needs no parameter.
        return touch.from.some((source) => "listed" in source || "always" in source)
          ? []
          : touch.from.flatMap((source) => ("at" in source ? [source.at] : []));
      default:
        return [];
    }
  });
}

/** The SDK's schemas: a structure has its members' names and schemas, an operation its input and output. */
function has(operation: unknown, path: RecordPath): boolean {
  if (!Array.isArray(operation)) return false;
  const [root, ...names] = path.split(".");
  let schema: unknown = resolved(operation[root === "request" ? 4 : 5]);
  for (const name of names) {
    const isList = name.endsWith("[]");
    schema = memberOf(schema, isList ? name.slice(0, -2) : name);
    if (schema === undefined) return false;
    // A map has any name.
    if (schema === anything) return true;
    if (isList && Array.isArray(schema)) schema = resolved(schema[4]);
  }
  return true;
}

const anything = Symbol("anything");
const [list, map, structure] = [1, 2, 3];
/** Added to the kind of a plain value: a map of such. */
const mapOfPlain = 128;

function memberOf(schema: unknown, name: string): unknown {
  if (!Array.isArray(schema)) return undefined;
  const [kind, , , , members, schemas]: readonly unknown[] = schema;
  if (kind === map) return anything;
  if (kind !== structure || !Array.isArray(members) || !Array.isArray(schemas)) return undefined;
  const index = members.findIndex((member) => String(member).toLowerCase() === name.toLowerCase());
  return index < 0 ? undefined : resolved(schemas[index]);
}

/** Schemas stand behind functions, and beside their traits. */
function resolved(schema: unknown): unknown {
  const value: unknown = typeof schema === "function" ? schema() : schema;
  if (typeof value === "number") return value >= mapOfPlain ? [map] : value;
  const isPlain = Array.isArray(value) && [list, map, structure, 9].includes(value[0]);
  if (isPlain || !Array.isArray(value)) return value ?? 0;
  return resolved(value[0]);
}
