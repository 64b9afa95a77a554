/** Damaged cases: an answer or an error with a place, never a crash. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { explainRequest } from "../../src/authz/concrete/index.ts";
import { CaseReader } from "../../src/work/simulate/index.ts";
import { mutated } from "./mutation/mutate.ts";
import { seeded } from "./trust/random.ts";

const seed = 2026;
const count = 5000;

const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const whole = JSON.stringify({
  name: "case",
  request: {
    principal: "arn:aws:sts::111111111111:assumed-role/app/run",
    role: "arn:aws:iam::111111111111:role/team/app",
    action: "s3:GetObject",
    resource: { arn: "arn:aws:s3:::data/a", account: "222222222222" },
    context: { "aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", "b"], "aws:PrincipalTag/x": "" },
  },
  policies: {
    identity: [
      {
        name: "own",
        document: policy({
          Effect: "Allow",
          Action: ["s3:Get*", "s3:List*"],
          Resource: "arn:aws:s3:::data/${aws:PrincipalTag/x, 'a'}*",
          Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
        }),
      },
    ],
    resource: policy({ Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "s3:*", Resource: "*" }),
    boundary: null,
    session: [],
    scps: [
      {
        target: "r-root",
        policies: [{ name: "all", document: policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) }],
      },
    ],
    rcps: null,
    endpoint: null,
    attributes: { publicAccessBlock: { RestrictPublicBuckets: true }, acl: { Grants: [null, 1, "x"] } },
  },
});

test(`${count} damaged cases (seed ${seed}) are answered, or refused with a place`, () => {
  const reader = new CaseReader();
  let answered = 0;
  for (let i = 0; i < count; i += 1) {
    const text = mutated(seeded(seed + i), whole);
    try {
      const { question } = reader.read(text);
      if (question.ok) {
        explainRequest(question.value);
        answered += 1;
      } else assert.ok(question.error.at !== "" && question.error.message !== "");
    } catch (cause) {
      throw new Error(`crashed on ${text}`, { cause });
    }
  }
  assert.ok(answered > 0 && answered < count);
});
