import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
} from "@aws-sdk/client-codedeploy";
import { EC2Client, RunInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { CreateClusterCommand as CreateEksClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { EMRClient, RunJobFlowCommand, TerminateJobFlowsCommand } from "@aws-sdk/client-emr";
import { CreateDevEndpointCommand, CreateJobCommand, GlueClient } from "@aws-sdk/client-glue";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateNotebookInstanceCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { collectedBy, rowsOf } from "../../support/collected.ts";
import { missingMoto, startMoto } from "../../support/moto.ts";
import { waysToWorker, workerRole } from "../../support/workload-ways.ts";

const missing = missingMoto();
const region = "eu-west-1";
const here = (service: string) => `arn:aws:${service}:${region}:123456789012`;
const profile = "arn:aws:iam::123456789012:instance-profile/worker";

/** What a collector brought, without gaps, as type, end of the ARN, and attributes. */
async function rows(collector: string) {
  const record = await collectedBy(collector);
  assert.deepEqual(record.gaps, []);
  for (const row of rowsOf(record)) assert.ok(row.Region === region && row.Policy === null);
  return { record, rows: rowsOf(record).map(({ Arn, Type, Attributes }) => ({ Arn, Type, Attributes })) };
}

describe("Workloads, as moto holds them", { skip: missing ?? false }, () => {
  before(async () => {
    await startMoto();
    const iam = new IAMClient({ region });
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: "worker", Path: "/deep/", AssumeRolePolicyDocument }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "worker" }));
    await iam.send(
      new AddRoleToInstanceProfileCommand({ InstanceProfileName: "worker", RoleName: "worker" }),
    );
  });

  test("An instance comes with its instance profile and tags, and gives the profile's role; a terminated one does not come", async () => {
    const ec2 = new EC2Client({ region });
    const launch = { ImageId: "ami-12c6146b", InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;
    const first = await ec2.send(
      new RunInstancesCommand({
        ...launch,
        IamInstanceProfile: { Name: "worker" },
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "team", Value: "shop" }] }],
        UserData: "c2VjcmV0",
      }),
    );
    const plain = await ec2.send(new RunInstancesCommand(launch));
    const gone = await ec2.send(new RunInstancesCommand(launch));
    const idOf = ({ Instances = [] }: typeof first): string => Instances[0]?.InstanceId ?? "";
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [idOf(gone)] }));
    const record = await collectedBy("ec2-instances");
    const instances = rowsOf(record).filter(({ Type }) => Type === "AWS::EC2::Instance");
    assert.deepEqual(
      new Map(instances.map(({ Arn, Attributes }) => [Arn, Attributes])),
      new Map<unknown, unknown>([
        [`${here("ec2")}:instance/${idOf(first)}`, { instanceProfileArn: profile, tags: { team: "shop" } }],
        [`${here("ec2")}:instance/${idOf(plain)}`, { tags: {} }],
      ]),
    );
    assert.deepEqual(waysToWorker(record, ["ssm:StartSession"]), ["ssm-001?"]);
    assert.ok(!JSON.stringify(record).includes("c2VjcmV0"));
  });

  test("A service runs as the role of its task definition; every active task definition comes, each described once", async () => {
    const ecs = new ECSClient({ region });
    const containerDefinitions = [
      { name: "c", image: "busybox", memory: 64, environment: [{ name: "TOKEN", value: "hidden" }] },
    ];
    const roles = { taskRoleArn: workerRole, executionRoleArn: `${workerRole}-starter` };
    await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions, ...roles }));
    await ecs.send(new RegisterTaskDefinitionCommand({ family: "spare", containerDefinitions }));
    const several = Array.from({ length: 11 }, (_, at) => `web-${at}`);
    for (const cluster of ["one", "two"]) {
      await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
      for (const serviceName of cluster === "one" ? several : ["web"]) {
        await ecs.send(
          new CreateServiceCommand({ cluster, serviceName, taskDefinition: "web:1", desiredCount: 0 }),
        );
      }
    }
    const { record, rows: found } = await rows("ecs");
    const ofType = (type: string) => found.filter(({ Type }) => Type === type);
    assert.deepEqual(
      ofType("AWS::ECS::Cluster").map(({ Arn }) => Arn),
      [`${here("ecs")}:cluster/one`, `${here("ecs")}:cluster/two`],
    );
    assert.deepEqual(ofType("AWS::ECS::TaskDefinition"), [
      {
        Arn: `${here("ecs")}:task-definition/spare:1`,
        Type: "AWS::ECS::TaskDefinition",
        Attributes: undefined,
      },
      { Arn: `${here("ecs")}:task-definition/web:1`, Type: "AWS::ECS::TaskDefinition", Attributes: roles },
    ]);
    assert.equal(ofType("AWS::ECS::Service").length, 12);
    for (const { Attributes } of ofType("AWS::ECS::Service")) {
      assert.partialDeepStrictEqual(Attributes, { ...roles, enableExecuteCommand: false });
    }
    // Clusters; services of two clusters; twelve services by ten; one definition; the list of definitions.
    assert.equal(record.counts.calls, 1 + 2 + 3 + 1 + 1);
    assert.deepEqual(waysToWorker(record, ["ecs:ExecuteCommand"]), ["accesslens-ecs-execute-command?"]);
    assert.ok(!JSON.stringify(record).includes("hidden"));
  });

  test("EKS clusters come by name", async () => {
    await new EKSClient({ region }).send(
      new CreateEksClusterCommand({ name: "prod", roleArn: workerRole, resourcesVpcConfig: {} }),
    );
    const record = await collectedBy("eks");
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Type }) => [Arn, Type]),
      [[`${here("eks")}:cluster/prod`, "AWS::EKS::Cluster"]],
    );
  });

  test("A stack comes with its service role, a stack set with its administration role, and both give it", async () => {
    const cloudFormation = new CloudFormationClient({ region });
    const TemplateBody = JSON.stringify({ Resources: { Q: { Type: "AWS::SQS::Queue" } } });
    await cloudFormation.send(
      new CreateStackCommand({
        StackName: "base",
        TemplateBody,
        RoleARN: workerRole,
        Tags: [{ Key: "team", Value: "shop" }],
      }),
    );
    await cloudFormation.send(new CreateStackCommand({ StackName: "plain", TemplateBody }));
    await cloudFormation.send(
      new CreateStackSetCommand({ StackSetName: "guard", TemplateBody, AdministrationRoleARN: workerRole }),
    );
    const { record, rows: found } = await rows("cloudformation");
    assert.deepEqual(
      found.map(({ Type, Attributes }) => [Type, Attributes]),
      [
        ["AWS::CloudFormation::Stack", { roleArn: workerRole, tags: { team: "shop" } }],
        ["AWS::CloudFormation::Stack", { tags: {} }],
        [
          "AWS::CloudFormation::StackSet",
          {
            administrationRoleArn: workerRole,
            executionRoleName: "AWSCloudFormationStackSetExecutionRole",
            tags: {},
          },
        ],
      ],
    );
    assert.deepEqual(waysToWorker(record, ["cloudformation:UpdateStack"]), ["cloudformation-002"]);
    assert.deepEqual(waysToWorker(record, ["cloudformation:UpdateStackSet", "iam:PassRole"]), [
      "cloudformation-004?",
    ]);
  });

  test("A running EMR cluster gives the role of its instances, whatever the path; an ended one does not come", async () => {
    const emr = new EMRClient({ region });
    const job = {
      ReleaseLabel: "emr-7.0.0",
      JobFlowRole: "worker",
      ServiceRole: "EMR_DefaultRole",
      Instances: { MasterInstanceType: "m5.xlarge", InstanceCount: 1, KeepJobFlowAliveWhenNoSteps: true },
      Tags: [{ Key: "team", Value: "shop" }],
    };
    const { ClusterArn } = await emr.send(new RunJobFlowCommand({ Name: "runs", ...job }));
    const ended = await emr.send(new RunJobFlowCommand({ Name: "ended", ...job }));
    await emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [ended.JobFlowId ?? ""] }));
    const { record, rows: found } = await rows("emr");
    assert.deepEqual(found, [
      {
        Arn: ClusterArn,
        Type: "AWS::EMR::Cluster",
        Attributes: { instanceProfileArn: "worker", tags: { team: "shop" } },
      },
    ]);
    assert.deepEqual(waysToWorker(record, ["elasticmapreduce:AddJobFlowSteps"]), ["accesslens-emr-step?"]);
  });

  test("Applications of CodeDeploy come with their deployment groups", async () => {
    const codeDeploy = new CodeDeployClient({ region });
    await codeDeploy.send(new CreateApplicationCommand({ applicationName: "shop" }));
    await codeDeploy.send(
      new CreateDeploymentGroupCommand({
        applicationName: "shop",
        deploymentGroupName: "blue",
        serviceRoleArn: workerRole,
      }),
    );
    const { rows: found } = await rows("code-deploy");
    assert.deepEqual(
      found.map(({ Arn, Type }) => [Arn, Type]),
      [
        [`${here("codedeploy")}:application:shop`, "AWS::CodeDeploy::Application"],
        [`${here("codedeploy")}:deploymentgroup:shop/blue`, "AWS::CodeDeploy::DeploymentGroup"],
      ],
    );
  });

  test("A state machine gives its role", async () => {
    const { stateMachineArn } = await new SFNClient({ region }).send(
      new CreateStateMachineCommand({
        name: "order",
        roleArn: workerRole,
        definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
      }),
    );
    const { record, rows: found } = await rows("step-functions");
    assert.deepEqual(found, [
      {
        Arn: stateMachineArn,
        Type: "AWS::StepFunctions::StateMachine",
        Attributes: { roleArn: workerRole },
      },
    ]);
    const actions = ["states:UpdateStateMachine", "states:StartExecution"];
    assert.deepEqual(waysToWorker(record, actions), ["accesslens-stepfunctions-update-state-machine"]);
  });

  test("Glue's jobs and development endpoints give their roles, by ARN or by name", async () => {
    const glue = new GlueClient({ region });
    const Command = { Name: "glueetl", ScriptLocation: "s3://scripts/job.py" };
    const secret = { DefaultArguments: { "--token": "hidden" } };
    await glue.send(new CreateJobCommand({ Name: "named", Role: "worker", Command, ...secret }));
    await glue.send(new CreateDevEndpointCommand({ EndpointName: "lab", RoleArn: workerRole }));
    const record = await collectedBy("glue");
    const workloads = rowsOf(record).filter(({ Type }) => Type !== "AWS::Glue::Catalog");
    assert.deepEqual(
      workloads.map(({ Arn, Attributes }) => [Arn, Attributes]),
      [
        [`${here("glue")}:devEndpoint/lab`, { roleArn: workerRole }],
        [`${here("glue")}:job/named`, { roleArn: "worker" }],
      ],
    );
    assert.deepEqual(waysToWorker(record, ["glue:StartJobRun"]), ["accesslens-glue-job-script?"]);
    assert.deepEqual(waysToWorker(record, ["glue:UpdateDevEndpoint"]), ["glue-002"]);
    assert.ok(!JSON.stringify(record).includes("hidden"));
  });

  test("A notebook gives its role", async () => {
    await new SageMakerClient({ region }).send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: "lab",
        InstanceType: "ml.t3.medium",
        RoleArn: workerRole,
      }),
    );
    const record = await collectedBy("sagemaker");
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Attributes }) => [Arn, Attributes]),
      [[`${here("sagemaker")}:notebook-instance/lab`, { roleArn: workerRole }]],
    );
    const actions = ["sagemaker:CreatePresignedNotebookInstanceUrl"];
    assert.deepEqual(waysToWorker(record, actions), ["sagemaker-004?"]);
  });
});
