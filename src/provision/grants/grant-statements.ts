/** The statements of a grant: with the resources that each action works on, and the bounds that were asked for. */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { managedSid } from "../managed-sid.ts";
import type { JsonValue, ManagedStatement } from "../standing-policy-text.ts";
import type { GrantDeclaration } from "./grant-declaration.ts";

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

type Part = {
  readonly actions: readonly string[];
  /** Null: policies of this service name no resource. */
  readonly resources: readonly string[] | null;
  readonly conditions: Conditions;
};

/** For the policy of the resource itself. */
export function grantStatements(
  declaration: GrantDeclaration,
  catalogue: ActionCatalogue,
): readonly ManagedStatement[] {
  return partsOf(declaration, catalogue).map((part) => managed(declaration, part));
}

/** For the policy of the bucket that an access point stands before: through that access point alone. */
export function throughAccessPoint(
  declaration: GrantDeclaration,
  bucket: string,
  catalogue: ActionCatalogue,
): readonly ManagedStatement[] {
  const { resource } = declaration;
  const arn = `arn:${resource.partition}:s3:::${bucket}`;
  const ofBucket = { ...declaration, resource: { ...resource, kind: "bucket", arn, name: bucket } } as const;
  return partsOf(ofBucket, catalogue).map((part) =>
    managed(declaration, {
      ...part,
      conditions: joined(part.conditions, { StringEquals: { "s3:DataAccessPointArn": resource.arn } }),
    }),
  );
}

/** For the policy of the key by which the resource is encrypted: through that service alone. */
export function keyStatements(
  declaration: GrantDeclaration,
  actions: readonly string[],
  region: string,
): readonly ManagedStatement[] {
  const { resource } = declaration;
  const via = `${resource.service}.${region}.${suffixOf(resource.partition)}`;
  const conditions: Conditions = { StringEquals: { "kms:ViaService": via } };
  return [managed(declaration, { actions, resources: ["*"], conditions })];
}

function suffixOf(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/** What a key has to allow, for what is asked of what it encrypts (each service's page on KMS permissions). */
export function keyActionsFor({ actions, resource }: GrantDeclaration): readonly string[] {
  const names = actions.map((action) => action.slice(action.indexOf(":") + 1));
  const some = (pattern: RegExp): boolean => names.some((name) => name.includes("*") || pattern.test(name));
  const decrypt = "kms:Decrypt";
  const generate = "kms:GenerateDataKey";
  switch (resource.kind) {
    case "bucket":
    case "access-point":
      return [
        // Uploads in parts are put together by reading them.
        ...(some(/^(Get|Put)Object/i) ? [decrypt] : []),
        ...(some(/^PutObject/i) ? [generate] : []),
      ];
    case "queue":
      return [
        ...(some(/^(Receive|Send)Message/i) ? [decrypt] : []),
        ...(some(/^SendMessage/i) ? [generate] : []),
      ];
    case "topic":
      return some(/^Publish/i) ? [decrypt, generate] : [];
    case "secret":
      return [
        ...(some(/^((Batch)?GetSecretValue|PutSecretValue|UpdateSecret)/i) ? [decrypt] : []),
        ...(some(/^(PutSecretValue|UpdateSecret)/i) ? [generate] : []),
      ];
    case "table":
      return some(/^(Get|Put|Update|Delete|Query|Scan|Batch|Condition|PartiQL|Transact)/i)
        ? [decrypt, "kms:DescribeKey"]
        : [];
    default:
      return [];
  }
}

/** What the caller's own policies have to allow. */
export function callerStatements(
  declaration: GrantDeclaration,
  catalogue: ActionCatalogue,
  key: { readonly arn: string; readonly actions: readonly string[] } | null,
): readonly JsonValue[] {
  const { resource } = declaration;
  const own = partsOf(declaration, catalogue).map(({ actions, resources, conditions }) => ({
    Effect: "Allow",
    Action: actions,
    // A key's policy speaks of itself as *; and policies of repositories name none.
    Resource: resource.kind === "key" || resources === null ? [resource.arn] : resources,
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  }));
  const token =
    resource.kind === "repository"
      ? [{ Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] }]
      : [];
  const decrypts = key === null ? [] : [{ Effect: "Allow", Action: key.actions, Resource: [key.arn] }];
  return [...own, ...token, ...decrypts];
}

