import assert from "node:assert/strict";
import { test } from "node:test";
import { permissionOf } from "./lambda.ts";

test("A permission that is given back has every condition that Lambda lets one have", () => {
  const permission = {
    Sid: "AccessLensx",
    Action: "lambda:InvokeFunction",
    Principal: { Service: "s3.amazonaws.com" },
    Condition: {
      StringEquals: { "AWS:SourceAccount": "123456789012", "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
      ArnLike: { "AWS:SourceArn": "arn:aws:s3:::reports" },
    },
  };
  assert.deepEqual(permissionOf(permission), {
    StatementId: "AccessLensx",
    Action: "lambda:InvokeFunction",
    Principal: "s3.amazonaws.com",
    PrincipalOrgID: "o-a1b2c3d4e5",
    SourceArn: "arn:aws:s3:::reports",
    SourceAccount: "123456789012",
  });
});
