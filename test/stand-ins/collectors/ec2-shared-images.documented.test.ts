/** moto shares with accounts alone, and has no ten thousands of snapshots: answers here are those that AWS documents. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { collectedBy, rowsOf } from "../../support/collected.ts";

const mock = mockClient(EC2Client);
afterEach(() => mock.reset());

const OwnerId = "123456789012";
const start = `arn:aws:ec2:eu-west-1:${OwnerId}`;

test("documented: an image is told that is shared with an organization or a unit", async () => {
  const OrganizationArn = "arn:aws:organizations::111111111111:organization/o-abc";
  const OrganizationalUnitArn = "arn:aws:organizations::111111111111:ou/o-abc/ou-1";
  mock.on(DescribeSnapshotsCommand).resolves({ Snapshots: [] });
  mock.on(DescribeImagesCommand).resolves({ Images: [{ ImageId: "ami-1", OwnerId }] });
  mock
    .on(DescribeImageAttributeCommand)
    .resolves({ LaunchPermissions: [{ OrganizationalUnitArn }, { OrganizationArn }] });
  assert.deepEqual(rowsOf(await collectedBy("ec2-shared-images")), [
    {
      Region: "eu-west-1",
      Arn: `${start}:image/ami-1`,
      Type: "AWS::EC2::Image",
      Policy: null,
      Attributes: { sharedWith: [OrganizationArn, OrganizationalUnitArn] },
    },
  ]);
});

test("documented: a snapshot that may not be asked is a gap of its own, and the others are there", async () => {
  mock.on(DescribeImagesCommand).resolves({ Images: [] });
  mock.on(DescribeSnapshotsCommand).resolves({
    Snapshots: [
      { SnapshotId: "snap-1", OwnerId },
      { SnapshotId: "snap-2", OwnerId },
    ],
  });
  const denied = Object.assign(new Error("not you"), {
    name: "UnauthorizedOperation",
    $metadata: { httpStatusCode: 403 },
  });
  mock
    .on(DescribeSnapshotAttributeCommand, { SnapshotId: "snap-1" })
    .rejects(denied)
    .on(DescribeSnapshotAttributeCommand, { SnapshotId: "snap-2" })
    .resolves({ CreateVolumePermissions: [{ UserId: "999988887777" }] });
  const record = await collectedBy("ec2-shared-images");
  assert.deepEqual(
    record.gaps.map(({ what, subject, refusal }) => [what, subject, refusal.kind]),
    [["resource-policies", `${start}:snapshot/snap-1`, "denied"]],
  );
  assert.deepEqual(
    rowsOf(record).map(({ Arn }) => Arn),
    [`${start}:snapshot/snap-2`],
  );
});

test("documented: of very many snapshots the newest and the public ones are asked, and a gap tells of the rest", async () => {
  const Snapshots = Array.from({ length: 2010 }, (_, index) => ({
    SnapshotId: `snap-${index}`,
    OwnerId,
    StartTime: new Date(index * 1000),
  }));
  mock.on(DescribeImagesCommand).resolves({ Images: [] });
  mock.on(DescribeSnapshotsCommand).resolves({ Snapshots });
  mock
    .on(DescribeSnapshotsCommand, { RestorableByUserIds: ["all"] })
    .resolves({ Snapshots: [{ SnapshotId: "snap-3", OwnerId }] });
  mock.on(DescribeSnapshotAttributeCommand).resolves({ CreateVolumePermissions: [] });
  mock
    .on(DescribeSnapshotAttributeCommand, { SnapshotId: "snap-3" })
    .resolves({ CreateVolumePermissions: [{ Group: "all" }] });
  const record = await collectedBy("ec2-shared-images");
  assert.deepEqual(
    rowsOf(record).map(({ Arn }) => Arn),
    [`${start}:snapshot/snap-3`],
  );
  const asked = mock.commandCalls(DescribeSnapshotAttributeCommand).map(({ args: [{ input }] }) => input);
  assert.equal(asked.length, 2001);
  assert.equal(
    asked.some(({ SnapshotId }) => SnapshotId === "snap-9"),
    false,
  );
  assert.partialDeepStrictEqual(record.gaps, [
    {
      what: "resource-policies",
      subject: `${start}:snapshot/*`,
      call: "DescribeSnapshotAttribute",
      refusal: { kind: "not-asked" },
    },
  ]);
  assert.match(record.gaps[0]?.refusal.message ?? "", /^9 older snapshots are not public/);
});
