/** A fix as texts that people take to where their policies are kept: an AWS CLI call, Terraform, CloudFormation. */
import type { RemovablePlace } from "../../graph/reach/index.ts";
import { splitArn } from "../../model/index.ts";
import { plain } from "../plain.ts";
import { filledCommand } from "../shell.ts";
import { cloudFormationText, terraformText } from "./policy-texts.ts";

export type FixCommands = {
  /** Null: the AWS CLI has no single call for it, or no policy is written. */
  readonly cli: string | null;
  readonly terraform: string | null;
  readonly cloudFormation: string | null;
};

/** `policy`: after the edit; null: it goes whole. */
export function fixCommands(place: RemovablePlace, policy: string | null): FixCommands {
  const call = policy === null ? removing(place) : writing(place);
  const cli =
    call === null ? null : filledCommand(call.template, { ...call.values, policy: oneLine(policy ?? "") });
  if (policy === null) return { cli, terraform: null, cloudFormation: null };
  const names = templateNames(place);
  if (names === null) return { cli, terraform: null, cloudFormation: null };
  const where = plain(names.where);
  const [terraform, cloudFormation] = [terraformText(policy), cloudFormationText(policy)];
  return {
    cli,
    terraform:
      terraform === null
        ? null
        : `# ${names.terraform.resource}: ${where}\n${names.terraform.attribute} = ${terraform}`,
    cloudFormation:
      cloudFormation === null
        ? null
        : `# ${names.cloudFormation.resource}: ${where}\n${names.cloudFormation.property}:\n${indented(cloudFormation)}`,
  };
}

type Call = { readonly template: string; readonly values: Readonly<Record<string, string>> };

function writing(place: RemovablePlace): Call | null {
  switch (place.kind) {
    case "trust-policy":
      return {
        template: "aws iam update-assume-role-policy --role-name {role} --policy-document {policy}",
        values: { role: nameIn(place.role) },
      };
    case "inline-policy": {
      const kind = holderKind(place.holder);
      return kind === null
        ? null
        : {
            template: `aws iam put-${kind}-policy --${kind}-name {holder} --policy-name {name} --policy-document {policy}`,
            values: { holder: nameIn(place.holder), name: place.name },
          };
    }
    case "managed-policy":
      return {
        template:
          "aws iam create-policy-version --policy-arn {arn} --policy-document {policy} --set-as-default",
        values: { arn: place.policy },
      };
    case "resource-policy":
      return writingOf(place.resource);
    case "attachment":
      return null;
  }
}

function writingOf(resource: string): Call | null {
  const arn = splitArn(resource);
  switch (arn?.service) {
    case "s3":
      return {
        template: "aws s3api put-bucket-policy --bucket {bucket} --policy {policy}",
        values: { bucket: arn.resource },
      };
    case "kms":
      return {
        template: "aws kms put-key-policy --key-id {key} --policy-name default --policy {policy}",
        values: { key: resource },
      };
    case "secretsmanager":
      return {
        template: "aws secretsmanager put-resource-policy --secret-id {secret} --resource-policy {policy}",
        values: { secret: resource },
      };
    case "sns":
      return {
        template:
          "aws sns set-topic-attributes --topic-arn {topic} --attribute-name Policy --attribute-value {policy}",
        values: { topic: resource },
      };
    default:
      return null;
  }
}

function removing(place: RemovablePlace): Call | null {
  if (place.kind !== "attachment" && place.kind !== "inline-policy") return null;
  const kind = holderKind(place.holder);
  if (kind === null) return null;
  const holder = nameIn(place.holder);
  return place.kind === "attachment"
    ? {
        template: `aws iam detach-${kind}-policy --${kind}-name {holder} --policy-arn {arn}`,
        values: { holder, arn: place.policy },
      }
    : {
        template: `aws iam delete-${kind}-policy --${kind}-name {holder} --policy-name {name}`,
        values: { holder, name: place.name },
      };
}

type TemplateNames = {
  /** Which one it is, for a comment. */
  readonly where: string;
  readonly terraform: { readonly resource: string; readonly attribute: string };
  readonly cloudFormation: { readonly resource: string; readonly property: string };
};

function templateNames(place: RemovablePlace): TemplateNames | null {
  switch (place.kind) {
    case "trust-policy":
      return {
        where: place.role,
        terraform: { resource: "aws_iam_role", attribute: "assume_role_policy" },
        cloudFormation: { resource: "AWS::IAM::Role", property: "AssumeRolePolicyDocument" },
      };
    case "inline-policy": {
      const kind = holderKind(place.holder);
      if (kind === null) return null;
      const type = { role: "RolePolicy", user: "UserPolicy", group: "GroupPolicy" }[kind];
      return {
        where: `${place.name} of ${place.holder}`,
        terraform: { resource: `aws_iam_${kind}_policy`, attribute: "policy" },
        cloudFormation: { resource: `AWS::IAM::${type}`, property: "PolicyDocument" },
      };
    }
    case "managed-policy":
      return {
        where: place.policy,
        terraform: { resource: "aws_iam_policy", attribute: "policy" },
        cloudFormation: { resource: "AWS::IAM::ManagedPolicy", property: "PolicyDocument" },
      };
    case "resource-policy":
      return resourceNames(place.resource);
    case "attachment":
      return null;
  }
}

const resourceTypes: Readonly<Record<string, readonly [terraform: string, type: string, property: string]>> =
  {
    s3: ["aws_s3_bucket_policy", "AWS::S3::BucketPolicy", "PolicyDocument"],
    kms: ["aws_kms_key_policy", "AWS::KMS::Key", "KeyPolicy"],
    secretsmanager: [
      "aws_secretsmanager_secret_policy",
      "AWS::SecretsManager::ResourcePolicy",
      "ResourcePolicy",
    ],
    sns: ["aws_sns_topic_policy", "AWS::SNS::TopicPolicy", "PolicyDocument"],
    sqs: ["aws_sqs_queue_policy", "AWS::SQS::QueuePolicy", "PolicyDocument"],
  };

function resourceNames(where: string): TemplateNames | null {
  const names = resourceTypes[splitArn(where)?.service ?? ""];
  if (names === undefined) return null;
  const [terraform, type, property] = names;
  return {
    where,
    terraform: { resource: terraform, attribute: "policy" },
    cloudFormation: { resource: type, property },
  };
}

/** Null: nobody who can hold a policy. */
function holderKind(arn: string): "role" | "user" | "group" | null {
  const kind = splitArn(arn)?.resource.split("/")[0];
  return kind === "role" || kind === "user" || kind === "group" ? kind : null;
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** IAM counts no white space, but a shell's line has an end. */
function oneLine(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy));
  } catch {
    return policy;
  }
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
