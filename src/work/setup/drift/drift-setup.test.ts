import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { calls, changeRecord, envelope } from "../../../../test/support/change-messages.ts";
import { changeEvents } from "../../../logs/index.ts";
import { type DriftSettings, driftSetupFiles } from "./index.ts";

const settings: DriftSettings = {
  partition: "aws",
  account: "123456789012",
  region: "eu-west-1",
  organizationId: "o-a1b2c3d4e5",
  busName: "accesslens-changes",
  queueName: "accesslens-changes",
  homeRegion: "us-east-1",
};

function fileOf(name: string, changes: Partial<DriftSettings> = {}): string {
  const file = driftSetupFiles({ ...settings, ...changes }).find((one) => one.name === name);
  if (file === undefined) throw new Error(`there is no ${name}`);
  return file.text;
}

const hub = parse(fileOf("drift-hub.yaml"));
const forward = parse(fileOf("drift-forward.stackset.yaml"));

type Rule = {
  readonly id: string;
  readonly isHome: boolean;
  readonly pattern: Readonly<Record<string, unknown>>;
};

const rules: readonly Rule[] = Object.keys(forward.Resources).flatMap((id) => {
  const { Type, Condition, Properties } = forward.Resources[id];
  if (Type !== "AWS::Events::Rule") return [];
  return [{ id, isHome: Condition === "IsHome", pattern: Properties.EventPattern }];
});

/** As EventBridge matches: each name of the pattern has one of its values; prefix and exists as documented. */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one: unknown) => matchesOne(one, value));
  if (typeof pattern !== "object" || pattern === null) return false;
  const members = typeof value === "object" && value !== null ? new Map(Object.entries(value)) : new Map();
  return Object.entries(pattern).every(([name, below]) => matches(below, members.get(name)));
}

function matchesOne(one: unknown, value: unknown): boolean {
  if (typeof one !== "object" || one === null) return one === value;
  if ("exists" in one) return one.exists === (value !== undefined);
  return "prefix" in one && typeof value === "string" && value.startsWith(String(one.prefix));
}

const messageOf = (source: string, name: string, errorCode?: string) =>
  envelope(changeRecord({ source, name }, errorCode === undefined ? {} : { errorCode }));

describe("The rules", () => {
  test("forward every event of the list, those of global services in the home region alone", () => {
    for (const { source, arrives, changes, versioned } of changeEvents) {
      for (const name of Object.keys(changes)) {
        const told = versioned === true ? `${name}20150331v2` : name;
        const fitting = rules.filter(({ pattern }) => matches(pattern, messageOf(source, told)));
        assert.ok(fitting.length > 0, `${source} ${name}`);
        assert.ok(
          fitting.every(({ isHome }) => isHome === (arrives === "home")),
          `${source} ${name}`,
        );
      }
    }
  });

  test("forward no failed call, and none that is not in the list", () => {
    for (const [source, name, errorCode] of [
      ["iam.amazonaws.com", "DeleteRole", "AccessDenied"],
      ["iam.amazonaws.com", "CreateAccessKey"],
      ["sts.amazonaws.com", "AssumeRole"],
    ] as const) {
      assert.ok(
        rules.every(({ pattern }) => !matches(pattern, messageOf(source, name, errorCode))),
        name,
      );
    }
  });

  test("stay within EventBridge's 2,048 characters, and are few", () => {
    for (const { pattern } of rules) assert.ok(JSON.stringify(pattern).length <= 2048);
    assert.ok(rules.length <= 8, String(rules.length));
  });

  test("go to the hub's bus, by a role that may put events there and nothing else", () => {
    for (const { id } of rules) {
      const [target] = forward.Resources[id].Properties.Targets;
      assert.deepEqual(target.Arn, { Ref: "HubBusArn" });
      assert.match(target.RoleArn["Fn::Sub"], /:role\/accesslens-forward-changes$/);
    }
    assert.equal(
      forward.Parameters.HubBusArn.Default,
      "arn:aws:events:eu-west-1:123456789012:event-bus/accesslens-changes",
    );
    const { Condition, Properties } = forward.Resources.Forwarding;
    assert.equal(Condition, "IsHome");
    assert.deepEqual(Properties.Policies[0].PolicyDocument.Statement, [
      { Sid: "ToTheHub", Effect: "Allow", Action: "events:PutEvents", Resource: { Ref: "HubBusArn" } },
    ]);
    const [trust] = Properties.AssumeRolePolicyDocument.Statement;
    assert.deepEqual(Object.keys(trust.Condition), ["StringEquals", "ArnLike"]);
  });
});

