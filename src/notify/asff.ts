/** Changes in the AWS Security Finding Format. https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html */
import type { Alert, AlertSeverity, DriftEvent } from "../model/index.ts";
import { plain } from "../model/plain-text.ts";
import { whatToDo } from "./story/advice.ts";
import { actorLine, cut, partyLine } from "./story/lines.ts";

type Label = "INFORMATIONAL" | "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";

export type SecurityHubFinding = {
  readonly SchemaVersion: "2018-10-08";
  readonly Id: string;
  readonly ProductArn: string;
  readonly ProductName: "AccessLens";
  readonly CompanyName: "AccessLens";
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly Types: readonly string[];
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Severity: { readonly Label: Label; readonly Original: string };
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string } };
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Resources: readonly {
    readonly Type: string;
    readonly Id: string;
    readonly Partition: "aws" | "aws-cn" | "aws-us-gov";
    readonly Region?: string;
  }[];
  readonly RecordState: "ACTIVE" | "ARCHIVED";
  readonly Workflow: { readonly Status: "NEW" | "SUPPRESSED" };
};

export type SecurityHubPlace = { readonly accountId: string; readonly region: string };

const labels: Readonly<Record<AlertSeverity, Label>> = {
  info: "INFORMATIONAL",
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  critical: "CRITICAL",
};

/** The format's limits, in characters. */
const most = { id: 512, title: 256, description: 1024, recommendation: 512, field: 2048 };

/**
 * A finding for each change, with the change's id; one that takes another back archives that one's finding. Changes that the alert
 * only counts are one finding more, with the alert's id.
 */
export function securityHubFindings(alert: Alert, place: SecurityHubPlace): readonly SecurityHubFinding[] {
  const findings = alert.events.flatMap((event) => {
    const own = findingOf(event, event.id, alert, place);
    if (event.reverts === null) return [own];
    return [own, { ...findingOf(event, event.reverts, alert, place), RecordState: "ARCHIVED" as const }];
  });
  const [first] = alert.events;
  if (alert.more === 0 && first !== undefined) return findings;
  return [...findings, countedOnly(alert, place)];
}

