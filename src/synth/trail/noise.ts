/** What a trail mostly holds: calls of workloads to other services. About as large and as varied as real ones. */
import type { AccountPlan } from "../account-plan.ts";
import { base32, digits, type Random } from "../random.ts";
import type { FastText } from "./fast-text.ts";
import type { Copy } from "./record-text.ts";

type Api = {
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** `parameters` and `elements` as JSON; `name` is a resource's. */
  readonly parameters: (name: string, texts: FastText) => string;
  readonly elements: (name: string, texts: FastText) => string;
};

const none = (): string => "null";
const api = (
  source: string,
  name: string,
  parameters: Api["parameters"] = none,
  elements: Api["elements"] = none,
  readOnly = true,
): Api => ({ source: `${source}.amazonaws.com`, name, readOnly, parameters, elements });

/** sts is among them by a call that gives no session, S3 Express by one that only sounds so. */
const apis: readonly Api[] = [
  api("sts", "GetCallerIdentity"),
  api(
    "s3express",
    "CreateSession",
    (name) => `{"bucketName":"${name}--use1-az4--x-s3","sessionMode":"ReadWrite"}`,
  ),
  api(
    "kms",
    "Decrypt",
    (name) =>
      `{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::${name}"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`,
  ),
  api("kms", "GenerateDataKey", (name) => `{"keyId":"alias/${name}","keySpec":"AES_256"}`),
  api(
    "ec2",
    "DescribeInstances",
    (name) =>
      `{"instancesSet":{},"filterSet":{"items":[{"name":"tag:Name","valueSet":{"items":[{"value":"${name}"}]}},{"name":"instance-state-name","valueSet":{"items":[{"value":"running"}]}}]}}`,
  ),
  api(
    "ec2",
    "DescribeNetworkInterfaces",
    (name) =>
      `{"networkInterfaceIdSet":{},"filterSet":{"items":[{"name":"description","valueSet":{"items":[{"value":"ELB ${name}"}]}}]}}`,
  ),
  api("dynamodb", "DescribeTable", (name) => `{"tableName":"${name}"}`),
  api("ssm", "GetParametersByPath", (name) => `{"path":"/${name}/","recursive":true,"withDecryption":true}`),
  api("secretsmanager", "GetSecretValue", (name) => `{"secretId":"${name}","versionStage":"AWSCURRENT"}`),
  api(
    "logs",
    "CreateLogStream",
    (name, texts) =>
      `{"logGroupName":"/aws/lambda/${name}","logStreamName":"2026/10/25/[$LATEST]${texts.uuid()}"}`,
    none,
    false,
  ),
  api(
    "sqs",
    "GetQueueAttributes",
    (name) =>
      `{"attributeNames":["ApproximateNumberOfMessages"],"queueUrl":"https://sqs.us-east-1.amazonaws.com/111122223333/${name}"}`,
  ),
  api(
    "ecs",
    "DescribeServices",
    (name) =>
      `{"cluster":"main","services":["${name}","${name}-canary","${name}-worker"],"include":["TAGS"]}`,
  ),
  api(
    "ecr",
    "BatchGetImage",
    (name, texts) =>
      `{"repositoryName":"${name}","registryId":"111122223333","imageIds":[{"imageDigest":"sha256:${texts.uuid()}${texts.uuid()}"}],"acceptedMediaTypes":["application/vnd.docker.distribution.manifest.v2+json"]}`,
  ),
  api(
    "elasticloadbalancing",
    "DescribeTargetHealth",
    (name) =>
      `{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/${name}/6d0ecf831eec9f09"}`,
  ),
  api("iam", "GetRole", (name) => `{"roleName":"${name}"}`),
  api("iam", "ListAttachedRolePolicies", (name) => `{"roleName":"${name}"}`),
  api("cloudformation", "DescribeStacks", (name) => `{"stackName":"${name}-stack"}`),
  api(
    "autoscaling",
    "DescribeAutoScalingGroups",
    (name) => `{"autoScalingGroupNames":["${name}-asg"],"maxRecords":100}`,
  ),
  api(
    "lambda",
    "UpdateFunctionCode20150331v2",
    (name, texts) =>
      `{"functionName":"${name}","s3Bucket":"artifacts","s3Key":"${name}/${texts.uuid()}.zip","publish":false,"dryRun":false}`,
    (name, texts) =>
      `{"functionName":"${name}","runtime":"nodejs24.x","handler":"index.handler","codeSize":1048576,"memorySize":512,"timeout":30,"revisionId":"${texts.uuid()}","packageType":"Zip","architectures":["arm64"]}`,
    false,
  ),
  api(
    "tagging",
    "GetResources",
    (name) => `{"tagFilters":[{"key":"Name","values":["${name}"]}],"resourcesPerPage":100}`,
  ),
];

