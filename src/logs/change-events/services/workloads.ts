/**
 * What runs with a role, and who can change it: containers, clusters, builds, stacks, notebooks, state machines and jobs. Their
 * records hold the call's own parameters; where they do not tell the ARN, all of the type are read.
 */
import {
  all,
  arnAt,
  type ChangeRule,
  named,
  omit,
  type RecordPath,
  resource,
  resourcePolicy,
  type ServiceEvents,
} from "../change-rule.ts";

const assumed = "that records hold the call's parameters and answer as the API has them";

/** Found by an ARN in the answer, or in the call. */
const byArn = (type: string, ...at: readonly RecordPath[]): ChangeRule => ({
  touches: [resource(type, ...at.map((one) => arnAt(one)))],
});
const anyOf = (type: string): ChangeRule => ({ touches: [{ kind: "resources", type }] });

function service(
  prefix: string,
  changes: ServiceEvents["changes"],
  omitted: ServiceEvents["omitted"] = {},
): ServiceEvents {
  const assuming = Object.entries(changes).map(([name, rule]) => [name, { assumed, ...rule }]);
  return {
    source: `${prefix}.amazonaws.com`,
    prefix,
    arrives: "region",
    changes: Object.fromEntries(assuming),
    omitted,
  };
}

const ecs = service(
  "ecs",
  {
    CreateCluster: byArn("AWS::ECS::Cluster", "response.cluster.clusterArn"),
    DeleteCluster: byArn("AWS::ECS::Cluster", "response.cluster.clusterArn", "request.cluster"),
    ...all(
      ["CreateService", "UpdateService", "DeleteService"],
      byArn("AWS::ECS::Service", "response.service.serviceArn", "request.service"),
    ),
    RegisterTaskDefinition: byArn("AWS::ECS::TaskDefinition", "response.taskDefinition.taskDefinitionArn"),
    DeregisterTaskDefinition: byArn(
      "AWS::ECS::TaskDefinition",
      "response.taskDefinition.taskDefinitionArn",
      "request.taskDefinition",
    ),
    ...all(
      ["CreateTaskSet", "UpdateTaskSet", "DeleteTaskSet"],
      byArn("AWS::ECS::Service", "response.taskSet.serviceArn"),
    ),
  },
  { AllowVendedLogDeliveryForResource: "a permission without a call" },
);

const cluster: ChangeRule = {
  touches: [
    resource("AWS::EKS::Cluster", named("request.name", "arn:{partition}:eks:{region}:{account}:cluster/{}")),
  ],
};

const eks = service(
  "eks",
  {
    ...all(["CreateCluster", "DeleteCluster"], cluster),
    ...all(
      ["CreatePodIdentityAssociation", "UpdatePodIdentityAssociation", "DeletePodIdentityAssociation"],
      byArn("AWS::EKS::PodIdentityAssociation", "response.association.associationArn"),
    ),
  },
  omit(
    [
      "CreateAccessEntry",
      "UpdateAccessEntry",
      "DeleteAccessEntry",
      "AssociateAccessPolicy",
      "DisassociateAccessPolicy",
      "CreateFargateProfile",
      "DeleteFargateProfile",
    ],
    "who may do what inside a cluster is not read",
  ),
);

const project: ChangeRule = {
  touches: [
    resource(
      "AWS::CodeBuild::Project",
      arnAt("response.project.arn"),
      named("request.name", "arn:{partition}:codebuild:{region}:{account}:project/{}"),
    ),
  ],
};
const projectPolicy: ChangeRule = {
  touches: [resource("AWS::CodeBuild::Project", arnAt("request.resourceArn"))],
};

const codeBuild = service("codebuild", {
  ...all(["CreateProject", "UpdateProject", "DeleteProject"], project),
  PutResourcePolicy: { ...projectPolicy, ...resourcePolicy("request.policy") },
  DeleteResourcePolicy: { ...projectPolicy, ...resourcePolicy("deleted") },
});

const codeDeployArn = "arn:{partition}:codedeploy:{region}:{account}";
const codeDeploy = service("codedeploy", {
  ...all(["CreateApplication", "DeleteApplication"], {
    touches: [
      resource(
        "AWS::CodeDeploy::Application",
        named("request.applicationName", `${codeDeployArn}:application:{}`),
      ),
    ],
  }),
  UpdateApplication: anyOf("AWS::CodeDeploy::Application"),
  ...all(["CreateDeploymentGroup", "DeleteDeploymentGroup"], {
    touches: [
      resource(
        "AWS::CodeDeploy::DeploymentGroup",
        named("request.deploymentGroupName", `${codeDeployArn}:deploymentgroup:{request.applicationName}/{}`),
      ),
    ],
  }),
  UpdateDeploymentGroup: anyOf("AWS::CodeDeploy::DeploymentGroup"),
});

const stack = byArn("AWS::CloudFormation::Stack", "response.stackId", "request.stackName");
const cloudFormation = service(
  "cloudformation",
  {
    ...all(["CreateStack", "UpdateStack", "DeleteStack", "ExecuteChangeSet"], stack),
    ...all(["CreateStackSet", "UpdateStackSet", "DeleteStackSet"], anyOf("AWS::CloudFormation::StackSet")),
  },
  { SetStackPolicy: "what a stack's update may touch is not read" },
);

