/** What moto does not hold, or never refuses: answers are those that AWS documents. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { AppRunnerClient, DescribeServiceCommand, ListServicesCommand } from "@aws-sdk/client-apprunner";
import { BatchClient, DescribeJobDefinitionsCommand, DescribeJobQueuesCommand } from "@aws-sdk/client-batch";
import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  GetCodeInterpreterCommand,
  GetResourcePolicyCommand,
  ListAgentRuntimesCommand,
  ListCodeInterpretersCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  GetResourcePolicyCommand as GetProjectPolicyCommand,
  ListProjectsCommand,
} from "@aws-sdk/client-codebuild";
import {
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListClustersCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import {
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  ListNotebookInstancesCommand,
  ListUserProfilesCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { mockClient } from "aws-sdk-client-mock";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { accessDenied, callsOf } from "../../support/mocked.ts";
import { waysToWorker, workerRole } from "../../support/workload-ways.ts";

const mocks = {
  appRunner: mockClient(AppRunnerClient),
  batch: mockClient(BatchClient),
  agentCore: mockClient(BedrockAgentCoreControlClient),
  codeBuild: mockClient(CodeBuildClient),
  eks: mockClient(EKSClient),
  sageMaker: mockClient(SageMakerClient),
};
afterEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
});

const here = (service: string) => `arn:aws:${service}:eu-west-1:123456789012`;

function absent(name: string): Error {
  return Object.assign(new Error("there is none"), { name, $metadata: { httpStatusCode: 404 } });
}

async function attributesOf(collector: string) {
  const record = await collectedBy(collector);
  assert.deepEqual(record.gaps, []);
  return { record, rows: rowsOf(record).map(({ Arn, Attributes }) => [Arn, Attributes]) };
}

test("documented: App Runner services of all pages give their instance role; deleted ones do not come", async () => {
  const { appRunner } = mocks;
  const arn = (name: string) => `${here("apprunner")}:service/${name}/0123456789abcdef0123456789abcdef`;
  appRunner
    .on(ListServicesCommand)
    .resolvesOnce({
      ServiceSummaryList: [
        { ServiceArn: arn("web"), Status: "RUNNING" },
        { ServiceArn: arn("gone"), Status: "DELETED" },
      ],
      NextToken: "more",
    })
    .resolves({ ServiceSummaryList: [{ ServiceArn: arn("plain"), Status: "PAUSED" }] });
  const service = {
    ServiceName: undefined,
    ServiceId: undefined,
    ServiceArn: undefined,
    CreatedAt: undefined,
    UpdatedAt: undefined,
    Status: undefined,
    SourceConfiguration: {
      ImageRepository: {
        ImageIdentifier: "public.ecr.aws/x/y:1",
        ImageRepositoryType: "ECR_PUBLIC" as const,
        ImageConfiguration: { RuntimeEnvironmentVariables: { TOKEN: "hidden" } },
      },
    },
    AutoScalingConfigurationSummary: undefined,
    NetworkConfiguration: undefined,
  };
  appRunner
    .on(DescribeServiceCommand, { ServiceArn: arn("web") })
    .resolves({ Service: { ...service, InstanceConfiguration: { InstanceRoleArn: workerRole } } })
    .on(DescribeServiceCommand, { ServiceArn: arn("plain") })
    .resolves({ Service: { ...service, InstanceConfiguration: { Cpu: "1024" } } });
  const { record, rows } = await attributesOf("app-runner");
  assert.deepEqual(rows, [
    [arn("plain"), {}],
    [arn("web"), { roleArn: workerRole }],
  ]);
  assert.deepEqual(waysToWorker(record, ["apprunner:UpdateService"]), ["apprunner-002"]);
  assert.equal(callsOf(appRunner, "app-runner").length, 4);
  assert.ok(!JSON.stringify(record).includes("hidden"));
});

const jobBase = { revision: 1, jobDefinitionName: "job", type: "container" };

test("documented: a Batch job gives the role of its container, of each of its nodes, or of its tasks", async () => {
  const { batch } = mocks;
  const arn = (name: string) => `${here("batch")}:job-definition/${name}:1`;
  const other = "arn:aws:iam::123456789012:role/other";
  const environment = [{ name: "TOKEN", value: "hidden" }];
  batch.on(DescribeJobDefinitionsCommand, { status: "ACTIVE" }).resolves({
    jobDefinitions: [
      {
        ...jobBase,
        jobDefinitionArn: arn("one"),
        containerProperties: { jobRoleArn: workerRole, environment },
        tags: { team: "shop" },
      },
      {
        ...jobBase,
        type: "multinode",
        jobDefinitionArn: arn("nodes"),
        nodeProperties: {
          numNodes: 2,
          mainNode: 0,
          nodeRangeProperties: [
            { targetNodes: "0:0", container: { jobRoleArn: other } },
            { targetNodes: "1:", container: { jobRoleArn: workerRole } },
          ],
        },
      },
      {
        ...jobBase,
        jobDefinitionArn: arn("tasks"),
        ecsProperties: { taskProperties: [{ taskRoleArn: workerRole, containers: [] }] },
      },
      { ...jobBase, jobDefinitionArn: arn("plain"), containerProperties: {} },
    ],
  });
  const queue = {
    jobQueueName: "q",
    state: "ENABLED" as const,
    priority: 1,
    computeEnvironmentOrder: [],
    jobQueueArn: `${here("batch")}:job-queue/q`,
  };
  batch.on(DescribeJobQueuesCommand).resolves({ jobQueues: [queue] });
  const { record, rows } = await attributesOf("batch");
  assert.deepEqual(rows, [
    [arn("nodes"), { roleArns: [other, workerRole], tags: {} }],
    [arn("one"), { roleArn: workerRole, tags: { team: "shop" } }],
    [arn("plain"), { tags: {} }],
    [arn("tasks"), { roleArn: workerRole, tags: {} }],
    [queue.jobQueueArn, { tags: {} }],
  ]);
  assert.deepEqual(waysToWorker(record, ["batch:SubmitJob"]), ["accesslens-batch-submit-job"]);
  assert.ok(!JSON.stringify(record).includes("hidden"));
});

test("documented: where the job queues can't be listed, the job definitions come all the same, and a gap tells", async () => {
  const jobDefinitionArn = `${here("batch")}:job-definition/one:1`;
  mocks.batch
    .on(DescribeJobDefinitionsCommand)
    .resolves({ jobDefinitions: [{ ...jobBase, jobDefinitionArn }] })
    .on(DescribeJobQueuesCommand)
    .rejects(accessDenied());
  const record = await collectedBy("batch");
  assert.deepEqual(
    rowsOf(record).map(({ Arn }) => Arn),
    [jobDefinitionArn],
  );
  assert.deepEqual(
    record.gaps.map(({ what, subject, refusal }) => [what, subject, refusal.kind]),
    [["resource-policies", "AWS::Batch::JobQueue", "denied"]],
  );
});

test("documented: a CodeBuild project comes with the policy that shares it; one that may not be read has none, and a gap", async () => {
  const { codeBuild } = mocks;
  const arn = (name: string) => `${here("codebuild")}:project/${name}`;
  const shared = sharing("codebuild:BatchGetProjects", arn("shared"));
  codeBuild
    .on(ListProjectsCommand)
    .resolvesOnce({ projects: ["own", "shared"], nextToken: "more" })
    .resolves({ projects: ["closed"] });
  const environment = {
    type: "LINUX_CONTAINER" as const,
    image: "aws/codebuild/standard:7.0",
    computeType: "BUILD_GENERAL1_SMALL" as const,
    environmentVariables: [{ name: "TOKEN", value: "hidden" }],
  };
  codeBuild.on(BatchGetProjectsCommand).callsFake(({ names }: { readonly names: readonly string[] }) => ({
    projects: names.map((name) => ({ name, arn: arn(name), serviceRole: workerRole, environment, tags: [] })),
  }));
  codeBuild
    .on(GetProjectPolicyCommand, { resourceArn: arn("own") })
    .rejects(absent("ResourceNotFoundException"))
    .on(GetProjectPolicyCommand, { resourceArn: arn("shared") })
    .resolves({ policy: JSON.stringify(shared) })
    .on(GetProjectPolicyCommand, { resourceArn: arn("closed") })
    .rejects(accessDenied());
  const record = await collectedBy("codebuild");
  const rows = new Map(rowsOf(record).map((row) => [row.Arn, row]));
  assert.deepEqual(rows.get(arn("own"))?.Policy, null);
  assert.deepEqual(rows.get(arn("shared"))?.Policy, shared);
  assert.equal("Policy" in (rows.get(arn("closed")) ?? {}), false);
  assert.deepEqual(
    record.gaps.map(({ subject, refusal }) => [subject, refusal.kind]),
    [[arn("closed"), "denied"]],
  );
  assert.deepEqual(waysToWorker(record, ["codebuild:StartBuild"]), ["codebuild-002"]);
  assert.equal(callsOf(codeBuild, "codebuild").length, 2 + 2 + 3);
  assert.ok(!JSON.stringify(record).includes("hidden"));
});

test("documented: AgentCore runtimes come with role and policy, custom code interpreters with their role", async () => {
  const { agentCore } = mocks;
  const runtime = `${here("bedrock-agentcore")}:runtime/agent-abc`;
  const interpreter = `${here("bedrock-agentcore")}:code-interpreter-custom/ci-abc`;
  const policy = sharing("bedrock-agentcore:InvokeAgentRuntime", runtime);
  agentCore.on(ListAgentRuntimesCommand).resolves({
    agentRuntimes: [
      {
        agentRuntimeArn: runtime,
        agentRuntimeId: "agent-abc",
        agentRuntimeVersion: "1",
        agentRuntimeName: "agent",
        description: "",
        lastUpdatedAt: new Date(0),
        status: "READY",
      },
    ],
  });
  agentCore.on(GetAgentRuntimeCommand, { agentRuntimeId: "agent-abc" }).resolves({
    roleArn: workerRole,
    environmentVariables: { TOKEN: "hidden" },
  });
  agentCore
    .on(GetResourcePolicyCommand, { resourceArn: runtime })
    .resolves({ policy: JSON.stringify(policy) });
  agentCore.on(ListCodeInterpretersCommand, { type: "CUSTOM" }).resolves({
    codeInterpreterSummaries: [
      {
        codeInterpreterArn: interpreter,
        codeInterpreterId: "ci-abc",
        status: "READY",
        createdAt: new Date(0),
      },
    ],
  });
  agentCore.on(GetCodeInterpreterCommand, { codeInterpreterId: "ci-abc" }).resolves({
    executionRoleArn: workerRole,
  });
  const record = await collectedBy("agent-core");
  assert.deepEqual(record.gaps, []);
  assert.deepEqual(
    rowsOf(record).map(({ Arn, Policy, Attributes }) => [Arn, Policy, Attributes]),
    [
      [interpreter, null, { roleArn: workerRole }],
      [runtime, policy, { roleArn: workerRole }],
    ],
  );
  assert.deepEqual(waysToWorker(record, ["bedrock-agentcore:InvokeAgentRuntimeCommand"]), [
    "accesslens-bedrock-runtime-command?",
  ]);
  const actions = [
    "bedrock-agentcore:StartCodeInterpreterSession",
    "bedrock-agentcore:InvokeCodeInterpreter",
  ];
  assert.deepEqual(waysToWorker(record, actions), ["bedrock-002?"]);
  assert.ok(!JSON.stringify(record).includes("hidden"));
  callsOf(agentCore, "agent-core");
});

test("documented: where runtimes can't be listed, the code interpreters are read all the same", async () => {
  const { agentCore } = mocks;
  agentCore.on(ListAgentRuntimesCommand).rejects(accessDenied());
  agentCore.on(ListCodeInterpretersCommand).resolves({ codeInterpreterSummaries: [] });
  const record = await collectedBy("agent-core");
  assert.deepEqual(
    record.gaps.map(({ subject }) => subject),
    ["AWS::BedrockAgentCore::Runtime"],
  );
  assert.deepEqual(callsOf(agentCore, "agent-core"), ["ListAgentRuntimes", "ListCodeInterpreters"]);
});

test("documented: a service account of an EKS cluster comes with its role; one that may not be read leaves the others", async () => {
  const { eks } = mocks;
  const association = (id: string) => ({
    associationArn: `${here("eks")}:podidentityassociation/prod/${id}`,
    associationId: id,
    clusterName: "prod",
    namespace: "shop",
    serviceAccount: id,
  });
  eks.on(ListClustersCommand).resolves({ clusters: ["prod"] });
  eks
    .on(ListPodIdentityAssociationsCommand)
    .resolvesOnce({ associations: [association("a-closed")], nextToken: "more" })
    .resolves({ associations: [association("a-open")] });
  eks
    .on(DescribePodIdentityAssociationCommand, { associationId: "a-closed" })
    .rejects(accessDenied())
    .on(DescribePodIdentityAssociationCommand, { associationId: "a-open" })
    .resolves({ association: { ...association("a-open"), roleArn: workerRole } });
  const record = await collectedBy("eks");
  assert.deepEqual(
    rowsOf(record).map(({ Arn, Attributes }) => [Arn, Attributes]),
    [
      [`${here("eks")}:cluster/prod`, undefined],
      [
        association("a-open").associationArn,
        {
          clusterArn: `${here("eks")}:cluster/prod`,
          namespace: "shop",
          serviceAccount: "a-open",
          roleArn: workerRole,
        },
      ],
    ],
  );
  assert.deepEqual(
    record.gaps.map(({ subject }) => subject),
    [association("a-closed").associationArn],
  );
});

test("documented: a user profile gives its own role, or its domain's, which is asked for once", async () => {
  const { sageMaker } = mocks;
  const arn = (name: string) => `${here("sagemaker")}:user-profile/d-abc/${name}`;
  const other = "arn:aws:iam::123456789012:role/other";
  sageMaker.on(ListNotebookInstancesCommand).resolves({ NotebookInstances: [] });
  sageMaker.on(ListUserProfilesCommand).resolves({
    UserProfiles: ["ada", "bob", "cid"].map((UserProfileName) => ({ DomainId: "d-abc", UserProfileName })),
  });
  for (const name of ["ada", "bob", "cid"]) {
    sageMaker.on(DescribeUserProfileCommand, { DomainId: "d-abc", UserProfileName: name }).resolves({
      UserProfileArn: arn(name),
      UserSettings: name === "cid" ? { ExecutionRole: other } : {},
    });
  }
  sageMaker
    .on(DescribeDomainCommand, { DomainId: "d-abc" })
    .resolves({ DefaultUserSettings: { ExecutionRole: workerRole } });
  const { record, rows } = await attributesOf("sagemaker");
  assert.deepEqual(rows, [
    [arn("ada"), { executionRoleArn: workerRole }],
    [arn("bob"), { executionRoleArn: workerRole }],
    [arn("cid"), { executionRoleArn: other }],
  ]);
  assert.equal(callsOf(sageMaker, "sagemaker").filter((call) => call === "DescribeDomain").length, 1);
  assert.deepEqual(waysToWorker(record, ["sagemaker:CreatePresignedDomainUrl"]), [
    "accesslens-sagemaker-studio-url",
  ]);
});
