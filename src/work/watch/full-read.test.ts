import assert from "node:assert/strict";
import { test } from "node:test";
import { allow, type Statement, snapshotOf } from "../../../test/support/planned-organization.ts";
import { engineOf } from "../engine.ts";
import { whatDiffers } from "./full-read.ts";

const account = "111111111111";
const arn = `arn:aws:lambda:eu-west-1:${account}:function:pay`;

test("an alias whose policy differs is read with its function", () => {
  const withPolicy = (policy?: readonly Statement[]) => {
    const alias = {
      arn: `${arn}:live`,
      type: "AWS::Lambda::Alias",
      ...(policy === undefined ? {} : { policy }),
    };
    return snapshotOf({
      accounts: [{ id: account, roles: [], resources: [{ arn, type: "AWS::Lambda::Function" }, alias] }],
    });
  };
  const open = [{ ...allow("lambda:InvokeFunction", `${arn}:live`), Principal: "*" }];
  const { subjects, others } = whatDiffers(engineOf(withPolicy()), withPolicy(open));
  assert.deepEqual(others, []);
  assert.deepEqual(
    subjects.map((one) => ("arn" in one ? [one.arn, "type" in one && one.type] : one.kind)),
    [[arn, "AWS::Lambda::Function"]],
  );
});