const sageMaker = service(
  "sagemaker",
  {
    ...all(["CreateNotebookInstance", "UpdateNotebookInstance", "DeleteNotebookInstance"], {
      touches: [
        resource(
          "AWS::SageMaker::NotebookInstance",
          arnAt("response.notebookInstanceArn"),
          named(
            "request.notebookInstanceName",
            "arn:{partition}:sagemaker:{region}:{account}:notebook-instance/{}",
          ),
        ),
      ],
    }),
    ...all(["CreateUserProfile", "UpdateUserProfile", "DeleteUserProfile"], {
      touches: [
        resource(
          "AWS::SageMaker::UserProfile",
          arnAt("response.userProfileArn"),
          named(
            "request.userProfileName",
            "arn:{partition}:sagemaker:{region}:{account}:user-profile/{request.domainId}/{}",
          ),
        ),
      ],
    }),
    UpdateDomain: anyOf("AWS::SageMaker::UserProfile"),
  },
  omit(
    [
      "PutResourcePolicy",
      "DeleteResourcePolicy",
      "CreateLineageGroupPolicy",
      "PutLineageGroupPolicy",
      "DeleteLineageGroupPolicy",
      "PutModelPackageGroupPolicy",
      "DeleteModelPackageGroupPolicy",
      "CreateSharedModel",
      "UpdateSharedModel",
      "SendSharedModelEvent",
      "CreateSharedModel",
      "UpdateSharedModel",
      "SendSharedModelEvent",
    ],
    "policies of models and feature groups are not read",
  ),
);

const machine = byArn(
  "AWS::StepFunctions::StateMachine",
  "response.stateMachineArn",
  "request.stateMachineArn",
);
const stepFunctions = service(
  "states",
  all(["CreateStateMachine", "UpdateStateMachine", "DeleteStateMachine"], machine),
);

const emrCluster = (at: RecordPath): ChangeRule => ({
  touches: [
    resource(
      "AWS::EMR::Cluster",
      named(at, "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{}", /^j-\w+$/),
    ),
  ],
});
const emr = service(
  "elasticmapreduce",
  {
    RunJobFlow: emrCluster("response.jobFlowId"),
    TerminateJobFlows: emrCluster("request.jobFlowIds[]"),
  },
  {
    ...omit(["PutWorkspaceAccess", "DeleteWorkspaceAccess"], "a permission without a call"),
    ...omit(["PutBlockPublicAccessConfiguration"], "networks let nobody into an account"),
    ...omit(
      [
        "PutAutoScalingPolicy",
        "RemoveAutoScalingPolicy",
        "PutAutoTerminationPolicy",
        "RemoveAutoTerminationPolicy",
        "PutManagedScalingPolicy",
        "RemoveManagedScalingPolicy",
      ],
      "how many machines there are says nothing of what they may do",
    ),
  },
);

const batch = service(
  "batch",
  {
    RegisterJobDefinition: byArn("AWS::Batch::JobDefinition", "response.jobDefinitionArn"),
    DeregisterJobDefinition: byArn("AWS::Batch::JobDefinition", "request.jobDefinition"),
    CreateJobQueue: byArn("AWS::Batch::JobQueue", "response.jobQueueArn"),
    ...all(
      ["UpdateJobQueue", "DeleteJobQueue"],
      byArn("AWS::Batch::JobQueue", "response.jobQueueArn", "request.jobQueue"),
    ),
  },
  omit(
    [
      "CreateSchedulingPolicy",
      "UpdateSchedulingPolicy",
      "DeleteSchedulingPolicy",
      "CreateQuotaShare",
      "UpdateQuotaShare",
      "DeleteQuotaShare",
    ],
    "when jobs run says nothing of what they may do",
  ),
);

const appRunner = service(
  "apprunner",
  all(
    ["CreateService", "UpdateService", "DeleteService"],
    byArn("AWS::AppRunner::Service", "response.service.serviceArn", "request.serviceArn"),
  ),
  omit(["AssociateWebAcl", "DisassociateWebAcl"], "firewalls let nobody into an account"),
);

const runtimeType = "AWS::BedrockAgentCore::Runtime";
const runtime: ChangeRule = {
  touches: [
    resource(
      runtimeType,
      arnAt("response.agentRuntimeArn"),
      named("request.agentRuntimeId", "arn:{partition}:bedrock-agentcore:{region}:{account}:runtime/{}"),
    ),
  ],
};
const runtimePolicy: ChangeRule = {
  touches: [resource(runtimeType, arnAt("request.resourceArn", /^arn:.*:runtime\/[\w-]+/))],
};
const agentCore = service(
  "bedrock-agentcore",
  {
    ...all(["CreateAgentRuntime", "UpdateAgentRuntime", "DeleteAgentRuntime"], runtime),
    PutResourcePolicy: { ...runtimePolicy, ...resourcePolicy("request.policy") },
    DeleteResourcePolicy: { ...runtimePolicy, ...resourcePolicy("deleted") },
    ...all(
      ["CreateCodeInterpreter", "DeleteCodeInterpreter"],
      anyOf("AWS::BedrockAgentCore::CodeInterpreterCustom"),
    ),
  },
  {
    ...omit(
      [
        "AllowVendedLogDeliveryForResource",
        "AuthorizeAction",
        "InvokeGateway",
        "InvokeWebSearch",
        "ManageAdminPolicy",
        "ManageResourceScopedPolicy",
        "PartiallyAuthorizeActions",
        "SynchronizeGatewayTargets",
      ],
      "it changes nothing that is read",
    ),
    ...omit(
      [
        "CreatePolicy",
        "UpdatePolicy",
        "DeletePolicy",
        "CreatePolicyEngine",
        "UpdatePolicyEngine",
        "DeletePolicyEngine",
        "StartPolicyGeneration",
      ],
      "policies of agents' gateways are not read",
    ),
    ...omit(["CreateBrowserProfile", "DeleteBrowserProfile"], "browsers are not read"),
  },
);

export const workloadEvents: readonly ServiceEvents[] = [
  ecs,
  eks,
  codeBuild,
  codeDeploy,
  cloudFormation,
  sageMaker,
  stepFunctions,
  emr,
  batch,
  appRunner,
  agentCore,
];
