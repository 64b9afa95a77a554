import assert from "node:assert/strict";
import { test } from "node:test";
import type { Guard } from "../authz/types.ts";
import { allDataActions } from "../graph/reach/resources/data-access.ts";
import { techniques } from "../graph/techniques/catalogue.ts";
import type { ToldHop } from "../work/told-paths.ts";
import { accessCall } from "./access-calls.ts";
import { hopCommands } from "./path-commands.ts";

const hop: ToldHop = {
  from: "arn:aws:iam::111111111111:role/a",
  to: "arn:aws-cn:iam::222222222222:role/path/b",
  kind: "assume",
  technique: null,
  proven: true,
  cause: { kind: "assume", from: 0, role: 1 },
  guard: [],
  reasons: [],
  evidence: [],
  requests: [],
  how: null,
  means: [],
};

test("every action that reads or writes data has a call of its own", () => {
  for (const action of allDataActions) {
    const service = action.split(":")[0] ?? "";
    const call = accessCall(action, `arn:aws:${service}:eu-west-1:111111111111:name/part`, "111111111111");
    assert.doesNotMatch(call, /ARGUMENTS|\{/, action);
  }
});

test("other actions are called as they are named, with arguments that are the reader's", () => {
  const call = (action: string): string => accessCall(action, "arn:aws:s3:::data", "111111111111");
  assert.equal(call("s3:GetObjectAcl"), "aws s3api get-object-acl ARGUMENTS");
  assert.equal(call("rds:DescribeDBInstances"), "aws rds describe-db-instances ARGUMENTS");
});

test("a call brings what its guard asks for, and nothing for what only excludes", () => {
  const term = (key: string, operator: string, values: readonly string[]): Guard[number] => ({
    key,
    operator,
    values,
    controlledBy: "caller",
  });
  const [command] = hopCommands({
    ...hop,
    guard: [
      term("STS:ExternalId", "StringLike", ["a*"]),
      term("aws:RequestTag/team x", "StringEquals", ["b"]),
      term("aws:MultiFactorAuthPresent", "Bool", ["true"]),
      term("sts:SourceIdentity", "StringNotEquals", ["eve"]),
      term("sts:SourceIdentity", "Null", ["true"]),
    ],
  });
  assert.equal(
    command,
    "aws sts assume-role --role-arn arn:aws-cn:iam::222222222222:role/path/b --role-session-name NAME --tags 'Key=team x,Value=b' --external-id EXTERNAL_ID --serial-number MFA_DEVICE --token-code CODE",
  );
});

test("a call sets what a later hop asks of its session, all tags in one option", () => {
  const set = (key: string, operator: string, value: string): Guard[number] => ({
    key,
    operator,
    values: [value],
    controlledBy: "caller",
  });
  const sets = [
    set("aws:RequestTag/team", "StringEquals", "red"),
    set("aws:RequestTag/stage", "StringLike", "p*"),
    set("sts:TransitiveTagKeys", "ForAnyValue:StringEquals", "team"),
    set("sts:SourceIdentity", "StringEquals", "ada; rm"),
  ];
  const [command = ""] = hopCommands({ ...hop, session: { doubts: [], sets } });
  assert.equal(
    command.slice(command.indexOf(" --tags")),
    " --tags Key=team,Value=red Key=stage,Value=VALUE --transitive-tag-keys team --source-identity 'ada; rm'",
  );
});

test("every technique's commands are filled in, and managed policies are of the partition", () => {
  for (const how of techniques) {
    const cause = { kind: "technique", from: 0, to: 1, number: 0 } as const;
    const means = ["arn:aws-cn:lambda:cn-north-1:222222222222:function:f"];
    for (const command of hopCommands({ ...hop, kind: "escalate", cause, how, means })) {
      assert.doesNotMatch(command, /[{}]|arn:aws:iam::aws:/, how.id);
    }
  }
});
