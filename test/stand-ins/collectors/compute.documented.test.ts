/** EC2, ECS and CloudFormation where moto does not answer as AWS documents it, or never refuses. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  CloudFormationClient,
  DescribeStackSetCommand,
  DescribeStacksCommand,
  ListStackSetsCommand,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
} from "@aws-sdk/client-ecs";
import { mockClient } from "aws-sdk-client-mock";
import { collectedBy, rowsOf } from "../../support/collected.ts";
import { accessDenied, callsOf } from "../../support/mocked.ts";
import { waysToWorker, workerRole } from "../../support/workload-ways.ts";

const ec2 = mockClient(EC2Client);
const ecs = mockClient(ECSClient);
const cloudFormation = mockClient(CloudFormationClient);
afterEach(() => {
  for (const mock of [ec2, ecs, cloudFormation]) mock.reset();
});

const here = (service: string) => `arn:aws:${service}:eu-west-1:123456789012`;

test("documented: the default version of every launch template comes by one call a page, and gives the role of its profile", async () => {
  ec2.on(DescribeInstancesCommand).rejects(accessDenied());
  const version = (id: string, IamInstanceProfile: object) => ({
    LaunchTemplateId: id,
    DefaultVersion: true,
    LaunchTemplateData: { IamInstanceProfile, UserData: "aGlkZGVu" },
  });
  const arn = "arn:aws:iam::123456789012:instance-profile/worker";
  ec2
    .on(DescribeLaunchTemplateVersionsCommand, { Versions: ["$Default"] })
    .resolvesOnce({ LaunchTemplateVersions: [version("lt-0a", { Name: "worker" })], NextToken: "more" })
    .resolves({ LaunchTemplateVersions: [version("lt-0b", { Arn: arn }), version("lt-0c", {})] });
  const record = await collectedBy("ec2-instances");
  assert.deepEqual(
    rowsOf(record).map(({ Arn, Attributes }) => [Arn, Attributes]),
    [
      [`${here("ec2")}:launch-template/lt-0a`, { instanceProfileArn: "worker" }],
      [`${here("ec2")}:launch-template/lt-0b`, { instanceProfileArn: arn }],
      [`${here("ec2")}:launch-template/lt-0c`, {}],
    ],
  );
  assert.deepEqual(
    record.gaps.map(({ subject, refusal }) => [subject, refusal.kind]),
    [["AWS::EC2::Instance", "denied"]],
  );
  const actions = ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"];
  assert.deepEqual(waysToWorker(record, actions), ["ec2-004?"]);
  assert.equal(callsOf(ec2, "ec2-instances").length, 3);
  assert.ok(!JSON.stringify(record).includes("aGlkZGVu"));
});

test("documented: what a service runs may be deregistered or stand in a task set: it gives its role, and can't be run anew", async () => {
  const definition = (name: string) => `${here("ecs")}:task-definition/${name}`;
  ecs.on(ListClustersCommand).resolves({ clusterArns: [`${here("ecs")}:cluster/one`] });
  ecs
    .on(ListServicesCommand)
    .resolves({ serviceArns: ["old", "sets"].map((name) => `${here("ecs")}:service/one/${name}`) });
  ecs.on(DescribeServicesCommand).resolves({
    services: [
      {
        serviceArn: `${here("ecs")}:service/one/old`,
        taskDefinition: definition("old:3"),
        enableExecuteCommand: true,
      },
      {
        serviceArn: `${here("ecs")}:service/one/sets`,
        taskSets: [
          { status: "ACTIVE", taskDefinition: definition("next:1") },
          { status: "PRIMARY", taskDefinition: definition("now:1") },
        ],
      },
    ],
  });
  ecs
    .on(DescribeTaskDefinitionCommand, { taskDefinition: definition("old:3") })
    .resolves({ taskDefinition: { taskRoleArn: workerRole, status: "INACTIVE" } })
    .on(DescribeTaskDefinitionCommand, { taskDefinition: definition("now:1") })
    .rejects(accessDenied());
  ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [definition("now:1")] });
  const record = await collectedBy("ecs");
  const rows = new Map(rowsOf(record).map(({ Arn, Attributes }) => [Arn, Attributes]));
  assert.deepEqual(
    [...rows.keys()],
    [
      `${here("ecs")}:cluster/one`,
      `${here("ecs")}:service/one/old`,
      `${here("ecs")}:service/one/sets`,
      definition("now:1"),
    ],
  );
  assert.partialDeepStrictEqual(rows.get(`${here("ecs")}:service/one/old`), {
    taskRoleArn: workerRole,
    enableExecuteCommand: true,
  });
  assert.partialDeepStrictEqual(rows.get(`${here("ecs")}:service/one/sets`), {
    taskDefinitionArn: definition("now:1"),
    enableExecuteCommand: false,
  });
  assert.deepEqual(
    record.gaps.map(({ subject, refusal }) => [subject, refusal.kind]),
    [[definition("now:1"), "denied"]],
  );
});

test("documented: a stack set of AWS's own roles is not described, and refused stacks leave the stack sets", async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(accessDenied());
  cloudFormation.on(ListStackSetsCommand, { Status: "ACTIVE" }).resolves({
    Summaries: [
      { StackSetName: "managed", StackSetId: "managed:1", PermissionModel: "SERVICE_MANAGED" },
      { StackSetName: "own", StackSetId: "own:1", PermissionModel: "SELF_MANAGED" },
    ],
  });
  cloudFormation
    .on(DescribeStackSetCommand, { StackSetName: "own" })
    .resolves({ StackSet: { StackSetId: "own:1", AdministrationRoleARN: workerRole } });
  const record = await collectedBy("cloudformation");
  assert.deepEqual(
    rowsOf(record).map(({ Arn, Attributes }) => [Arn, Attributes]),
    [[`${here("cloudformation")}:stackset/own:1`, { administrationRoleArn: workerRole, tags: {} }]],
  );
  assert.deepEqual(
    record.gaps.map(({ subject }) => subject),
    ["AWS::CloudFormation::Stack"],
  );
  assert.deepEqual(callsOf(cloudFormation, "cloudformation"), [
    "DescribeStacks",
    "ListStackSets",
    "DescribeStackSet",
  ]);
});
