import assert from "node:assert/strict";
import { test } from "node:test";
import { allow, allowAll, roleArn, snapshotOf, userArn } from "../../../test/support/planned-organization.ts";
import { reachOf, shown } from "../../../test/support/reach-of.ts";

const shop = "111111111111";

function waysByInstance(attributes: Readonly<Record<string, unknown>>): readonly string[] {
  const { paths } = reachOf(
    snapshotOf({
      accounts: [
        {
          id: shop,
          users: [{ name: "ada", policies: [[allow("ssm:StartSession")]] }],
          roles: [
            {
              name: "worker",
              trust: [
                { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
              ],
              policies: [[allowAll]],
              hasInstanceProfile: true,
            },
          ],
          resources: [
            { arn: `arn:aws:ec2:us-east-1:${shop}:instance/i-1`, type: "AWS::EC2::Instance", attributes },
          ],
        },
      ],
    }),
  );
  return paths({ from: userArn(shop, "ada"), to: roleArn(shop, "worker") }).map(shown);
}

test("An instance runs as the role of its instance profile, as EC2 tells it", () => {
  const way = `ssm-001? → ${roleArn(shop, "worker")}`;
  assert.deepEqual(waysByInstance({ roleArn: roleArn(shop, "worker") }), [way]);
  const profile = `arn:aws:iam::${shop}:instance-profile/worker`;
  assert.deepEqual(waysByInstance({ instanceProfileArn: profile }), [way]);
  assert.deepEqual(waysByInstance({ instanceProfileArn: "worker" }), [way]);
});

test("Without a profile, or with one that nobody knows, it runs as no role", () => {
  assert.deepEqual(waysByInstance({}), []);
  assert.deepEqual(waysByInstance({ instanceProfileArn: `arn:aws:iam::${shop}:instance-profile/other` }), []);
});
