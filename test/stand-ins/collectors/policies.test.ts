/** File systems, domains, APIs and the Glue catalog with their policies, as moto holds them. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { APIGatewayClient, CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { CreateFileSystemCommand, EFSClient, PutFileSystemPolicyCommand } from "@aws-sdk/client-efs";
import {
  CreateDevEndpointCommand,
  CreateJobCommand,
  GlueClient,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-glue";
import { CreateDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { missingMoto, startMoto } from "../../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";
const account = "123456789012";

describe("What holds resource policies, as moto holds it", { skip: missing ?? false }, () => {
  before(startMoto);

  test("A file system comes with its policy, and one without has none", async () => {
    const efs = new EFSClient({ region });
    const made = async (CreationToken: string) => efs.send(new CreateFileSystemCommand({ CreationToken }));
    const [shared, own] = [await made("shared"), await made("own")];
    const policy = sharing("elasticfilesystem:ClientMount", "*");
    const { FileSystemId } = shared;
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy: JSON.stringify(policy) }));
    const record = await collectedBy("efs");
    assert.deepEqual(record.gaps, []);
    const policies = new Map(rowsOf(record).map(({ Arn, Policy }) => [Arn, Policy]));
    assert.deepEqual(policies.get(shared.FileSystemArn), policy);
    assert.equal(policies.get(own.FileSystemArn), null);
  });

  test("Domains come with their access policies, five by one call", async () => {
    const opensearch = new OpenSearchClient({ region });
    const policy = sharing("es:ESHttpGet", `arn:aws:es:${region}:${account}:domain/shared/*`);
    await opensearch.send(
      new CreateDomainCommand({ DomainName: "shared", AccessPolicies: JSON.stringify(policy) }),
    );
    for (let index = 0; index < 5; index += 1) {
      await opensearch.send(new CreateDomainCommand({ DomainName: `own-${index}` }));
    }
    const record = await collectedBy("opensearch");
    assert.deepEqual(record.gaps, []);
    const rows = rowsOf(record);
    assert.equal(rows.length, 6);
    assert.deepEqual(
      rows.filter(({ Policy }) => Policy !== null).map(({ Arn, Policy }) => ({ Arn, Policy })),
      [{ Arn: `arn:aws:es:${region}:${account}:domain/shared`, Policy: policy }],
    );
    assert.equal(record.counts.calls, 3);
  });

  test("REST APIs come with their policies by the one call that lists them", async () => {
    const gateway = new APIGatewayClient({ region });
    const policy = sharing("execute-api:Invoke", "execute-api:/*");
    const { id } = await gateway.send(
      new CreateRestApiCommand({
        name: "shared",
        policy: JSON.stringify(policy),
        endpointConfiguration: { types: ["REGIONAL"] },
      }),
    );
    await gateway.send(new CreateRestApiCommand({ name: "own" }));
    const record = await collectedBy("api-gateway");
    assert.deepEqual(record.gaps, []);
    const Arn = `arn:aws:execute-api:${region}:${account}:${id}`;
    assert.partialDeepStrictEqual(
      rowsOf(record).find((row) => row.Arn === Arn),
      { Type: "AWS::ApiGateway::RestApi", Policy: policy, Attributes: { endpointTypes: ["REGIONAL"] } },
    );
    assert.deepEqual(
      rowsOf(record)
        .filter((row) => row.Arn !== Arn)
        .map(({ Policy }) => Policy),
      [null],
    );
    assert.equal(record.counts.calls, 1);
  });

  test("The Glue catalog is told without a policy, too; jobs and endpoints with their roles alone", async () => {
    const catalog = `arn:aws:glue:${region}:${account}:catalog`;
    assert.deepEqual(rowsOf(await collectedBy("glue")), [
      { Region: region, Arn: catalog, Type: "AWS::Glue::Catalog", Policy: null },
    ]);
    const glue = new GlueClient({ region });
    const policy = sharing("glue:GetTable", `arn:aws:glue:${region}:${account}:table/sales/*`);
    await glue.send(new PutResourcePolicyCommand({ PolicyInJson: JSON.stringify(policy) }));
    await glue.send(
      new CreateJobCommand({
        Name: "nightly",
        Role: "etl",
        Command: { Name: "glueetl", ScriptLocation: "s3://scripts/nightly.py" },
        DefaultArguments: { "--password": "hunter2" },
      }),
    );
    const RoleArn = `arn:aws:iam::${account}:role/dev`;
    await glue.send(new CreateDevEndpointCommand({ EndpointName: "notebook", RoleArn }));
    const record = await collectedBy("glue");
    assert.deepEqual(record.gaps, []);
    const rows = rowsOf(record);
    assert.deepEqual(rows.find(({ Arn }) => Arn === catalog)?.Policy, policy);
    const attributes = new Map(rows.map(({ Arn, Attributes }) => [Arn, Attributes]));
    const start = `arn:aws:glue:${region}:${account}`;
    assert.deepEqual(attributes.get(`${start}:job/nightly`), { roleArn: "etl" });
    assert.deepEqual(attributes.get(`${start}:devEndpoint/notebook`), { roleArn: RoleArn });
    assert.doesNotMatch(JSON.stringify(record), /hunter2/);
  });
});
