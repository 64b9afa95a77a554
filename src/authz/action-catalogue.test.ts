import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type ActionCatalogue, readActionCatalogue } from "./action-catalogue.ts";

const text = readFileSync("dist/actions.json", "utf8");

function catalogueOf(data: string): ActionCatalogue {
  const read = readActionCatalogue(data);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}
const catalogue = catalogueOf(text);

test("an action is found without regard to case, with its level, resources and keys", () => {
  const facts = catalogue.action("S3:getobject");
  assert.equal(`${facts?.service}:${facts?.name}`, "s3:GetObject");
  assert.equal(facts?.accessLevel, "read");
  assert.ok(facts?.resources.some(({ arnPatterns }) => arnPatterns.includes("arn:*:s3:::*/*")));
  assert.ok(facts?.conditionKeys.includes("s3:ExistingObjectTag/*"));
});

test("an action without resources has none, and one with several ARNs of a resource has them apart", () => {
  assert.deepEqual(catalogue.action("s3:ListAllMyBuckets")?.resources, []);
  const patterns = catalogue
    .matching("apigateway:*")
    .flatMap(({ resources }) => resources.flatMap((one) => one.arnPatterns));
  assert.ok(
    patterns.every((pattern) => /^arn:\*:[^,\s]+$/.test(pattern)),
    "a pattern is one ARN",
  );
});

test("what is not listed is told as such, and is no mistake", () => {
  for (const name of ["s3:GetObjekt", "nosuch:Get", "s3", "", ":", "*", "s3:"])
    assert.equal(catalogue.action(name), null);
  assert.equal(catalogue.keyType("token.actions.example.com:sub"), null);
  assert.deepEqual(catalogue.matching("nosuch:*"), []);
});

const patterns: readonly (readonly [pattern: string, has: string, hasNot: string])[] = [
  ["s3:Get*", "s3:GetObject", "s3:PutObject"],
  ["S3:GET*OBJECT", "s3:GetObject", "s3:GetObjectAcl"],
  ["s3:?etObject", "s3:GetObject", "s3:PutObjectAcl"],
  ["s*:GetObject", "s3:GetObject", "iam:GetRole"],
  ["s3*GetObject", "s3-object-lambda:GetObject", "s3:PutObject"],
  ["*:PassRole", "iam:PassRole", "iam:GetRole"],
  ["*", "sts:AssumeRole", "no:Such"],
];
for (const [pattern, has, hasNot] of patterns) {
  test(`${pattern} matches ${has} and not ${hasNot}`, () => {
    const names = catalogue.matching(pattern).map(({ service, name }) => `${service}:${name}`);
    assert.ok(names.includes(has));
    assert.ok(!names.includes(hasNot));
  });
}

test("a key's type and whether it has many values are those of the data, tags and the like included", () => {
  const typeOf = (key: string): string => {
    const found = catalogue.keyType(key);
    return found === null ? "none" : `${found.type}${found.multiValued ? " many" : ""}`;
  };
  assert.equal(typeOf("S3:Prefix"), "text");
  assert.equal(typeOf("iam:PolicyARN"), "arn");
  assert.equal(typeOf("aws:TagKeys"), "text many");
  assert.equal(typeOf("s3:ExistingObjectTag/Team"), "text");
  assert.equal(typeOf("s3:ExistingObjectTag/"), "none");
  assert.equal(typeOf("codebuild:secondarySources/x.location"), "text");
});

test("the data and IAM-SEMANTICS 59 name the same services that RCPs reach", () => {
  const listed = `appstream dsql clouddirectory cloudfront cloudsearch logs networkmonitor cognito-identity cognito-idp
    comprehend comprehendmedical firehose dynamodb dax autoscaling ecr ecr-public gamelift inspector-scan kendra
    kinesisvideo memorydb aoss personalize polly s3 swf sqs textract timestream-influxdb transcribe translate workspaces
    appconfig autoscaling-plans budgets servicediscovery cloudtrail-data codeartifact codebuild codecommit codepipeline
    compute-optimizer cost-optimization-hub events fms fis health rolesanywhere kms opensearch pricing pca-connector-ad
    resource-groups secretsmanager sts signin support transfer notifications wafv2 xray`;
  assert.deepEqual([...catalogue.rcpServices].sort(), listed.split(/\s+/).sort());
});

test("every service can be opened, and every action is found by its own name", () => {
  assert.ok(catalogue.services.size > 400);
  const all = catalogue.matching("*");
  assert.ok(all.length > 20_000);
  for (const facts of all) assert.equal(catalogue.action(`${facts.service}:${facts.name}`), facts);
});

const damaged: readonly (readonly [what: string, data: string, message: RegExp])[] = [
  ["no JSON", "{", /no JSON object/],
  ["another format", '{"format":2}', /format is 2/],
  ["no day", '{"format":1,"updatedAt":"today"}', /no day/],
  ["no services", '{"format":1,"updatedAt":"2026-01-01","rcpServices":[],"keys":[]}', /services/],
  [
    "a key of no type",
    '{"format":1,"updatedAt":"2026-01-01","rcpServices":[],"keys":[["a","b",0]],"services":{}}',
    /keys holds/,
  ],
];
for (const [what, data, message] of damaged) {
  test(`data with ${what} is refused with the reason`, () => {
    const read = readActionCatalogue(data);
    assert.ok(!read.ok);
    assert.match(read.error, message);
  });
}
