/**
 * Declared roles for those who deploy by other means: a CloudFormation template for a StackSet, and a Terraform module for one account.
 * They make what `role apply` makes. External IDs stand in none of them: they are parameters.
 */
import { stringify } from "yaml";
import { err, type Organization, ok, type Result } from "../../../model/index.ts";
import {
  type BoundTrust,
  boundTrust,
  type DeclaredRole,
  managedTag,
  mayDeny,
  type PlannedRole,
  type PolicyName,
  placeholders,
  type RoleSet,
  trustStatement,
  unitPath,
} from "../../../provision/roles/index.ts";
import { hclDocument, hclText } from "../../setup/hcl.ts";

export type RoleTemplate = { readonly name: string; readonly text: string; readonly what: string };

export type TemplateInput = {
  readonly set: RoleSet;
  /** As planned: of what could not be proven there is no template. */
  readonly planned: readonly PlannedRole[];
  readonly organization: Organization | null;
};

export type TemplateForm = "cloudformation" | "terraform";

/** An error: a role that could not be proven somewhere, and why. */
export function roleTemplates(
  form: TemplateForm,
  { set, planned, organization }: TemplateInput,
): Result<readonly RoleTemplate[], string> {
  const templates: RoleTemplate[] = [];
  for (const role of set.roles) {
    const own = planned.filter((one) => one.role === role);
    const wrong = own.find(({ state }) => state === "error");
    if (wrong !== undefined) return err(`${wrong.arn}: ${wrong.why}`);
    const trust = boundTrust(role.trust, organization);
    if (!trust.ok) return trust;
    const made = { set, role, trust: trust.value, where: whereOf(role, own, organization) };
    templates.push(form === "cloudformation" ? stackSetTemplate(made) : terraformModule(made));
  }
  return ok(templates);
}

type Made = {
  readonly set: RoleSet;
  readonly role: DeclaredRole;
  readonly trust: readonly BoundTrust[];
  /** For people: where it is to be deployed. */
  readonly where: string;
};

function whereOf(
  role: DeclaredRole,
  planned: readonly PlannedRole[],
  organization: Organization | null,
): string {
  const { accounts, units, tags, except } = role.targets;
  const isPlain = accounts.length === 0 && tags.length === 0 && except.length === 0;
  const paths = units.map((unit) => unitPath(unit, organization));
  if (isPlain && paths.every((path) => path.ok)) {
    const ids = paths.flatMap((path) => (path.ok ? (path.value.split("/").at(-2) ?? []) : []));
    return `units ${ids.join(", ")}`;
  }
  return `accounts ${planned.map(({ accountId }) => accountId).join(", ")}`;
}

/** An external ID's place in the trust policy, until it is a parameter. */
const mark = (way: number, number: number): string => `\u0000external-id-${way}-${number}`;

type Parameter = { readonly mark: string; readonly cloudFormation: string; readonly terraform: string };

/** The trust statements with marks in place of external IDs, and a parameter for each mark. */
function markedTrust(trust: readonly BoundTrust[], partition: string) {
  const parameters: Parameter[] = [];
  const statements = trust.map((one, way) => {
    if (one.externalId.kind !== "stated") return trustStatement(one, way, partition);
    const values = one.externalId.values.map((_, number) => {
      const place = parameters.length === 0 ? "" : `${parameters.length + 1}`;
      parameters.push({
        mark: mark(way, number),
        cloudFormation: `ExternalId${place}`,
        terraform: `external_id${place === "" ? "" : `_${place}`}`,
      });
      return mark(way, number);
    });
    return trustStatement({ ...one, externalId: { kind: "stated", values } }, way, partition);
  });
  return { document: { Version: "2012-10-17", Statement: statements }, parameters };
}

/** Every text of a document, keys aside. */
function mapTexts(value: unknown, map: (text: string) => unknown): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, map)]));
}

function arnWithPlaceholders({ owner, name }: PolicyName): string {
  return `arn:{partition}:iam::${owner === "aws" ? "aws" : "{account}"}:policy/${name}`;
}

/** CloudFormation fills in `${…}`; what a policy means itself by it is told apart by an exclamation mark. */
function substituted(text: string): string | { readonly "Fn::Sub": string } {
  if (text.search(placeholders) < 0) return text;
  const own = text.replaceAll("${", "${!");
  return {
    "Fn::Sub": own.replace(placeholders, (_, name: string) =>
      name === "account" ? "${AWS::AccountId}" : "${AWS::Partition}",
    ),
  };
}

type Inline = DeclaredRole["inline"][number];

function policyOf({ name, text }: Inline): object {
  return { PolicyName: name, PolicyDocument: mapTexts(JSON.parse(text), substituted) };
}

/**
 * What denies comes before what allows. A policy that is a resource of its own comes after the role, which has its managed policies by
 * then ("AWS::IAM::Role" and "DependsOn" in the CloudFormation reference): beside those, denials are part of the role itself. In which
 * order CloudFormation gives a role its own inline and managed policies is not documented.
 */
function placedPolicies({ inline, policies }: DeclaredRole) {
  const all = inline.map((policy, index) => ({
    ...{ policy, id: `Inline${index + 1}`, denies: mayDeny(policy.text) },
  }));
  const isOwn = policies.length > 0;
  const denials = all.filter(({ denies }) => denies);
  const needs = isOwn ? [] : denials.map(({ id }) => id);
  return {
    own: isOwn ? denials : [],
    after: all
      .filter(({ denies }) => !(isOwn && denies))
      .map((one) => ({ ...one, needs: one.denies ? [] : needs })),
  };
}

