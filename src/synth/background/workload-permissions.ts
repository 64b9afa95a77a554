/** What workloads are allowed, as people write it for one queue, bucket or table at a time. */
import type { NamedDocument } from "../account-data.ts";
import { allow, policy, type Statement } from "../policy-document.ts";
import type { Site, Workload } from "./site.ts";

type Writer = (site: Site, work: Workload) => Statement;

const arn = (site: Site, service: string, rest: string): string =>
  `arn:aws:${service}:${site.account.region}:${site.account.id}:${rest}`;

const writers: readonly Writer[] = [
  (site, work) => allow(["s3:GetObject", "s3:PutObject"], `arn:aws:s3:::${site.globalName}-${work.name}/*`),
  (site, work) =>
    allow(
      ["s3:GetObject", "s3:ListBucket"],
      [
        `arn:aws:s3:::${site.globalName}-${work.domain}-data`,
        `arn:aws:s3:::${site.globalName}-${work.domain}-data/${work.name}/*`,
      ],
    ),
  (site, work) =>
    allow(
      ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      [arn(site, "dynamodb", `table/${work.name}`), arn(site, "dynamodb", `table/${work.name}/index/*`)],
    ),
  (site, work) =>
    allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      arn(site, "sqs", `${work.name}-queue`),
    ),
  (site, work) =>
    allow("sqs:SendMessage", [arn(site, "sqs", `${work.name}-out`), arn(site, "sqs", `${work.name}-dlq`)]),
  (site, work) => allow("sns:Publish", arn(site, "sns", `${work.name}-events`)),
  (site, work) =>
    allow(
      "secretsmanager:GetSecretValue",
      arn(site, "secretsmanager", `secret:${work.domain}/${work.name}-*`),
    ),
  (site, work) =>
    allow(
      ["ssm:GetParameter", "ssm:GetParametersByPath"],
      arn(site, "ssm", `parameter/${work.domain}/${work.name}/*`),
    ),
  (site, work) =>
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], arn(site, "logs", `log-group:/app/${work.name}:*`)),
  (site, work) =>
    allow(["kinesis:GetRecords", "kinesis:GetShardIterator"], arn(site, "kinesis", `stream/${work.name}`)),
  (site, work) => allow("events:PutEvents", arn(site, "events", `event-bus/${work.domain}`)),
  (site, work) => allow("lambda:InvokeFunction", arn(site, "lambda", `function:${work.name}-*`)),
  (site, work) => allow("states:StartExecution", arn(site, "states", `stateMachine:${work.name}`)),
  (_site, work) =>
    allow(["kms:Decrypt", "kms:GenerateDataKey"], "*", {
      StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "sqs.us-east-1.amazonaws.com"] },
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${work.domain}` },
    }),
  () => allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:PutMetricData"], "*"),
];

/** An inline policy of one to three statements for this workload. */
export function workloadPolicy(site: Site, work: Workload): NamedDocument {
  const count = site.shape.chance(0.6) ? 1 : site.shape.between(2, 3);
  const statements = site.shape.sample(writers, count).map((write) => write(site, work));
  return { name: site.shape.chance(0.5) ? work.name : "inline", document: policy(...statements) };
}
