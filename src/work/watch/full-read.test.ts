import assert from "node:assert/strict";
import { test } from "node:test";
import { allow, type Statement, snapshotOf, trusts } from "../../../test/support/planned-organization.ts";
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

test("an account that could not be read before is read as a whole, and not told piece by piece", () => {
  const [shop, hub] = [account, "222222222222"];
  const planOf = (hasData: boolean) =>
    snapshotOf({
      accounts: [
        { id: hub, roles: [] },
        hasData
          ? { id: shop, roles: [{ name: "app", trust: [trusts("*")] }], resources: [], settings: {} }
          : { id: shop, hasData: false },
      ],
    });
  const { subjects, others } = whatDiffers(engineOf(planOf(false)), planOf(true));
  assert.deepEqual(others, []);
  assert.deepEqual(subjects, [{ kind: "account", account: shop }]);
});

test("of a policy that AWS manages, what was read is at hand: no account could be asked for it", () => {
  const name = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  const planOf = (action: string) =>
    snapshotOf({
      accounts: [
        {
          id: account,
          roles: [{ name: "app", trust: [trusts({ AWS: account })], attached: [name] }],
          managed: [{ name, statements: [allow(action)] }],
        },
      ],
    });
  const { subjects, others, awsPolicies } = whatDiffers(engineOf(planOf("s3:GetObject")), planOf("s3:*"));
  assert.deepEqual(others, []);
  assert.deepEqual(subjects, [{ kind: "aws-managed-policy", arn: name }]);
  assert.deepEqual([...awsPolicies.keys()], [name]);
});
