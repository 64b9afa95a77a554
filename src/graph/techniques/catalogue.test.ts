import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { type ActionResource, readActionCatalogue } from "../../authz/action-catalogue.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import { techniques } from "./catalogue.ts";
import type { Need, Technique } from "./technique.ts";

const read = readActionCatalogue(readFileSync("dist/actions.json", "utf8"));
assert.ok(read.ok, JSON.stringify(read));
const actions = read.value;

/** What https://pathfinding.cloud publishes at the commit that NOTICE names. */
const published: readonly (readonly [prefix: string, count: number])[] = [
  ["apprunner", 2],
  ["bedrock", 2],
  ["cloudformation", 5],
  ["codebuild", 4],
  ["datapipeline", 1],
  ["ec2", 4],
  ["ecs", 5],
  ["glue", 6],
  ["iam", 21],
  ["lambda", 6],
  ["sagemaker", 5],
  ["ssm", 2],
  ["sts", 1],
];
const publishedIds = [
  ...published.flatMap(([prefix, count]) =>
    Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(3, "0")}`),
  ),
  "ec2instanceconnect-003",
].toSorted();

/** An ARN of each type of workload, made up. */
const workloads: Readonly<Record<string, string>> = {
  "AWS::AppRunner::Service": "arn:aws:apprunner:eu-west-1:111122223333:service/name/0123abcd",
  "AWS::Batch::JobDefinition": "arn:aws:batch:eu-west-1:111122223333:job-definition/name:1",
  "AWS::BedrockAgentCore::CodeInterpreterCustom":
    "arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/name-0123abcd",
  "AWS::BedrockAgentCore::Runtime": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/name-0123abcd",
  "AWS::CloudFormation::Stack": "arn:aws:cloudformation:eu-west-1:111122223333:stack/name/0123abcd",
  "AWS::CloudFormation::StackSet": "arn:aws:cloudformation:eu-west-1:111122223333:stackset/name:0123abcd",
  "AWS::CodeBuild::Project": "arn:aws:codebuild:eu-west-1:111122223333:project/name",
  "AWS::EC2::Instance": "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123abcd",
  "AWS::EC2::LaunchTemplate": "arn:aws:ec2:eu-west-1:111122223333:launch-template/lt-0123abcd",
  "AWS::EMR::Cluster": "arn:aws:elasticmapreduce:eu-west-1:111122223333:cluster/j-0123ABCD",
  "AWS::Glue::DevEndpoint": "arn:aws:glue:eu-west-1:111122223333:devEndpoint/name",
  "AWS::Glue::Job": "arn:aws:glue:eu-west-1:111122223333:job/name",
  "AWS::Lambda::Function": "arn:aws:lambda:eu-west-1:111122223333:function:name",
  "AWS::RolesAnywhere::Profile": "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/0123abcd",
  "AWS::SageMaker::NotebookInstance": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/name",
  "AWS::SageMaker::UserProfile": "arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-0123abcd/name",
  "AWS::StepFunctions::StateMachine": "arn:aws:states:eu-west-1:111122223333:stateMachine:name",
};

/**
 * Resources that AWS's list calls required although a request needs one of several: the others, with what makes them
 * unnecessary.
 */
const alternatives: Readonly<Record<string, string>> = {
  "bedrock-agentcore:StartCodeInterpreterSession code-interpreter": "AWS's own interpreter has no role",
  "bedrock-agentcore:InvokeCodeInterpreter code-interpreter": "AWS's own interpreter has no role",
};

const accountArn = "arn:aws:iam::111122223333";
const role = `${accountArn}:role/name`;
const user = `${accountArn}:user/name`;

function targetsOf({ gives }: Technique): readonly string[] {
  switch (gives.kind) {
    case "user":
      return [user];
    case "edited":
      return [gives.principal === "user" ? user : role];
    case "self":
      return gives.principals.map((principal) => (principal === "user" ? user : role));
    default:
      return [role];
  }
}

/** ARNs that the need may be about, made up; none where it is about nothing. */
function arnsOf(technique: Technique, { on }: Need): readonly string[] {
  switch (on) {
    case "nothing":
      return [];
    case "target":
      return targetsOf(technique);
    case "boundary":
    case "policy":
      return [`${accountArn}:policy/name`];
    case "group":
      return [`${accountArn}:group/name`];
    case "provider":
      assert.equal(technique.gives.kind, "federated-role", `${technique.id} has no provider`);
      return [`${accountArn}:${technique.gives.provider === "missing-oidc" ? "oidc" : "saml"}-provider/name`];
    case "member-root":
      return [`${accountArn}:root`];
    case "workload":
      assert.equal(technique.gives.kind, "workload-role", `${technique.id} has no workload`);
      return technique.gives.workload.types.map((type) => {
        const arn = workloads[type];
        assert.ok(arn, `this test has an ARN of ${type}`);
        return arn;
      });
    default:
      return [
        on.form.replace("${Partition}", "aws").replace("${Account}", "111122223333").replaceAll("*", "name"),
      ];
  }
}

function isOf({ arnPatterns }: ActionResource, arn: string): boolean {
  return arnPatterns.some((pattern) => patternMatches(glob(pattern), arn));
}

test("ids are unique, in order and of one form, and all published ones are there", () => {
  const ids = techniques.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].toSorted());
  assert.equal(publishedIds.length, 65);
  assert.deepEqual(
    ids.filter((id) => !id.startsWith("accesslens-")),
    publishedIds,
  );
  for (const id of ids) assert.match(id, /^([a-z0-9]+-\d{3}|accesslens-[a-z0-9]+(-[a-z0-9]+)+)$/);
});

test("every technique is described somewhere, the published ones where they are published", () => {
  for (const { id, references } of techniques) {
    assert.ok(references.length > 0, id);
    for (const reference of references) assert.equal(new URL(reference).protocol, "https:");
    if (!id.startsWith("accesslens-"))
      assert.ok(references.includes(`https://pathfinding.cloud/paths/${id}`), id);
  }
});

