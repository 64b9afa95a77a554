/**
 * Services that tell on whose behalf they assume a role: their documentation says that requests to `sts:AssumeRole` bring
 * `aws:SourceAccount` and `aws:SourceArn`, or shows them in a role's trust policy. Services that are not here are left
 * alone, since a condition on a key that they do not send would lock them out. (Lambda, EC2, Backup and others assume
 * roles of their own account only, and send none.)
 */
export type SourceService = {
  /** The host without `.amazonaws.com`. */
  readonly service: string;
  /** Where the service's documentation says so. */
  readonly source: string;
  /**
   * Roles for it are everywhere and rarely have the condition, while only the own account can pass them to the service:
   * worth telling for powerful roles only.
   */
  readonly routine?: true;
};

const docs = "https://docs.aws.amazon.com";

const services: readonly SourceService[] = [
  {
    service: "scheduler",
    source: `${docs}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "states",
    source: `${docs}/step-functions/latest/dg/procedure-create-iam-role.html`,
  },
  {
    service: "events",
    source: `${docs}/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "pipes",
    source: `${docs}/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "codebuild",
    source: `${docs}/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "bedrock",
    source: `${docs}/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "bedrock-agentcore",
    source: `${docs}/bedrock-agentcore/latest/devguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "sagemaker",
    source: `${docs}/sagemaker/latest/dg/security-confused-deputy-prevention.html`,
  },
  {
    service: "vpc-flow-logs",
    source: `${docs}/vpc/latest/userguide/flow-logs-iam-role.html`,
  },
  {
    service: "transfer",
    source: `${docs}/transfer/latest/userguide/confused-deputy.html`,
  },
  {
    service: "ssm",
    source: `${docs}/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "personalize",
    source: `${docs}/personalize/latest/dg/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "iot",
    source: `${docs}/iot/latest/developerguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    service: "frauddetector",
    source: `${docs}/frauddetector/latest/ug/confused-deputy-prevention.html`,
  },
  {
    service: "rolesanywhere",
    source: `${docs}/rolesanywhere/latest/userguide/trust-model.html`,
  },
  {
    service: "account-access",
    source: `${docs}/IAM/latest/UserGuide/aam-prepare-roles.html`,
  },
  {
    service: "ecs-tasks",
    source: `${docs}/AmazonECS/latest/developerguide/task-iam-roles.html`,
    routine: true,
  },
];

const byHost = new Map(services.map((one) => [one.service, one]));

/** Null: not known to tell. The host may be a regional one (`states.eu-west-1.amazonaws.com`). */
export function sourceServiceOf(host: string): SourceService | null {
  const name = /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/i.exec(host)?.[1];
  return name === undefined ? null : (byHost.get(name.toLowerCase()) ?? null);
}
