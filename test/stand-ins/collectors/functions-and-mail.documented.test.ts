import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import {
  GetLayerVersionPolicyCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from "@aws-sdk/client-lambda";
import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  GetEmailIdentityPoliciesCommand,
  ListEmailIdentitiesCommand,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { mockClient } from "aws-sdk-client-mock";
import { awsError, gapsOf } from "../../support/aws-errors.ts";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";

const lambda = mockClient(LambdaClient);
const ses = mockClient(SESv2Client);
const secrets = mockClient(SecretsManagerClient);
const region = "eu-west-1";
const start = "arn:aws:lambda:eu-west-1:123456789012";
const arn = `${start}:function:shared`;
const Role = "arn:aws:iam::123456789012:role/function";

describe("Functions, layers, mail identities and secrets, with documented answers", () => {
  afterEach(() => {
    for (const client of [lambda, ses, secrets]) client.reset();
  });

  /** The function `shared` with a version and the alias `live`; policies only where a test adds them. */
  function oneFunction(): void {
    lambda.on(ListFunctionsCommand, { FunctionVersion: "ALL", MaxItems: 50 }).resolves({
      Functions: [{ FunctionName: "shared", FunctionArn: `${arn}:$LATEST`, Version: "$LATEST", Role }],
      NextMarker: "more",
    });
    lambda.on(ListFunctionsCommand, { FunctionVersion: "ALL", MaxItems: 50, Marker: "more" }).resolves({
      Functions: [{ FunctionName: "shared", FunctionArn: `${arn}:1`, Version: "1", Role }],
    });
    lambda.on(ListAliasesCommand).resolves({ Aliases: [{ AliasArn: `${arn}:live`, FunctionVersion: "1" }] });
    lambda.on(ListFunctionUrlConfigsCommand).resolves({ FunctionUrlConfigs: [] });
    lambda.on(GetPolicyCommand).rejects(awsError("ResourceNotFoundException", 404));
  }

  test("The list of all versions names the function itself with $LATEST; its row does not", async () => {
    oneFunction();
    const version = sharing("lambda:InvokeFunction", `${arn}:1`);
    lambda.on(GetPolicyCommand, { FunctionName: `${arn}:1` }).resolves({ Policy: JSON.stringify(version) });
    const record = await collectedBy("lambda");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      {
        Region: region,
        Arn: arn,
        Type: "AWS::Lambda::Function",
        Policy: null,
        Attributes: { roleArn: Role, functionUrl: null },
      },
      {
        Region: region,
        Arn: `${arn}:1`,
        Type: "AWS::Lambda::Version",
        Policy: version,
        Attributes: { roleArn: Role },
      },
      {
        Region: region,
        Arn: `${arn}:live`,
        Type: "AWS::Lambda::Alias",
        Policy: null,
        Attributes: { roleArn: Role, functionUrl: null },
      },
    ]);
    assert.equal(lambda.calls().length, 2 + 1 + 1 + 3);
  });

  test("A URL belongs to the function or to one of its aliases", async () => {
    oneFunction();
    const url = {
      FunctionUrl: "https://x.lambda-url.eu-west-1.on.aws/",
      CreationTime: "",
      LastModifiedTime: "",
    };
    lambda.on(ListFunctionUrlConfigsCommand, { FunctionName: arn }).resolves({
      FunctionUrlConfigs: [
        { ...url, FunctionArn: `${arn}:live`, AuthType: "NONE" },
        { ...url, FunctionArn: arn, AuthType: "AWS_IAM" },
      ],
    });
    const rows = rowsOf(await collectedBy("lambda"));
    assert.deepEqual(
      rows.map(({ Attributes }) => Attributes),
      [
        { roleArn: Role, functionUrl: { AuthType: "AWS_IAM" } },
        { roleArn: Role },
        { roleArn: Role, functionUrl: { AuthType: "NONE" } },
      ],
    );
  });

  test("What is refused of a function is a gap, and nothing is made up in its place", async () => {
    oneFunction();
    lambda.on(ListFunctionUrlConfigsCommand).rejects(awsError("AccessDeniedException", 403));
    lambda.on(GetPolicyCommand, { FunctionName: arn }).rejects(awsError("AccessDeniedException", 403));
    const record = await collectedBy("lambda");
    assert.deepEqual(gapsOf(record), [
      [arn, "denied"],
      [arn, "denied"],
    ]);
    const [row] = rowsOf(record);
    assert.deepEqual(row, {
      Region: region,
      Arn: arn,
      Type: "AWS::Lambda::Function",
      Attributes: { roleArn: Role },
    });
  });

  test("Each version of a layer has its own policy", async () => {
    const LayerName = "tools";
    const policy = sharing("lambda:GetLayerVersion", `${start}:layer:tools:2`);
    lambda.on(ListLayersCommand).resolves({ Layers: [{ LayerName, LayerArn: `${start}:layer:tools` }] });
    lambda.on(ListLayerVersionsCommand, { LayerName }).resolves({
      LayerVersions: [1, 2, 3].map((Version) => ({
        LayerVersionArn: `${start}:layer:tools:${Version}`,
        Version,
      })),
    });
    lambda
      .on(GetLayerVersionPolicyCommand, { VersionNumber: 1 })
      .rejects(awsError("ResourceNotFoundException", 404));
    lambda
      .on(GetLayerVersionPolicyCommand, { VersionNumber: 2 })
      .resolves({ Policy: JSON.stringify(policy) });
    lambda
      .on(GetLayerVersionPolicyCommand, { VersionNumber: 3 })
      .rejects(awsError("AccessDeniedException", 403));
    const record = await collectedBy("lambda-layers");
    assert.deepEqual(
      rowsOf(record).map((row) => ["Policy" in row, row.Policy]),
      [
        [true, null],
        [true, policy],
        [false, undefined],
      ],
    );
    assert.deepEqual(gapsOf(record), [[`${start}:layer:tools:3`, "denied"]]);
  });

  test("A mail identity's policies become one", async () => {
    const identity = "arn:aws:ses:eu-west-1:123456789012:identity/";
    const [one, two] = [sharing("ses:SendEmail", identity), sharing("ses:SendRawEmail", identity)];
    ses.on(ListEmailIdentitiesCommand, { PageSize: 1000 }).resolves({
      EmailIdentities: ["shared.example", "own.example", "refused.example"].map((IdentityName) => ({
        IdentityName,
      })),
    });
    ses.on(GetEmailIdentityPoliciesCommand, { EmailIdentity: "shared.example" }).resolves({
      Policies: { one: JSON.stringify(one), two: JSON.stringify(two) },
    });
    ses.on(GetEmailIdentityPoliciesCommand, { EmailIdentity: "own.example" }).resolves({ Policies: {} });
    ses
      .on(GetEmailIdentityPoliciesCommand, { EmailIdentity: "refused.example" })
      .rejects(awsError("AccessDeniedException", 403));
    const record = await collectedBy("ses");
    const row = { Region: region, Type: "AWS::SES::EmailIdentity" };
    assert.deepEqual(rowsOf(record), [
      { ...row, Arn: `${identity}own.example`, Policy: null },
      { ...row, Arn: `${identity}refused.example` },
      {
        ...row,
        Arn: `${identity}shared.example`,
        Policy: { Version: "2012-10-17", Statement: [...one.Statement, ...two.Statement] },
      },
    ]);
    assert.deepEqual(gapsOf(record), [[`${identity}refused.example`, "denied"]]);
  });

  test("A secret whose policy is refused is a row without one, and a gap", async () => {
    const own = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:own-AbCdEf";
    secrets.on(ListSecretsCommand).resolves({ SecretList: [{ ARN: own, Name: "own" }] });
    secrets
      .on(GetResourcePolicyCommand)
      .rejects(awsError("AccessDeniedException", 400, "with an explicit deny in a resource control policy"));
    const record = await collectedBy("secrets-manager");
    assert.deepEqual(rowsOf(record), [
      { Region: region, Arn: own, Type: "AWS::SecretsManager::Secret", Attributes: {} },
    ]);
    assert.deepEqual(gapsOf(record), [[own, "denied-by-organization"]]);
  });
});
