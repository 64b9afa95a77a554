import assert from "node:assert/strict";
import { test } from "node:test";
import {
  letIn,
  organizationId,
  owner,
  sister,
  stranger,
  tryFixes,
  tryRule,
  tryStatements,
} from "../../rule-trial.ts";
import { serviceConfusedDeputy } from "./service-confused-deputy.ts";

const service = (host: string, condition?: object) =>
  letIn({ Service: host }, condition === undefined ? {} : { Condition: condition });
const count = (host: string, condition?: object) =>
  tryStatements(serviceConfusedDeputy, service(host, condition)).length;

test("A service that tells for whom it acts, and is not asked, is reported", () => {
  assert.equal(count("scheduler.amazonaws.com"), 1);
  assert.equal(count("states.eu-west-1.amazonaws.com"), 1);
  assert.equal(count("transfer.amazonaws.com", { StringLike: { "aws:SourceAccount": "*" } }), 1);
  assert.equal(count("transfer.amazonaws.com", { StringEqualsIfExists: { "aws:SourceAccount": owner } }), 1);
  assert.equal(
    count("codebuild.amazonaws.com", { ArnLike: { "aws:SourceArn": "arn:aws:codebuild:*:*:*" } }),
    1,
  );
});

test("The own account, a resource of it or the organization is enough", () => {
  assert.equal(count("scheduler.amazonaws.com", { StringEquals: { "AWS:sourceaccount": owner } }), 0);
  const arn = `arn:aws:states:*:${owner}:stateMachine:*`;
  assert.equal(count("states.amazonaws.com", { ArnLike: { "aws:SourceArn": arn } }), 0);
  assert.equal(count("transfer.amazonaws.com", { StringEquals: { "aws:SourceOrgID": organizationId } }), 0);
});

test("Services that do not tell are left alone", () => {
  for (const host of [
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "delivery.logs.amazonaws.com",
  ])
    assert.equal(count(host), 0, host);
});

test("For tasks of ECS only powerful roles are told, and a service-linked role never", () => {
  const attached = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  const trust = [service("ecs-tasks.amazonaws.com")];
  assert.equal(tryRule(serviceConfusedDeputy, [{ trust, attached }])[0]?.severity, "medium");
  const linked = [service("events.amazonaws.com")];
  assert.deepEqual(
    tryRule(serviceConfusedDeputy, [{ trust: linked, path: "/aws-service-role/events.amazonaws.com/" }]),
    [],
  );
});

test("A source in an account that is not ours is reported, and one of ours is fine", () => {
  const titles = (condition: object) =>
    tryStatements(serviceConfusedDeputy, service("scheduler.amazonaws.com", condition)).map(
      ({ title }) => title,
    );
  const arn = `arn:aws:scheduler:eu-west-1:${stranger}:schedule/default/nightly`;
  for (const condition of [
    { StringEquals: { "aws:SourceAccount": stranger } },
    { StringEquals: { "aws:SourceAccount": [owner, stranger] } },
    { ArnEquals: { "aws:SourceArn": arn } },
  ])
    assert.match(titles(condition)[0] ?? "", /999999999999, which is not ours/);
  assert.deepEqual(titles({ StringEquals: { "aws:SourceAccount": sister } }), []);
});

test("The fix leaves a service alone that sends no such keys", () => {
  const [fix] = tryFixes(
    serviceConfusedDeputy,
    letIn({ Service: ["scheduler.amazonaws.com", "lambda.amazonaws.com"] }),
  );
  assert.equal(fix?.verified, true);
  const { Statement } = JSON.parse(fix?.policy ?? "{}");
  assert.deepEqual(Statement[0].Principal, { Service: "lambda.amazonaws.com" });
  assert.equal(Statement[0].Condition, undefined);
  assert.deepEqual(Statement[1].Condition, { StringEquals: { "aws:SourceAccount": owner } });
});