function partsOf(declaration: GrantDeclaration, catalogue: ActionCatalogue): readonly Part[] {
  const { resource, actions, prefix } = declaration;
  switch (resource.kind) {
    case "bucket":
    case "access-point": {
      const objects = resource.kind === "bucket" ? `${resource.arn}/` : `${resource.arn}/object/`;
      const onObjects = actions.filter((action) => worksOn(action, "object", catalogue));
      const onBucket = actions.filter((action) => worksOn(action, "bucket", catalogue));
      // Of lists, the prefix is in the request, and not in the resource.
      const lists = prefix === "" ? [] : onBucket.filter((action) => mayList(action));
      const others = onBucket.filter((action) => !lists.includes(action));
      return [
        { actions: onObjects, resources: [`${objects}${prefix}*`], conditions: {} },
        {
          actions: lists,
          resources: [resource.arn],
          conditions: { StringLike: { "s3:prefix": [`${prefix}*`] } },
        },
        { actions: others, resources: [resource.arn], conditions: {} },
      ].filter((part) => part.actions.length > 0);
    }
    case "key":
      return [{ actions, resources: ["*"], conditions: {} }];
    case "function":
      // Lambda's policies have one action a statement.
      return actions.map((action) => ({ actions: [action], resources: [resource.arn], conditions: {} }));
    case "repository":
      return [{ actions, resources: null, conditions: {} }];
    default:
      return [{ actions, resources: [resource.arn], conditions: {} }];
  }
}

/** What no statement of the grant would speak of: it works on neither the bucket nor its objects. */
export function actionsOfNothing(
  declaration: GrantDeclaration,
  catalogue: ActionCatalogue,
): readonly string[] {
  const told = new Set(partsOf(declaration, catalogue).flatMap(({ actions }) => actions));
  return declaration.actions.filter((action) => !told.has(action));
}

function worksOn(action: string, level: "bucket" | "object", catalogue: ActionCatalogue): boolean {
  const facts = catalogue.matching(action);
  // AWS adds actions: what is not listed is sorted by its name.
  if (facts.length === 0) return /object/i.test(action) === (level === "object");
  return facts.some(({ resources }) => resources.some(({ type }) => type === level));
}

const listActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];

/** Of a pattern that has more than lists the rest is lost by the bound: what tells no prefix is not of one. */
function mayList(action: string): boolean {
  const pattern = action.toLowerCase().replaceAll("*", ".*").replaceAll("?", ".");
  return listActions.some((list) => new RegExp(`^${pattern}$`).test(list.toLowerCase()));
}

function managed(
  { principal, organization, resource }: GrantDeclaration,
  { actions, resources, conditions }: Part,
): ManagedStatement {
  const bounds: Conditions =
    organization === null ? {} : { StringEquals: { "aws:PrincipalOrgID": organization } };
  const all = joined(conditions, bounds);
  const statement = {
    Effect: "Allow",
    Principal: principal.kind === "organization" ? "*" : { AWS: principal.text },
    Action: oneOrMany(actions),
    ...(resources === null ? {} : { Resource: oneOrMany(resources) }),
    ...(Object.keys(all).length === 0 ? {} : { Condition: all }),
  };
  return { Sid: managedSid(resource.arn, JSON.stringify(statement)), ...statement };
}

function joined(...all: readonly Conditions[]): Conditions {
  const result: Record<string, Record<string, string | readonly string[]>> = {};
  for (const conditions of all) {
    for (const [operator, block] of Object.entries(conditions)) {
      result[operator] = { ...result[operator], ...block };
    }
  }
  return result;
}

function oneOrMany(texts: readonly string[]): string | readonly string[] {
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : texts;
}