function common(id: string, { accountId, region }: SecurityHubPlace) {
  return {
    SchemaVersion: "2018-10-08",
    Id: cut(`accesslens/${plain(id)}`, most.id),
    ProductArn: `arn:${partitionOf(region)}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: "AccessLens",
    CompanyName: "AccessLens",
    AwsAccountId: accountId,
    Types: ["Software and Configuration Checks/AWS Security Best Practices/Access Changed"],
    RecordState: "ACTIVE",
  } as const;
}

function findingOf(event: DriftEvent, id: string, alert: Alert, place: SecurityHubPlace): SecurityHubFinding {
  const { at, noticedAt, severity, subject, expected } = event;
  return {
    ...common(id, place),
    GeneratorId: `accesslens/drift/${event.kind}`,
    CreatedAt: asTime(at),
    UpdatedAt: asTime(Math.max(at, noticedAt)),
    Severity: { Label: labels[severity], Original: severity },
    Title: text(event.title, most.title),
    Description: text(descriptionOf(event), most.description),
    Remediation: { Recommendation: { Text: text(whatToDo(event).join(" "), most.recommendation) } },
    ProductFields: fieldsOf(event, alert),
    Resources: [resourceOf(subject, place.region)],
    Workflow: { Status: expected === null ? "NEW" : "SUPPRESSED" },
  };
}

function countedOnly(alert: Alert, place: SecurityHubPlace): SecurityHubFinding {
  const accounts = text(alert.accounts.join(", "), most.field);
  return {
    ...common(alert.id, place),
    GeneratorId: "accesslens/drift/alert",
    CreatedAt: asTime(alert.at),
    UpdatedAt: asTime(alert.at),
    Severity: { Label: labels[alert.severity], Original: alert.severity },
    Title: text(alert.title, most.title),
    Description: `${alert.more} more changes belong to the same alert, and have no finding of their own.`,
    Remediation: { Recommendation: { Text: "See the drift timeline of AccessLens for all of them." } },
    ProductFields: {
      "accesslens/alert": text(alert.id, most.field),
      ...(accounts === "" ? {} : { "accesslens/accounts": accounts }),
    },
    Resources: [
      { Type: "AwsAccount", Id: `AWS::::Account:${place.accountId}`, Partition: partitionOf(place.region) },
    ],
    Workflow: { Status: "NEW" },
  };
}

function descriptionOf({ changes, actors, title }: DriftEvent): string {
  const summaries = changes.map(({ summary }) => summary).filter((summary) => summary !== "");
  const who = actors.slice(0, 2).map((actor) => `Done by ${actorLine(actor)}.`);
  return [...(summaries.length === 0 ? [title] : summaries), ...who].join(" ");
}

function fieldsOf(event: DriftEvent, alert: Alert): Readonly<Record<string, string>> {
  const { account, accountName, organizationPath, changes, actors, events, expected, ownerTags } = event;
  const fields: readonly (readonly [string, string])[] = [
    ["alert", alert.id],
    ["driftEvent", event.id],
    ["account", account ?? ""],
    ["accountName", accountName ?? ""],
    ["organizationPath", organizationPath ?? ""],
    [
      "owner",
      Object.entries(ownerTags)
        .map(([key, value]) => `${key}=${value}`)
        .join(", "),
    ],
    ["gained", changes.flatMap(({ gained }) => gained.map(partyLine)).join("; ")],
    ["lost", changes.flatMap(({ lost }) => lost.map(partyLine)).join("; ")],
    ["reaches", changes.flatMap(({ reaches }) => reaches).join(" ")],
    ["actor", actors[0]?.principal ?? ""],
    ["sessionIssuer", actors[0]?.sessionIssuer ?? ""],
    ["sourceIp", actors[0]?.sourceIp ?? ""],
    ["eventIds", events.map(({ id }) => id).join(", ")],
    ["eventNames", [...new Set(events.map(({ name }) => name))].join(", ")],
    ["ticket", expected?.ticket ?? ""],
  ];
  return Object.fromEntries(
    fields
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [`accesslens/${name}`, text(value, most.field)]),
  );
}

/** Names of the format for what we know of; all else is `Other`. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^arn:[^:]*:iam::\d*:role\//, "AwsIamRole"],
  [/^arn:[^:]*:iam::\d*:user\//, "AwsIamUser"],
  [/^arn:[^:]*:iam::\d*:group\//, "AwsIamGroup"],
  [/^arn:[^:]*:iam::\d*:policy\//, "AwsIamPolicy"],
  [/^arn:[^:]*:s3:::[^/]+$/, "AwsS3Bucket"],
  [/^arn:[^:]*:kms:[^:]*:\d*:key\//, "AwsKmsKey"],
  [/^arn:[^:]*:lambda:[^:]*:\d*:function:/, "AwsLambdaFunction"],
  [/^arn:[^:]*:sqs:/, "AwsSqsQueue"],
  [/^arn:[^:]*:sns:/, "AwsSnsTopic"],
  [/^arn:[^:]*:secretsmanager:/, "AwsSecretsManagerSecret"],
  [/^arn:[^:]*:dynamodb:[^:]*:\d*:table\/[^/]+$/, "AwsDynamoDbTable"],
  [/^arn:[^:]*:ecr:[^:]*:\d*:repository\//, "AwsEcrRepository"],
];

function resourceOf(subject: string, region: string): SecurityHubFinding["Resources"][number] {
  const id = text(subject, most.id);
  const own = /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(subject)?.[1];
  if (/^\d{12}$/.test(subject))
    return { Type: "AwsAccount", Id: `AWS::::Account:${subject}`, Partition: partitionOf(region) };
  return {
    Type: types.find(([pattern]) => pattern.test(subject))?.[1] ?? "Other",
    Id: id,
    Partition: partitionOf(region),
    ...(own === undefined ? {} : { Region: own }),
  };
}

function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Times that no calendar holds would be refused; what is sent has to arrive. */
function asTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString();
}

/** Never empty: the format refuses that. */
function text(value: string, length: number): string {
  return cut(plain(value), length) || "-";
}
