/** The same as the CloudFormation templates, for Terraform: a hub module, and one for each account and region. */
import { hclDocument, hclText } from "../hcl.ts";
import { busPolicy, forwardingPolicy, forwardingTrust, names, queuePolicy } from "./drift-policies.ts";
import {
  busArn,
  type DriftSettings,
  forwardedPatterns,
  holdSeconds,
  keptSeconds,
  mostReceives,
} from "./drift-templates.ts";
import { fromCloudTrail } from "./event-patterns.ts";

export function hubModule({ organizationId, busName, queueName }: DriftSettings): string {
  const queue = (name: string, resource: string, more: readonly string[]): string =>
    [
      `resource "aws_sqs_queue" "${resource}" {`,
      `  name                       = ${hclText(name)}`,
      "  sqs_managed_sse_enabled    = true",
      `  message_retention_seconds  = ${keptSeconds}`,
      ...more,
      "}",
      "",
      `resource "aws_sqs_queue_policy" "${resource}" {`,
      `  queue_url = aws_sqs_queue.${resource}.id`,
      `  policy = jsonencode(${hclDocument(
        queuePolicy(
          `@aws_sqs_queue.${resource}.arn`,
          "@aws_cloudwatch_event_rule.to_queue.arn",
          "@data.aws_caller_identity.hub.account_id",
        ),
      )})`,
      "}",
      "",
    ].join("\n");
  return [
    "# Where AccessLens hears of changes: a bus that the organization's accounts forward to, and a queue.",
    variable("organization_id", "Whose accounts may forward", organizationId),
    'data "aws_caller_identity" "hub" {}',
    "",
    'resource "aws_cloudwatch_event_bus" "hub" {',
    `  name = ${hclText(busName)}`,
    "}",
    "",
    'resource "aws_cloudwatch_event_bus_policy" "hub" {',
    "  event_bus_name = aws_cloudwatch_event_bus.hub.name",
    `  policy = jsonencode(${hclDocument({
      Version: "2012-10-17",
      Statement: [busPolicy("@var.organization_id", "@aws_cloudwatch_event_bus.hub.arn")],
    })})`,
    "}",
    "",
    queue(`${queueName}-set-aside`, "set_aside", []),
    queue(queueName, "changes", [
      `  visibility_timeout_seconds = ${holdSeconds}`,
      `  redrive_policy = jsonencode(${hclDocument({
        deadLetterTargetArn: "@aws_sqs_queue.set_aside.arn",
        maxReceiveCount: mostReceives,
      })})`,
    ]),
    'resource "aws_cloudwatch_event_rule" "to_queue" {',
    `  name           = ${hclText(names.rules)}`,
    "  event_bus_name = aws_cloudwatch_event_bus.hub.name",
    `  event_pattern  = jsonencode(${hclDocument(fromCloudTrail)})`,
    "}",
    "",
    'resource "aws_cloudwatch_event_target" "to_queue" {',
    "  rule           = aws_cloudwatch_event_rule.to_queue.name",
    "  event_bus_name = aws_cloudwatch_event_bus.hub.name",
    "  arn            = aws_sqs_queue.changes.arn",
    "  dead_letter_config {",
    "    arn = aws_sqs_queue.set_aside.arn",
    "  }",
    "}",
    "",
    'output "queue_url" {',
    "  value = aws_sqs_queue.changes.id",
    "}",
    "",
  ].join("\n");
}

export function forwardingModule(settings: DriftSettings): string {
  const { home, region } = forwardedPatterns();
  const patterns = (kind: string, all: readonly object[]): string =>
    all.map((pattern, index) => `    ${kind}-${index + 1} = jsonencode(${hclDocument(pattern)})`).join("\n");
  return [
    "# Forwards changes of who may do what to AccessLens: once for each account and region, the home region first.",
    variable("hub_bus_arn", "The bus of the hub", busArn(settings)),
    [
      'variable "is_home" {',
      "  type        = bool",
      `  description = ${hclText(`Whether this is ${settings.homeRegion}, where the events of IAM and Organizations arrive: the role is made there`)}`,
      "}",
      "",
    ].join("\n"),
    'data "aws_caller_identity" "own" {}',
    'data "aws_partition" "own" {}',
    "",
    "locals {",
    `  role_arn = "arn:\${data.aws_partition.own.partition}:iam::\${data.aws_caller_identity.own.account_id}:role/${names.forwardingRole}"`,
    "  home = {",
    patterns("home", home),
    "  }",
    "  region = {",
    patterns("region", region),
    "  }",
    "}",
    "",
    'resource "aws_iam_role" "forwarding" {',
    "  count = var.is_home ? 1 : 0",
    `  name  = ${hclText(names.forwardingRole)}`,
    `  assume_role_policy = jsonencode(${hclDocument(
      forwardingTrust(
        "@data.aws_caller_identity.own.account_id",
        `@"arn:\${data.aws_partition.own.partition}:events:*:\${data.aws_caller_identity.own.account_id}:rule/${names.rules}-*"`,
      ),
    )})`,
    "}",
    "",
    'resource "aws_iam_role_policy" "forwarding" {',
    "  count  = var.is_home ? 1 : 0",
    '  name   = "forward-changes"',
    "  role   = aws_iam_role.forwarding[0].id",
    `  policy = jsonencode(${hclDocument(forwardingPolicy("@var.hub_bus_arn"))})`,
    "}",
    "",
    'resource "aws_cloudwatch_event_rule" "forward" {',
    "  for_each      = var.is_home ? merge(local.home, local.region) : local.region",
    `  name          = "${names.rules}-\${each.key}"`,
    "  event_pattern = each.value",
    "}",
    "",
    'resource "aws_cloudwatch_event_target" "forward" {',
    "  for_each   = aws_cloudwatch_event_rule.forward",
    "  rule       = each.value.name",
    "  arn        = var.hub_bus_arn",
    "  role_arn   = local.role_arn",
    "  depends_on = [aws_iam_role_policy.forwarding]",
    "}",
    "",
  ].join("\n");
}

function variable(name: string, description: string, fallback: string): string {
  return [
    `variable "${name}" {`,
    "  type        = string",
    `  description = ${hclText(description)}`,
    `  default     = ${hclText(fallback)}`,
    "}",
    "",
  ].join("\n");
}
