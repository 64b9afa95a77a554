/** The AWS CLI calls by which access to a resource would be confirmed, as templates; see {@link filledCommand}. */
import { splitArn } from "../model/index.ts";
import { filledCommand } from "./shell.ts";

const calls: Readonly<Record<string, string>> = {
  "s3:GetObject": "aws s3api get-object --bucket {bucket} --key {key} OUTPUT",
  "s3:PutObject": "aws s3api put-object --bucket {bucket} --key {key} --body FILE",
  "s3:DeleteObject": "aws s3api delete-object --bucket {bucket} --key {key}",
  "s3:ListBucket": "aws s3api list-objects-v2 --bucket {bucket} --max-keys 1",
  "kms:Decrypt": "aws kms decrypt --key-id {arn} --ciphertext-blob fileb://CIPHERTEXT",
  "kms:GenerateDataKey": "aws kms generate-data-key --key-id {arn} --key-spec AES_256",
  "kms:CreateGrant": "aws kms create-grant --key-id {arn} --grantee-principal CALLER --operations Decrypt",
  "sqs:ReceiveMessage": "aws sqs receive-message --queue-url https://{queue-url} --visibility-timeout 0",
  "sqs:SendMessage": "aws sqs send-message --queue-url https://{queue-url} --message-body TEXT",
  "sns:Publish": "aws sns publish --topic-arn {arn} --message TEXT",
  "sns:Subscribe": "aws sns subscribe --topic-arn {arn} --protocol https --notification-endpoint URL",
  "lambda:InvokeFunction": "aws lambda invoke --function-name {arn} OUTPUT",
  "lambda:InvokeFunctionUrl":
    "curl --aws-sigv4 {sigv4} --user KEY:SECRET --header X-Amz-Security-Token:TOKEN URL",
  "secretsmanager:GetSecretValue": "aws secretsmanager get-secret-value --secret-id {arn}",
  "secretsmanager:PutSecretValue":
    "aws secretsmanager put-secret-value --secret-id {arn} --secret-string TEXT",
  "ssm:GetParameter": "aws ssm get-parameter --name {arn} --with-decryption",
  "ssm:PutParameter": "aws ssm put-parameter --name {arn} --value TEXT --overwrite",
  "dynamodb:GetItem": "aws dynamodb get-item --table-name {arn} --key file://KEY.json",
  "dynamodb:Query":
    "aws dynamodb query --table-name {arn} --key-condition-expression CONDITION --expression-attribute-values file://VALUES.json",
  "dynamodb:Scan": "aws dynamodb scan --table-name {arn} --max-items 1",
  "dynamodb:PutItem": "aws dynamodb put-item --table-name {arn} --item file://ITEM.json",
  "ecr:BatchGetImage":
    "aws ecr batch-get-image --registry-id {account} --repository-name {name} --image-ids imageTag=TAG",
  "ecr:PutImage":
    "aws ecr put-image --registry-id {account} --repository-name {name} --image-manifest file://MANIFEST.json",
  "kinesis:GetRecords": "aws kinesis get-records --stream-arn {arn} --shard-iterator ITERATOR",
  "kinesis:PutRecord": "aws kinesis put-record --stream-arn {arn} --partition-key KEY --data TEXT",
  "events:PutEvents": "aws events put-events --entries file://ENTRIES.json",
  "logs:GetLogEvents": "aws logs get-log-events --log-group-identifier {arn} --log-stream-name STREAM",
  "logs:FilterLogEvents": "aws logs filter-log-events --log-group-identifier {arn} --max-items 1",
  "glue:GetTable": "aws glue get-table --catalog-id {account} --database-name DATABASE --name TABLE",
  "backup:StartRestoreJob":
    "aws backup start-restore-job --recovery-point-arn {arn} --metadata file://METADATA.json",
  "codeartifact:ReadFromRepository":
    "aws codeartifact list-packages --domain DOMAIN --domain-owner {account} --repository REPOSITORY",
  "es:ESHttpGet":
    "curl --aws-sigv4 {sigv4} --user KEY:SECRET --header X-Amz-Security-Token:TOKEN https://ENDPOINT/",
  "es:ESHttpPost":
    "curl --aws-sigv4 {sigv4} --user KEY:SECRET --header X-Amz-Security-Token:TOKEN --request POST --data @BODY.json https://ENDPOINT/",
};

const byLowerCase = new Map(Object.entries(calls).map(([action, call]) => [action.toLowerCase(), call]));

/** Services whose AWS CLI command is not called as their actions are. */
const commandOfService: Readonly<Record<string, string>> = {
  s3: "s3api",
  es: "opensearch",
  elasticfilesystem: "efs",
  elasticloadbalancing: "elbv2",
  states: "stepfunctions",
  "execute-api": "apigateway",
  monitoring: "cloudwatch",
};

/** The call for an action that is not listed is named after it, and the reader puts its arguments. */
export function accessCall(action: string, arn: string, account: string): string {
  const template = byLowerCase.get(action.toLowerCase());
  if (template === undefined) {
    const [service = "", name = ""] = action.split(":");
    return `aws ${commandOfService[service] ?? service} ${dashed(name)} ARGUMENTS`;
  }
  return filledCommand(template, valuesOf(arn, account));
}

function valuesOf(arn: string, account: string): Readonly<Record<string, string>> {
  const { service = "", region = "", resource = "" } = splitArn(arn) ?? {};
  const slash = resource.indexOf("/");
  const [bucket, key] = slash < 0 ? [resource, ""] : [resource.slice(0, slash), resource.slice(slash + 1)];
  const name = resource.replace(/^repository\//, "");
  const where = region === "" ? "REGION" : region;
  return {
    arn,
    account,
    bucket,
    key,
    name,
    "queue-url": `sqs.${where}.amazonaws.com/${account}/${name}`,
    sigv4: `aws:amz:${where}:${service}`,
  };
}

/** `GetObjectAcl` as `get-object-acl`. */
function dashed(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}
