/** Roles that AWS services assume on behalf of workloads: by far the most of any account. */
import {
  cloudWatchAgent,
  ecrReadOnly,
  ecsTaskExecution,
  eksWorkerNode,
  lambdaBasicExecution,
  lambdaVpcExecution,
  readOnlyAccess,
  s3ReadOnly,
  ssmManagedInstance,
  viewOnlyAccess,
} from "../aws-managed-policies.ts";
import { allow, type Condition, policy, trusting, trustingService } from "../policy-document.ts";
import type { RoleDraft } from "../role-draft.ts";
import { teams } from "../words.ts";
import { type Site, type Workload, workload } from "./site.ts";
import { workloadPolicy } from "./workload-permissions.ts";

const lambdaTrust = policy(trustingService("lambda.amazonaws.com"));
const taskTrust = policy(trustingService("ecs-tasks.amazonaws.com"));
const instanceTrust = policy(trustingService("ec2.amazonaws.com"));

export function plainLambda(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: `${work.name}-lambda-role`,
    trust: lambdaTrust,
    attached: [site.shape.chance(0.6) ? lambdaBasicExecution : lambdaVpcExecution],
    ...tagsOf(site, work),
  };
}

/** With an inline policy that names what this workload alone uses. */
export function lambdaWithResources(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: site.shape.chance(0.5) ? `${work.name}-role` : `${work.name}-fn-execution`,
    trust: lambdaTrust,
    attached: [lambdaBasicExecution],
    inline: [workloadPolicy(site, work)],
    ...(site.shape.chance(0.08) ? { boundary: boundaryArn(site) } : {}),
    ...tagsOf(site, work),
  };
}

export function taskWithResources(site: Site): RoleDraft {
  const work = workload(site.shape);
  return {
    name: `${work.name}-task`,
    path: site.shape.chance(0.15) ? `/${work.domain}/` : "/",
    trust: taskTrust,
    inline: [workloadPolicy(site, work)],
    ...tagsOf(site, work),
  };
}

export function taskExecution(site: Site): RoleDraft {
  return {
    name: `${workload(site.shape).name}-task-execution`,
    trust: taskTrust,
    attached: [ecsTaskExecution],
  };
}

export function instance(site: Site): RoleDraft {
  const work = workload(site.shape);
  const attached = [ssmManagedInstance];
  if (site.shape.chance(0.5)) attached.push(cloudWatchAgent);
  if (site.shape.chance(0.3)) attached.push(s3ReadOnly);
  return {
    name: `${work.name}-instance`,
    trust: instanceTrust,
    attached,
    instanceProfile: true,
    ...tagsOf(site, work),
  };
}

export function clusterNode(site: Site): RoleDraft {
  return {
    name: `${workload(site.shape).domain}-${site.shape.pick(["eks", "k8s"])}-node-${site.shape.between(1, 9)}`,
    trust: instanceTrust,
    attached: [eksWorkerNode, ecrReadOnly],
    instanceProfile: true,
  };
}

const orchestrators = [
  "states",
  "events",
  "scheduler",
  "firehose",
  "codebuild",
  "glue",
  "sagemaker",
  "apigateway",
];

/** Services that tell on whose behalf they act: the trust asks for it. */
export function orchestrator(site: Site): RoleDraft {
  const work = workload(site.shape);
  const service = site.shape.pick(orchestrators);
  const condition: Condition = { StringEquals: { "aws:SourceAccount": site.account.id } };
  return {
    name: `${work.name}-${service}`,
    path: site.shape.chance(0.3) ? "/service-role/" : "/",
    trust: policy(trustingService(`${service}.amazonaws.com`, { condition })),
    inline: [workloadPolicy(site, work)],
    ...tagsOf(site, work),
  };
}

/** Pinned to one resource of the service. */
export function pinnedService(site: Site): RoleDraft {
  const work = workload(site.shape);
  const { region, id } = site.account;
  const [service, kind] = site.shape.pick([
    ["states", "stateMachine:"],
    ["scheduler", "schedule/default/"],
    ["codebuild", "project/"],
    ["bedrock", "agent/"],
  ] as const);
  const source = `arn:aws:${service}:${region}:${id}:${kind}${work.name}`;
  return {
    name: `${work.name}-${service}-runner`,
    trust: policy(
      trustingService(`${service}.amazonaws.com`, {
        condition: { ArnLike: { "aws:SourceArn": source }, StringEquals: { "aws:SourceAccount": id } },
      }),
    ),
    inline: [
      {
        name: "run",
        document: policy(
          allow("lambda:InvokeFunction", `arn:aws:lambda:${region}:${id}:function:${work.name}`),
        ),
      },
    ],
  };
}

/** For people and scripts of the account itself, from before federation. */
export function delegatedInAccount(site: Site): RoleDraft {
  const { id } = site.account;
  const condition: Condition = site.shape.chance(0.5)
    ? { Bool: { "aws:MultiFactorAuthPresent": "true" } }
    : { StringLike: { "aws:PrincipalArn": `arn:aws:iam::${id}:role/aws-reserved/sso.amazonaws.com/*` } };
  return {
    name: `${site.shape.pick(teams)}-${site.shape.pick(["operator", "readonly", "oncall", "support"])}-${workload(site.shape).domain}`,
    trust: policy(trusting(`arn:aws:iam::${id}:root`, { condition })),
    attached: [site.shape.pick([readOnlyAccess, viewOnlyAccess])],
    maxSessionSeconds: 3600,
  };
}

function boundaryArn(site: Site): string {
  return `arn:aws:iam::${site.account.id}:policy/WorkloadBoundary`;
}

function tagsOf(site: Site, work: Workload): Pick<RoleDraft, "tags"> {
  if (!site.shape.chance(0.35)) return {};
  return {
    tags: [
      { key: "team", value: work.domain },
      { key: "environment", value: site.account.environment },
    ],
  };
}
