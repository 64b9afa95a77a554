/** Advice over random organizations: what is told as proven is allowed once it is put there by hand, and nothing crosses partitions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountId, Snapshot } from "../../src/model/index.ts";
import { readQuestion } from "../../src/provision/advice/index.ts";
import { declareGrant, grantStatements } from "../../src/provision/index.ts";
import { planRoles, withRoleStates } from "../../src/provision/roles/index.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";
import { engineOf } from "../../src/work/engine.ts";
import { type Advice, type AdvisedWay, advise } from "../../src/work/provision/advice/index.ts";
import { parseRoleSet } from "../../src/work/provision/roles/role-file.ts";
import { askSimulate } from "../../src/work/simulate/index.ts";
import {
  type AdviceWorld,
  adviceWorld,
  key,
  local,
  organizationId,
  other,
  outsider,
  owner,
  type ResourceName,
  reader,
  resources,
} from "../support/advice-world.ts";
import { type Random, seeded } from "./trust/random.ts";

const cases = Number(process.env.ACCESSLENS_CASES ?? 60);
const seed = 20_261_127;
const catalogue = openActionCatalogue();

const actions: Readonly<Record<ResourceName, readonly string[]>> = {
  bucket: ["s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:GetBucketPolicy"],
  key: ["kms:Decrypt", "kms:DescribeKey", "kms:PutKeyPolicy"],
  queue: ["sqs:SendMessage", "sqs:ReceiveMessage"],
  topic: ["sns:Publish"],
  function: ["lambda:InvokeFunction", "lambda:GetFunction"],
  secret: ["secretsmanager:GetSecretValue"],
  repository: ["ecr:BatchGetImage"],
  table: ["dynamodb:Query", "dynamodb:PutItem"],
  bus: ["events:PutEvents"],
};
const names = Object.keys(resources).filter((name): name is ResourceName => name in resources);
const vendor = `arn:aws:iam::${outsider}:role/vendor`;

function randomAsked(random: Random) {
  const count = random.pick([1, 1, 1, 2, 4]);
  const [first = "bucket", ...rest] = names;
  const chosen = new Set(Array.from({ length: count }, () => random.pick([first, ...rest])));
  return {
    from: random.pick([reader, reader, local, other, vendor]),
    to: [...chosen].map((name) => resources[name]),
    actions: [...chosen].map((name) => {
      const [one = "", ...more] = actions[name];
      return random.pick([one, ...more]);
    }),
    keepsOwn: random.chance(20),
    ...(random.chance(30) ? { organization: organizationId } : {}),
  };
}

function randomStatement(random: Random, effect: "Allow" | "Deny"): object {
  const kinds = ["s3:*", "kms:*", "sqs:*", "sts:AssumeRole", "sns:Publish", "*"] as const;
  const conditions = [
    {},
    {},
    { Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId } } },
    { Condition: { StringEquals: { "aws:PrincipalAccount": other } } },
    { Condition: { ArnLike: { "aws:PrincipalArn": reader } } },
  ] as const;
  return { Effect: effect, Action: random.pick(kinds), Resource: "*", ...random.pick(conditions) };
}

function randomWorld(random: Random): AdviceWorld {
  const some = (chance: number, make: () => AdviceWorld): AdviceWorld =>
    random.chance(chance) ? make() : {};
  return {
    ...some(30, () => ({ scp: randomStatement(random, "Deny") })),
    ...some(30, () => ({ rcp: { ...randomStatement(random, "Deny"), Principal: "*" } })),
    ...some(30, () => ({ boundary: randomStatement(random, "Allow") })),
    ...some(40, () => ({
      policies: {
        bucket: [{ ...randomStatement(random, "Deny"), Action: "s3:*", Principal: "*" }],
        ...(random.chance(50)
          ? {
              queue: [
                { Sid: "Own", Effect: "Allow", Principal: { AWS: local }, Action: "sqs:*", Resource: "*" },
              ],
            }
          : {}),
      },
    })),
    ...some(30, () => ({ attributes: { queue: { kmsKeyId: random.pick([key, "alias/aws/sqs"]) } } })),
  };
}

/** The world once more, with what the way writes standing there as if it had been collected. */
async function written(world: AdviceWorld, way: AdvisedWay, from: string): Promise<Snapshot> {
  const own = way.files.find(({ name }) => name === "caller-policy.json")?.text;
  const may =
    own === undefined ? {} : { [from === local ? "localMay" : "readerMay"]: JSON.parse(own).Statement };
  const policies = { ...world.policies };
  for (const { resource, after } of way.policies) {
    const name =
      names.find((one) => resources[one] === resource) ?? assert.fail(`${resource} is none of the world's`);
    policies[name] = JSON.parse(after).Statement;
  }
  const grants = way.commands.flatMap(({ command }) => {
    const [, principal, operations] =
      / --principal (\S+) .* --actions (\S+) .*--via grant /.exec(command) ?? [];
    if (principal === undefined || operations === undefined) return [];
    return [{ GranteePrincipal: principal, Operations: operations.replaceAll("kms:", "").split(",") }];
  });
  const snapshot = adviceWorld({
    ...world,
    ...(from === reader || from === local ? may : {}),
    policies,
    attributes: { ...world.attributes, ...(grants.length === 0 ? {} : { key: { grants } }) },
  });
  const file = way.files.find(({ name }) => name === "role.yaml")?.text;
  if (file === undefined) return snapshot;
  const registry = { accepted: async () => ({ ok: true, value: ["issued-by-the-registry"] }) as const };
  const set = await parseRoleSet(file, "role.yaml", { registry, environment: {} });
  assert.ok(set.ok, JSON.stringify(set));
  const plan = planRoles({ set: set.value, snapshot, catalogue, adopt: false, unread: () => null });
  return withRoleStates(
    snapshot,
    plan.roles.flatMap(({ account, role, desired: state }) =>
      account === null || state === null ? [] : [{ account: account.id, name: role.name, state }],
    ),
  );
}

