import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaJudge } from "../../../test/support/json-schema.ts";
import { caseShape } from "./case-shape.ts";
import { CaseReader } from "./read-case.ts";

const document = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
};
const request = {
  principal: "arn:aws:sts::111111111111:assumed-role/app/run",
  role: "arn:aws:iam::111111111111:role/path/app",
  action: "s3:GetObject",
  resource: { arn: "arn:aws:s3:::data/report.csv", account: "111111111111" },
  context: { "aws:SecureTransport": true, "s3:max-keys": 7, "aws:TagKeys": ["a", "b"], "aws:SourceVpce": [] },
};
const policies = {
  identity: [{ name: "read", document }],
  resource: null,
  boundary: null,
  session: [{ document }],
  scps: [{ target: "r-root", policies: [{ name: "all", document }] }],
  rcps: [{ policies: [] }],
  endpoint: [{ name: "endpoint", document: JSON.stringify(document) }],
  attributes: { grants: "unknown" },
};
const whole = { name: "all of it", request, policies };

function withRequest(change: object): object {
  return { ...whole, request: { ...request, ...change } };
}

function withPolicies(change: object): object {
  return { ...whole, policies: { ...policies, ...change } };
}

const taken: Readonly<Record<string, object>> = {
  "a whole case": whole,
  "a case without a name": { request, policies },
  "a case without any policy": { request, policies: {} },
  "an anonymous caller": withRequest({ principal: "anonymous" }),
  "a federated caller": withRequest({ principal: { federated: "accounts.google.com" } }),
  "policies that are not known": withPolicies({ identity: "unknown", resource: "unknown" }),
  "a resource's policy": withPolicies({ resource: { Statement: [] } }),
  "a note beside the case": { ...whole, comment: { by: "ada" } },
};

const refused: Readonly<Record<string, unknown>> = {
  "no object": [],
  "no request": { policies },
  "no policies": { request },
  "no principal": withRequest({ principal: undefined }),
  "a federated caller with more": withRequest({ principal: { federated: "x", more: 1 } }),
  "an action with a wildcard": withRequest({ action: "s3:*" }),
  "no owner": withRequest({ resource: { arn: "*" } }),
  "an empty ARN": withRequest({ resource: { arn: "", account: "1" } }),
  "a member of the request that nobody knows": withRequest({ when: "now" }),
  "a context value that is an object": withRequest({ context: { "aws:SourceIp": {} } }),
  "a role that is no text": withRequest({ role: 1 }),
  "a member of the policies that nobody knows": withPolicies({ boundry: [] }),
  "a boundary that is no list": withPolicies({ boundary: { document } }),
  "a policy without a document": withPolicies({ identity: [{ name: "x" }] }),
  "a policy with more": withPolicies({ identity: [{ document, version: 1 }] }),
  "a level without policies": withPolicies({ scps: [{ target: "r-root" }] }),
  "attributes that are a list": withPolicies({ attributes: [] }),
};

const judge = schemaJudge("cases.schema.json", { isClosed: false });

for (const [what, value] of Object.entries(taken)) {
  test(`what simulate takes is as the schema says: ${what}`, () => {
    const { question } = new CaseReader().read(JSON.stringify(value));
    assert.ok(question.ok, JSON.stringify(question));
    assert.deepEqual(caseShape.safeParse(value).error?.issues ?? [], []);
    assert.deepEqual(judge(JSON.parse(JSON.stringify(value))), []);
  });
}

for (const [what, value] of Object.entries(refused)) {
  test(`what simulate refuses for its shape, the schema refuses: ${what}`, () => {
    assert.equal(new CaseReader().read(JSON.stringify(value)).question.ok, false);
    assert.equal(caseShape.safeParse(JSON.parse(JSON.stringify(value))).success, false);
    assert.notDeepEqual(judge(JSON.parse(JSON.stringify(value))), []);
  });
}