test("every need is an action that AWS lists, spelled as AWS does, about something that it acts on", () => {
  for (const technique of techniques) {
    for (const need of technique.needs) {
      const what = `${technique.id}: ${need.action} on ${JSON.stringify(need.on)}`;
      const facts = actions.action(need.action);
      assert.ok(facts, `${what}: AWS lists it`);
      assert.equal(`${facts.service}:${facts.name}`, need.action);
      for (const arn of arnsOf(technique, need)) {
        assert.ok(
          facts.resources.some((resource) => isOf(resource, arn)),
          `${what}: ${arn} is of ${JSON.stringify(facts.resources.flatMap((one) => one.arnPatterns))}`,
        );
      }
    }
  }
});

test("every resource that an action requires has a need", () => {
  for (const technique of techniques) {
    for (const action of new Set(technique.needs.map((need) => need.action))) {
      const arns = technique.needs
        .filter((need) => need.action === action)
        .flatMap((need) => arnsOf(technique, need));
      for (const resource of actions.action(action)?.resources ?? []) {
        if (!resource.required || `${action} ${resource.type}` in alternatives) continue;
        assert.ok(
          arns.some((arn) => isOf(resource, arn)),
          `${technique.id}: ${action} requires a ${resource.type}`,
        );
      }
    }
  }
});

test("a role is passed to a service that is named", () => {
  for (const { id, gives, needs } of techniques) {
    const passed = needs.filter(({ action }) => action === "iam:PassRole");
    if (gives.kind === "passed-role") {
      assert.deepEqual(
        passed.filter(({ context }) => context === undefined),
        [{ action: "iam:PassRole", on: "target" }],
        id,
      );
      for (const service of gives.services) assert.match(service, /^[a-z0-9.-]+\.amazonaws\.com$/);
    }
    // Another role than the target, and any role where no service is said of the whole technique.
    for (const { on, context } of passed) {
      if (gives.kind !== "passed-role" || on !== "target") assert.ok(context?.["iam:PassedToService"], id);
    }
  }
});

test("condition keys of a need are ones that the action has", () => {
  for (const { id, needs } of techniques) {
    for (const { action, context = {} } of needs) {
      const keys = actions.action(action)?.conditionKeys ?? [];
      for (const key of Object.keys(context)) assert.ok(keys.includes(key), `${id}: ${action} has ${key}`);
    }
  }
});

test("commands are AWS CLI calls, or what follows them, and hold placeholders that are filled in", () => {
  const known = ["target", "target.name", "workload", "workload.name", "policy", "boundary", "group.name"];
  const placeholders = new Set([...known, "account", "region"].map((name) => `{${name}}`));
  for (const { id, commands, gives } of techniques) {
    assert.ok(commands.length > 0, id);
    for (const command of commands) {
      assert.match(command, /^(aws|curl|kubectl|mysql|psql|ssh) /, id);
      for (const [found] of command.matchAll(/\{[^}]*\}?|\}/g)) assert.ok(placeholders.has(found), command);
      if (gives.kind !== "workload-role") assert.doesNotMatch(command, /\{workload/);
    }
  }
});

test("titles and unseen facts are clauses, to be put into a sentence", () => {
  for (const { id, title, unseen = [] } of techniques)
    for (const text of [title, ...unseen]) assert.match(text, /^[^A-Z].*[^.]$/, `${id}: ${text}`);
});

const pathsFile = "../shared/data/pathfinding-paths.json";
test("needs are the permissions that are published as required", {
  skip: existsSync(pathsFile) ? false : `${pathsFile} does not lie beside this checkout`,
}, () => {
  // Assume edges stand for the first, and an instance is known without the second.
  const leftOut = new Set(["sts:AssumeRole", "ec2:DescribeInstances"]);
  const { paths }: { paths: readonly { id: string; permissions: { required: { permission: string }[] } }[] } =
    JSON.parse(readFileSync(pathsFile, "utf8"));
  assert.deepEqual(paths.map(({ id }) => id).toSorted(), publishedIds);
  for (const { id, permissions } of paths) {
    const actionsOf = (names: readonly string[]): readonly string[] =>
      [...new Set(names)].filter((name) => !leftOut.has(name)).toSorted();
    assert.deepEqual(
      actionsOf(techniques.find((one) => one.id === id)?.needs.map(({ action }) => action) ?? []),
      actionsOf(permissions.required.map(({ permission }) => permission)),
      id,
    );
  }
});