function stackSetTemplate({ set, role, trust, where }: Made): RoleTemplate {
  const { document, parameters } = markedTrust(trust, "{partition}");
  const reference = (text: string): unknown => {
    const parameter = parameters.find((one) => one.mark === text);
    return parameter === undefined ? substituted(text) : { Ref: parameter.cloudFormation };
  };
  const tags = [...role.tags, { key: managedTag, value: set.name }];
  const { own, after } = placedPolicies(role);
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Role ${role.name} of ${set.name}`,
    ...(parameters.length === 0
      ? {}
      : {
          Parameters: Object.fromEntries(
            parameters.map(({ cloudFormation }) => [
              cloudFormation,
              {
                Type: "String",
                NoEcho: true,
                MinLength: 2,
                MaxLength: 1224,
                Description: "What the caller states",
              },
            ]),
          ),
        }),
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: role.name,
          Path: role.path,
          ...(role.description === null ? {} : { Description: role.description }),
          MaxSessionDuration: role.maxSessionSeconds,
          AssumeRolePolicyDocument: mapTexts(document, reference),
          ...(role.policies.length === 0
            ? {}
            : { ManagedPolicyArns: role.policies.map((policy) => substituted(arnWithPlaceholders(policy))) }),
          ...(own.length === 0 ? {} : { Policies: own.map(({ policy }) => policyOf(policy)) }),
          ...(role.boundary === null || role.boundary === "none"
            ? {}
            : { PermissionsBoundary: substituted(arnWithPlaceholders(role.boundary)) }),
          Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
        },
      },
      ...Object.fromEntries(
        after.map(({ id, policy, needs }) => [
          id,
          {
            Type: "AWS::IAM::Policy",
            ...(needs.length === 0 ? {} : { DependsOn: needs }),
            Properties: { ...policyOf(policy), Roles: [{ Ref: "Role" }] },
          },
        ]),
      ),
    },
    Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
  };
  const yaml = stringify(template, { lineWidth: 0, aliasDuplicateObjects: false, version: "1.1" });
  return {
    name: `${role.name}.stackset.yaml`,
    text: `# For ${where}. Deploy it with CAPABILITY_NAMED_IAM.\n${yaml}`,
    what: `role ${role.name}, as a CloudFormation template for a StackSet over ${where}`,
  };
}

/** As an HCL template, which {@link hclDocument} takes as it is. */
function hclTemplate(text: string): string {
  if (text.search(placeholders) < 0) return text.startsWith("@") ? `@${hclText(text)}` : text;
  return `@${hclText(text).replace(placeholders, (_, name: string) =>
    name === "account"
      ? "${data.aws_caller_identity.current.account_id}"
      : "${data.aws_partition.current.partition}",
  )}`;
}

function terraformModule({ set, role, trust, where }: Made): RoleTemplate {
  const { document, parameters } = markedTrust(trust, "{partition}");
  const reference = (text: string): string => {
    const parameter = parameters.find((one) => one.mark === text);
    return parameter === undefined ? hclTemplate(text) : `@var.${parameter.terraform}`;
  };
  const value = (text: string): string => {
    const made = hclTemplate(text);
    return made.startsWith("@") ? made.slice(1) : hclText(made);
  };
  const tags = [...role.tags, { key: managedTag, value: set.name }];
  const denials = role.inline.flatMap(({ text }, index) =>
    mayDeny(text) ? [`aws_iam_role_policy.inline_${index + 1}`] : [],
  );
  const afterDenials = denials.length === 0 ? [] : [`  depends_on = [${denials.join(", ")}]`];
  const lines = [
    `# Role ${role.name} of ${set.name}, for ${where}.`,
    'data "aws_partition" "current" {}',
    "",
    'data "aws_caller_identity" "current" {}',
    "",
    ...parameters.flatMap(({ terraform }) => [
      `variable "${terraform}" {`,
      "  type        = string",
      '  description = "What the caller states"',
      "  sensitive   = true",
      "}",
      "",
    ]),
    'resource "aws_iam_role" "role" {',
    `  name                 = ${hclText(role.name)}`,
    `  path                 = ${hclText(role.path)}`,
    ...(role.description === null ? [] : [`  description          = ${hclText(role.description)}`]),
    `  max_session_duration = ${role.maxSessionSeconds}`,
    ...(role.boundary === null || role.boundary === "none"
      ? []
      : [`  permissions_boundary = ${value(arnWithPlaceholders(role.boundary))}`]),
    `  assume_role_policy   = jsonencode(${hclDocument(objectOf(mapTexts(document, reference)))})`,
    "  tags = {",
    ...tags.map(({ key, value: text }) => `    ${hclText(key)} = ${hclText(text)}`),
    "  }",
    "}",
    "",
    ...role.inline.flatMap(({ name, text }, index) => [
      `resource "aws_iam_role_policy" "inline_${index + 1}" {`,
      `  name   = ${hclText(name)}`,
      "  role   = aws_iam_role.role.id",
      `  policy = jsonencode(${hclDocument(objectOf(mapTexts(JSON.parse(text), hclTemplate)))})`,
      ...(mayDeny(text) ? [] : afterDenials),
      "}",
      "",
    ]),
    ...role.policies.flatMap((policy, index) => [
      `resource "aws_iam_role_policy_attachment" "attached_${index + 1}" {`,
      "  role       = aws_iam_role.role.name",
      `  policy_arn = ${value(arnWithPlaceholders(policy))}`,
      ...afterDenials,
      "}",
      "",
    ]),
    'output "role_arn" {',
    "  value = aws_iam_role.role.arn",
    "}",
    "",
  ];
  return {
    name: `${role.name}.tf`,
    text: lines.join("\n"),
    what: `role ${role.name}, as a Terraform module for one account (${where})`,
  };
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