const agents = [
  "aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.26.4 exec-env/AWS_ECS_FARGATE m/E,g",
  "Boto3/1.43.82 md/Botocore#1.43.82 ua/2.1 os/linux#6.1.141 lang/python#3.13.5 cfg/retry-mode#standard",
  "aws-sdk-js/3.1142.0 ua/2.1 os/linux#5.10.240 lang/js md/nodejs#24.5.0 api/s3#3.1142.0 exec-env/AWS_Lambda_nodejs24.x",
  "APN/1.0 HashiCorp/1.0 Terraform/1.13.1 terraform-provider-aws/6.14.0",
];

/** One who calls: the part of the record that is the same each time. */
type Worker = {
  readonly head: string;
  readonly address: string;
  readonly agent: string;
  readonly name: string;
};

export class Noise {
  readonly #random: Random;
  readonly #texts: FastText;
  readonly #accounts: readonly AccountPlan[];
  /** Made when first asked for: some accounts are never drawn in a short trail. */
  readonly #workers: (readonly Worker[])[] = [];

  constructor(accounts: readonly AccountPlan[], random: Random, texts: FastText) {
    this.#accounts = accounts;
    this.#random = random;
    this.#texts = texts;
  }

  record(time: number): Copy {
    const place = this.#random.below(this.#accounts.length);
    const account = this.#accounts[place];
    if (account === undefined) throw new Error("a trail has at least one account");
    this.#workers[place] ??= this.#workersOf(account);
    const worker = this.#random.pick(this.#workers[place]);
    const texts = this.#texts;
    const { source, name, readOnly, parameters, elements } = this.#random.pick(apis);
    const text = `{"eventVersion":"1.11","userIdentity":${worker.head},"eventTime":"${texts.iso(time)}","eventSource":"${source}","eventName":"${name}","awsRegion":"${account.region}","sourceIPAddress":"${worker.address}","userAgent":"${worker.agent}","requestParameters":${parameters(worker.name, texts)},"responseElements":${elements(worker.name, texts)},"requestID":"${texts.uuid()}","eventID":"${texts.uuid()}","readOnly":${readOnly},"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"${account.id}","eventCategory":"Management"}`;
    return { account: account.id, region: account.region, text };
  }

  #workersOf(account: AccountPlan): readonly Worker[] {
    const random = this.#random.fork(`noise ${account.id}`);
    return Array.from({ length: 8 }, (_, place) => {
      const name = `${random.pick(["orders", "billing", "search", "media"])}-${random.pick(["worker", "api", "sync"])}-${place}`;
      const id = `AROA${random.text(base32, 17)}`;
      const session = random.chance(0.5) ? `i-0${random.text("0123456789abcdef", 16)}` : name;
      return {
        name,
        address: `10.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}`,
        agent: random.pick(agents),
        head: `{"type":"AssumedRole","principalId":"${id}:${session}","arn":"arn:aws:sts::${account.id}:assumed-role/${name}/${session}","accountId":"${account.id}","accessKeyId":"ASIA${random.text(base32, 16)}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${id}","arn":"arn:aws:iam::${account.id}:role/${name}","accountId":"${account.id}","userName":"${name}"},"attributes":{"creationDate":"2026-10-0${random.text(digits.slice(1), 1)}T00:00:00Z","mfaAuthenticated":"false"},"ec2RoleDelivery":"2.0"}}`,
      };
    });
  }
}