describe("The hub", () => {
  test("takes events of the organization's forwarding roles alone", () => {
    const { Statement } = hub.Resources.BusPolicy.Properties;
    assert.equal(Statement.Action, "events:PutEvents");
    assert.deepEqual(Statement.Condition, {
      StringEquals: { "aws:PrincipalOrgID": { Ref: "OrganizationId" } },
      ArnLike: { "aws:PrincipalArn": "arn:*:iam::*:role/accesslens-forward-changes" },
    });
  });

  test("passes on what AWS itself put on the bus, and nothing that somebody made up", () => {
    const pattern = hub.Resources.ToQueue.Properties.EventPattern;
    const message = envelope(changeRecord(calls.deleteRole("x")));
    assert.ok(matches(pattern, message));
    assert.ok(matches(pattern, envelope(changeRecord(calls.createAccountResult("999988887777")))));
    assert.ok(!matches(pattern, { ...message, source: "our.app" }));
    assert.ok(!matches(pattern, { ...message, "detail-type": "Scheduled Event" }));
  });

  test("keeps messages encrypted, for two weeks, and sets aside what nobody can deal with", () => {
    const { Queue, SetAside, QueuePolicy } = hub.Resources;
    for (const { Properties } of [Queue, SetAside]) {
      assert.equal(Properties.SqsManagedSseEnabled, true);
      assert.equal(Properties.MessageRetentionPeriod, 14 * 24 * 60 * 60);
    }
    assert.deepEqual(Queue.Properties.RedrivePolicy.deadLetterTargetArn, {
      "Fn::GetAtt": ["SetAside", "Arn"],
    });
    const [allow, deny] = QueuePolicy.Properties.PolicyDocument.Statement;
    assert.deepEqual(Object.keys(allow.Condition), ["ArnEquals", "StringEquals"]);
    assert.equal(deny.Condition.Bool["aws:SecureTransport"], "false");
  });
});

test("The watcher may take messages of this queue, and nothing else", () => {
  assert.deepEqual(JSON.parse(fileOf("watcher-policy.json")).Statement, [
    {
      Sid: "TakeChanges",
      Effect: "Allow",
      Action: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ],
      Resource: "arn:aws:sqs:eu-west-1:123456789012:accesslens-changes",
    },
  ]);
});

test("The Terraform modules hold the same patterns and documents", () => {
  const text = fileOf("drift-forward.tf");
  const patterns = [...text.matchAll(/(?:home|region)-\d+ = jsonencode\((.*?)\n {2}\}\)/gs)].map(
    ([, json]): unknown => JSON.parse(`${json}}`),
  );
  assert.deepEqual(
    patterns,
    rules.map(({ pattern }) => pattern),
  );
  assert.ok(!/"@|@\d/.test(text + fileOf("drift-hub.tf")), "every reference is put in");
  const [, bus = ""] = /_bus_policy" "hub" \{.*?jsonencode\((.*?)\)\n\}/s.exec(fileOf("drift-hub.tf")) ?? [];
  assert.deepEqual(
    JSON.parse(bus.replace(/: ((?:var|aws_\w+)[.\w]+)/g, ': "$1"')).Statement[0].Condition.StringEquals,
    { "aws:PrincipalOrgID": "var.organization_id" },
  );
});

test("In China, the home region and the ARNs are China's", () => {
  const china = { partition: "aws-cn", region: "cn-northwest-1", homeRegion: "cn-north-1" };
  const template = parse(fileOf("drift-forward.stackset.yaml", china));
  assert.equal(template.Parameters.HomeRegion.Default, "cn-north-1");
  assert.match(template.Parameters.HubBusArn.Default, /^arn:aws-cn:events:cn-northwest-1:/);
});