function advised(asked: Parameters<typeof readQuestion>[0], snapshot: Snapshot): Advice {
  const question = readQuestion(
    asked,
    (): AccountId => owner,
    () => null,
  );
  assert.ok(question.ok, question.ok ? "" : question.error.why);
  return advise(question.value, { engine: engineOf(snapshot), catalogue, roleName: null });
}

test(`what is told as proven is allowed once it is put there: ${cases} times (seed ${seed})`, async () => {
  let [proven, blocked] = [0, 0];
  for (let number = 0; number < cases; number += 1) {
    const random = seeded(seed + number);
    const [world, asked] = [randomWorld(random), randomAsked(random)];
    const advice = advised(asked, adviceWorld(world));
    for (const way of advice.ways) {
      if (way.state === "blocked") blocked += 1;
      // Requests through an access point that is not there can't be asked of a snapshot.
      if (way.state !== "proven" || way.kind === "access-point") continue;
      proven += 1;
      const after = await written(world, way, asked.from);
      for (const { principal, action, resource, context } of way.tried) {
        const simulated = askSimulate(after, {
          request: {
            principal,
            action,
            resource: { arn: resource, account: owner },
            context,
          },
        });
        const told: string = `seed ${seed + number}: ${way.kind} ${JSON.stringify({ asked, world, way: way.commands })}`;
        assert.ok(simulated.ok, told);
        assert.equal(simulated.value.decision.decision, "Allowed", `${action} of ${principal}; ${told}`);
      }
    }
    const best = advice.ways.find(({ kind }) => kind === advice.recommended);
    assert.ok(best === undefined || best.state === "proven" || best.state === "unproven");
  }
  assert.ok(
    proven > cases / 2 && blocked > cases / 10,
    `${proven} proven, ${blocked} blocked: too few to tell`,
  );
});

test("the command of a grant gives the statements that were judged", () => {
  for (let number = 0; number < 15; number += 1) {
    const random = seeded(seed + number);
    const advice = advised(randomAsked(random), adviceWorld());
    const way = advice.ways.find(({ kind, state }) => kind === "resource-policy" && state !== "impossible");
    for (const { command } of way?.commands ?? []) {
      const [, principal, resource, list, organization] =
        /^accesslens grant --principal (\S+) --resource (\S+) --actions (\S+)(?: --org-id (\S+))?/.exec(
          command,
        ) ?? [];
      if (principal === undefined || resource === undefined || list === undefined) continue;
      const declared = declareGrant({
        ...{ principal, resource, actions: list.split(",") },
        ...(organization === undefined ? {} : { organization }),
      });
      assert.ok(declared.ok, command);
      const after = way?.policies.find((one) => resource.startsWith(one.resource))?.after ?? "";
      for (const { Sid } of grantStatements(declared.value, catalogue))
        assert.ok(after.includes(Sid), command);
    }
  }
});

test("nothing is advised across partitions", () => {
  const snapshot = adviceWorld();
  for (let number = 0; number < 60; number += 1) {
    const random = seeded(seed + number);
    const asked = randomAsked(random);
    const partition = random.pick(["aws-cn", "aws-us-gov", "aws-eusc"]);
    const from = `arn:${partition}:iam::${other}:role/reader`;
    const { organization: _, ...rest } = asked;
    const advice = advised({ ...rest, from }, snapshot);
    assert.equal(advice.recommended, null);
    assert.ok(advice.ways.every(({ state, commands }) => state === "impossible" && commands.length === 0));
  }
});
