/** What an account shares by lists of accounts instead of policies, as moto holds it. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import { CreateResourceShareCommand, RAMClient } from "@aws-sdk/client-ram";
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { CreateDocumentCommand, ModifyDocumentPermissionCommand, SSMClient } from "@aws-sdk/client-ssm";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { missingMoto, startMoto } from "../../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";
const partner = "999988887777";

describe("What is shared with lists of accounts, as moto holds it", { skip: missing ?? false }, () => {
  before(startMoto);

  test("Snapshots and images of the account get a row when somebody else may use them", async () => {
    const ec2 = new EC2Client({ region });
    const volume = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", Size: 1 }));
    const snapshot = async (): Promise<string> =>
      (await ec2.send(new CreateSnapshotCommand({ VolumeId: volume.VolumeId }))).SnapshotId ?? "";
    const [shared, everybodys, own] = [await snapshot(), await snapshot(), await snapshot()];
    const share = { Attribute: "createVolumePermission", OperationType: "add" } as const;
    await ec2.send(new ModifySnapshotAttributeCommand({ ...share, SnapshotId: shared, UserIds: [partner] }));
    await ec2.send(
      new ModifySnapshotAttributeCommand({ ...share, SnapshotId: everybodys, GroupNames: ["all"] }),
    );
    const { ImageId } = await ec2.send(new RegisterImageCommand({ Name: "golden" }));
    await ec2.send(new RegisterImageCommand({ Name: "own" }));
    await ec2.send(
      new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ UserId: partner }] } }),
    );
    const record = await collectedBy("ec2-shared-images");
    assert.deepEqual(record.gaps, []);
    const start = `arn:aws:ec2:${region}:123456789012`;
    const row = (Arn: string, Type: string, sharedWith: string[]) => ({
      Region: region,
      Arn,
      Type,
      Policy: null,
      Attributes: { sharedWith },
    });
    const byArn = new Map(rowsOf(record).map((one) => [one.Arn, one]));
    const expected = [
      row(`${start}:snapshot/${shared}`, "AWS::EC2::Snapshot", [partner]),
      row(`${start}:snapshot/${everybodys}`, "AWS::EC2::Snapshot", ["all"]),
      row(`${start}:image/${ImageId}`, "AWS::EC2::Image", [partner]),
    ];
    for (const one of expected) assert.deepEqual(byArn.get(one.Arn), one);
    assert.equal(byArn.has(`${start}:snapshot/${own}`), false);
  });

  test("Snapshots of databases and clusters get a row when somebody else may restore them", async () => {
    const rds = new RDSClient({ region });
    const AttributeName = "restore";
    const DBInstanceIdentifier = "orders";
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        DBInstanceClass: "db.t3.micro",
        Engine: "postgres",
        AllocatedStorage: 20,
        MasterUsername: "root",
        MasterUserPassword: "not-a-secret",
      }),
    );
    for (const DBSnapshotIdentifier of ["shared", "own"]) {
      await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier }));
    }
    await rds.send(
      new ModifyDBSnapshotAttributeCommand({
        DBSnapshotIdentifier: "shared",
        AttributeName,
        ValuesToAdd: [partner],
      }),
    );
    const DBClusterIdentifier = "cluster";
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier,
        Engine: "aurora-postgresql",
        MasterUsername: "root",
        MasterUserPassword: "not-a-secret",
      }),
    );
    const DBClusterSnapshotIdentifier = "everybodys";
    await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier, DBClusterSnapshotIdentifier }));
    await rds.send(
      new ModifyDBClusterSnapshotAttributeCommand({
        DBClusterSnapshotIdentifier,
        AttributeName,
        ValuesToAdd: ["all"],
      }),
    );
    const record = await collectedBy("rds-snapshots");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Type, Policy, Attributes }) => ({ Arn, Type, Policy, Attributes })),
      [
        {
          Arn: `arn:aws:rds:${region}:123456789012:cluster-snapshot:everybodys`,
          Type: "AWS::RDS::DBClusterSnapshot",
          Policy: null,
          Attributes: { sharedWith: ["all"] },
        },
        {
          Arn: `arn:aws:rds:${region}:123456789012:snapshot:shared`,
          Type: "AWS::RDS::DBSnapshot",
          Policy: null,
          Attributes: { sharedWith: [partner] },
        },
      ],
    );
  });

  test("A document is told when it is shared", async () => {
    const ssm = new SSMClient({ region });
    const Content = JSON.stringify({ schemaVersion: "2.2", description: "", mainSteps: [] });
    for (const Name of ["shared", "own"]) {
      await ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType: "Command" }));
    }
    await ssm.send(
      new ModifyDocumentPermissionCommand({
        Name: "shared",
        PermissionType: "Share",
        AccountIdsToAdd: [partner],
      }),
    );
    const record = await collectedBy("ssm-documents");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      {
        Region: region,
        Arn: `arn:aws:ssm:${region}:123456789012:document/shared`,
        Type: "AWS::SSM::Document",
        Policy: null,
        Attributes: { sharedWith: [partner] },
      },
    ]);
  });

  test("A resource share comes with what it shares and with whom, by three calls", async () => {
    const ram = new RAMClient({ region });
    const subnet = `arn:aws:ec2:${region}:123456789012:subnet/subnet-1`;
    const { resourceShare } = await ram.send(
      new CreateResourceShareCommand({
        name: "network",
        principals: [partner],
        resourceArns: [subnet],
        allowExternalPrincipals: true,
      }),
    );
    const record = await collectedBy("ram");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      {
        Region: region,
        Arn: resourceShare?.resourceShareArn,
        Type: "AWS::RAM::ResourceShare",
        Policy: null,
        Attributes: {
          name: "network",
          allowExternalPrincipals: true,
          principals: [partner],
          resources: [subnet],
        },
      },
    ]);
    assert.equal(record.counts.calls, 3);
    assert.equal((await collectedBy("ram", "us-east-2")).counts.calls, 1);
  });

  test("An endpoint's policy is told, and not as one that lets somebody in", async () => {
    const ec2 = new EC2Client({ region });
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const policy = JSON.stringify(sharing("s3:GetObject", "*"));
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: Vpc?.VpcId,
        ServiceName: `com.amazonaws.${region}.s3`,
        PolicyDocument: policy,
      }),
    );
    const record = await collectedBy("vpc-endpoints");
    assert.deepEqual(record.gaps, []);
    const [row] = rowsOf(record);
    assert.partialDeepStrictEqual(row, {
      Arn: `arn:aws:ec2:${region}:123456789012:vpc-endpoint/${VpcEndpoint?.VpcEndpointId}`,
      Type: "AWS::EC2::VPCEndpoint",
      Policy: null,
      Attributes: {
        serviceName: `com.amazonaws.${region}.s3`,
        vpcId: Vpc?.VpcId,
        policyDocument: policy,
      },
    });
  });
});
