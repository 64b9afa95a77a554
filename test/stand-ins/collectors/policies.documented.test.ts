/** Policies of vaults, of CodeArtifact, and as API Gateway spells them, which moto lacks: answers are those that AWS documents. */
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { asksFor, type DocumentedAws, refused, startDocumentedAws } from "../../support/documented.ts";

let aws: DocumentedAws;
before(async () => {
  aws = await startDocumentedAws();
});
beforeEach(() => aws.asked.splice(0));

const account = "123456789012";
const Region = "eu-west-1";

test("documented: vaults come with their policies, also the one that is its own type", async () => {
  const policy = sharing("backup:CopyIntoBackupVault", "*");
  const arnOf = (name: string): string => `arn:aws:backup:${Region}:${account}:backup-vault:${name}`;
  const vault = (name: string, VaultType: string) => ({
    BackupVaultName: name,
    BackupVaultArn: arnOf(name),
    VaultType,
  });
  aws.answers = {
    "GET /backup-vaults": (request) =>
      asksFor(request, "nextToken") === null
        ? {
            BackupVaultList: [vault("shared", "BACKUP_VAULT"), vault("refused", "BACKUP_VAULT")],
            NextToken: "more",
          }
        : { BackupVaultList: [vault("gapped", "LOGICALLY_AIR_GAPPED_BACKUP_VAULT")] },
    "GET /backup-vaults/shared/access-policy": () => ({ Policy: JSON.stringify(policy) }),
    "GET /backup-vaults/refused/access-policy": () => refused("AccessDeniedException"),
    "GET /backup-vaults/gapped/access-policy": () => refused("ResourceNotFoundException", 400),
  };
  const record = await collectedBy("backup-vaults");
  assert.partialDeepStrictEqual(record.gaps, [
    { what: "resource-policies", subject: arnOf("refused"), call: "GetBackupVaultAccessPolicy" },
  ]);
  assert.equal(record.gaps.length, 1);
  assert.deepEqual(rowsOf(record), [
    { Region, Arn: arnOf("gapped"), Type: "AWS::Backup::LogicallyAirGappedBackupVault", Policy: null },
    { Region, Arn: arnOf("refused"), Type: "AWS::Backup::BackupVault" },
    { Region, Arn: arnOf("shared"), Type: "AWS::Backup::BackupVault", Policy: policy },
  ]);
});

test("documented: a file system's policy that may not be read is left out, and is a gap", async () => {
  const fileSystem = (FileSystemId: string) => ({
    FileSystemId,
    FileSystemArn: `arn:aws:elasticfilesystem:${Region}:${account}:file-system/${FileSystemId}`,
  });
  aws.answers = {
    "GET /2015-02-01/file-systems": (request) =>
      asksFor(request, "Marker") === null
        ? { FileSystems: [fileSystem("fs-1")], NextMarker: "more" }
        : { FileSystems: [fileSystem("fs-2")] },
    "GET /2015-02-01/file-systems/fs-1/policy": () => refused("AccessDeniedException"),
    "GET /2015-02-01/file-systems/fs-2/policy": () => refused("PolicyNotFound", 404),
  };
  const record = await collectedBy("efs");
  const subject = fileSystem("fs-1").FileSystemArn;
  assert.partialDeepStrictEqual(record.gaps, [
    { what: "resource-policies", subject, call: "DescribeFileSystemPolicy", refusal: { kind: "denied" } },
  ]);
  assert.equal(record.gaps.length, 1);
  assert.deepEqual(rowsOf(record), [
    { Region, Arn: subject, Type: "AWS::EFS::FileSystem" },
    { Region, Arn: fileSystem("fs-2").FileSystemArn, Type: "AWS::EFS::FileSystem", Policy: null },
  ]);
});

test("documented: own domains come with all their repositories, whoever administers those; others' do not", async () => {
  const policy = sharing("codeartifact:ReadFromRepository", "*");
  const domain = (name: string, owner: string) => ({
    name,
    owner,
    arn: `arn:aws:codeartifact:${Region}:${owner}:domain/${name}`,
  });
  const repository = `arn:aws:codeartifact:${Region}:${account}:repository/ours/npm`;
  aws.answers = {
    "POST /v1/domains": () => ({ domains: [domain("ours", account), domain("theirs", "999988887777")] }),
    "GET /v1/domain/permissions/policy": (request) =>
      asksFor(request, "domain") === "ours"
        ? refused("ResourceNotFoundException", 404)
        : { policy: { document: "{}" } },
    "POST /v1/domain/repositories": () => ({
      repositories: [
        { name: "npm", arn: repository, domainOwner: account, administratorAccount: "999988887777" },
      ],
    }),
    "GET /v1/repository/permissions/policy": () => ({ policy: { document: JSON.stringify(policy) } }),
  };
  const record = await collectedBy("codeartifact");
  assert.deepEqual(record.gaps, []);
  assert.deepEqual(rowsOf(record), [
    { Region, Arn: domain("ours", account).arn, Type: "AWS::CodeArtifact::Domain", Policy: null },
    { Region, Arn: repository, Type: "AWS::CodeArtifact::Repository", Policy: policy },
  ]);
  assert.equal(record.counts.calls, 4);
});

test("documented: a REST API's policy is read without the escapes that API Gateway puts into it", async () => {
  const policy = {
    ...sharing("execute-api:Invoke", `arn:aws:execute-api:${Region}:${account}:abc/*`),
    Id: 'a "quoted" \\ and a / of Größe',
  };
  const escaped = JSON.stringify(JSON.stringify(policy)).slice(1, -1).replaceAll("/", "\\/");
  aws.answers = {
    "GET /restapis": () => ({
      item: [
        {
          id: "abc",
          policy: escaped,
          disableExecuteApiEndpoint: true,
          endpointConfiguration: { types: ["PRIVATE"], vpcEndpointIds: ["vpce-1"] },
        },
      ],
    }),
  };
  const record = await collectedBy("api-gateway");
  assert.deepEqual(record.gaps, []);
  assert.deepEqual(rowsOf(record), [
    {
      Region,
      Arn: `arn:aws:execute-api:${Region}:${account}:abc`,
      Type: "AWS::ApiGateway::RestApi",
      Policy: policy,
      Attributes: { endpointTypes: ["PRIVATE"], vpcEndpointIds: ["vpce-1"], disableExecuteApiEndpoint: true },
    },
  ]);
});
