import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AdviceWorld,
  adviceWorld,
  key,
  local,
  organizationId,
  other,
  outsider,
  owner,
  reader,
  resources,
  writer,
} from "../../../../test/support/advice-world.ts";
import type { AccountId } from "../../../model/index.ts";
import { type AdviceAsked, readQuestion, type WayKind } from "../../../provision/advice/index.ts";
import { openActionCatalogue } from "../../action-file.ts";
import { engineOf } from "../../engine.ts";
import { type Advice, type AdvisedWay, advise } from "./index.ts";

const { bucket, queue, topic, secret, table, repository } = resources;
const ec2 = `arn:aws:ec2:eu-west-1:${owner}:instance/i-0123456789abcdef0`;

type Asked = Pick<AdviceAsked, "from"> & {
  readonly to: string | readonly string[];
  readonly action: string;
} & Partial<Omit<AdviceAsked, "from" | "to" | "actions">>;

/** `world` null: without a snapshot. */
function ask({ to, action, ...asked }: Asked, world: AdviceWorld | null = {}): Advice {
  const question = readQuestion(
    { ...asked, to: [to].flat(), actions: action.split(",") },
    (): AccountId => owner,
    () => null,
  );
  assert.ok(question.ok, question.ok ? "" : question.error.why);
  const engine = world === null ? null : engineOf(adviceWorld(world));
  return advise(question.value, { engine, catalogue: openActionCatalogue(), roleName: null });
}

function wayOf(advice: Advice, kind: WayKind): AdvisedWay {
  return advice.ways.find((way) => way.kind === kind) ?? assert.fail(`${kind} is not told`);
}

const factsOf = (way: AdvisedWay): readonly string[] => way.reasons.map(({ fact }) => fact);

type Row = {
  readonly name: string;
  readonly asked: Asked;
  readonly world?: AdviceWorld | null;
  readonly recommended: WayKind | null;
  /** State, and a fact that has to be among its reasons. */
  readonly ways: Partial<Record<WayKind, readonly [state: AdvisedWay["state"], fact?: string]>>;
};

const rows: readonly Row[] = [
  {
    name: "one bucket for a role of the organization: the bucket's policy, by which the caller keeps its name",
    asked: { from: reader, to: bucket, action: "s3:GetObject,s3:ListBucket" },
    recommended: "resource-policy",
    ways: {
      "resource-policy": ["proven", "own-identity"],
      role: ["proven", "gives-up-permissions"],
      "access-point": ["proven", "bucket-lets-in-too"],
    },
  },
  {
    name: "a service without policies of resources: a role",
    asked: { from: reader, to: ec2, action: "ec2:StartInstances" },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "no-resource-policy"], role: ["proven"] },
  },
  {
    name: "an action of the account and not of a bucket: a role",
    asked: { from: reader, to: bucket, action: "s3:ListAllMyBuckets" },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "action-without-resource"], role: ["proven"] },
  },
  {
    name: "what KMS lets no other account do: a role",
    asked: { from: reader, to: key, action: "kms:PutKeyPolicy" },
    recommended: "role",
    ways: {
      "resource-policy": ["impossible", "action-not-given"],
      "key-grant": ["impossible", "grant-operations"],
      role: ["proven"],
    },
  },
  {
    name: "what SQS keeps to the owner's account: a role",
    asked: { from: reader, to: queue, action: "sqs:SetQueueAttributes" },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "action-not-given"], role: ["proven"] },
  },
  {
    name: "a bucket's policy itself: the bucket's account alone may change it",
    asked: { from: reader, to: bucket, action: "s3:PutBucketPolicy" },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "action-not-given"], "access-point": ["impossible"] },
  },
  {
    name: "a key: its policy, before a grant that nobody sees",
    asked: { from: reader, to: key, action: "kms:Decrypt,kms:GenerateDataKey" },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven"], "key-grant": ["proven", "seldom-seen"], role: ["proven"] },
  },
  {
    name: "four services at once: one role",
    asked: {
      from: reader,
      to: [bucket, queue, topic, table],
      action: "s3:GetObject,sqs:SendMessage,sns:Publish,dynamodb:Query",
    },
    recommended: "role",
    ways: { "resource-policy": ["proven", "many-policies"], role: ["proven", "several-services"] },
  },
  {
    name: "four services at once, for who needs its own permissions besides: their policies",
    asked: {
      from: reader,
      to: [bucket, queue, topic, table],
      action: "s3:GetObject,sqs:SendMessage,sns:Publish,dynamodb:Query",
      keepsOwn: true,
    },
    recommended: "resource-policy",
    ways: { role: ["proven", "can-not-keep-permissions"] },
  },
  {
    name: "a third party: a role that asks for an external ID",
    asked: { from: `arn:aws:iam::${outsider}:role/vendor`, to: bucket, action: "s3:GetObject" },
    recommended: "role",
    ways: {
      "resource-policy": ["unproven", "policy-without-external-id"],
      role: ["unproven", "role-asks-external-id"],
    },
  },
  {
    name: "a caller of the resource's own account: its own policy",
    asked: { from: local, to: bucket, action: "s3:GetObject" },
    recommended: "identity-policy",
    ways: { "identity-policy": ["proven", "own-account"], role: ["proven", "nothing-to-cross"] },
  },
  {
    name: "a key of the same account that delegates nothing: its policy, as the caller's own is not enough",
    asked: { from: local, to: key, action: "kms:Decrypt" },
    world: {
      policies: {
        key: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${owner}:root` },
            Action: ["kms:PutKeyPolicy", "kms:GetKeyPolicy"],
            Resource: "*",
          },
        ],
      },
    },
    recommended: "resource-policy",
    ways: { "identity-policy": ["blocked", "key-of-own-account"], "resource-policy": ["proven"] },
  },
  {
    name: "a queue by its own key: the key's policy is a second place, and the way is proven with it",
    asked: { from: reader, to: queue, action: "sqs:ReceiveMessage" },
    world: { attributes: { queue: { kmsKeyId: key } } },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven", "key-policy-too"], role: ["proven", "key-by-own-account"] },
  },
  {
    name: "a queue by AWS's key: no other account can use it, but a role of its own",
    asked: { from: reader, to: queue, action: "sqs:ReceiveMessage" },
    world: { attributes: { queue: { kmsKeyId: "alias/aws/sqs" } } },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "key-of-aws"], role: ["proven"] },
  },
  {
    name: "the key that was named counts for what the snapshot does not tell",
    asked: { from: reader, to: secret, action: "secretsmanager:GetSecretValue", key: "aws/secretsmanager" },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "key-of-aws"] },
  },
  {
    name: "a policy without room: an access point, whose statement is longer, has none either",
    asked: { from: reader, to: bucket, action: "s3:GetObject" },
    world: { policies: { bucket: [filler(20_300)] } },
    recommended: "role",
    ways: { "resource-policy": ["impossible", "policy-full"], "access-point": ["impossible", "policy-full"] },
  },
  {
    name: "a policy that is nearly full counts against it",
    asked: { from: reader, to: bucket, action: "s3:GetObject" },
    world: { policies: { bucket: [filler(18_500)] } },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven", "policy-nearly-full"] },
  },
  {
    name: "a service control policy of the caller's account stops both ways, and is named",
    asked: { from: reader, to: bucket, action: "s3:GetObject" },
    world: { scp: { Effect: "Deny", Action: ["s3:*", "sts:AssumeRole"], Resource: "*" } },
    recommended: null,
    ways: { "resource-policy": ["blocked"], role: ["blocked"] },
  },
  {
    name: "a boundary that leaves the caller sts:AssumeRole alone leaves the role",
    asked: { from: reader, to: bucket, action: "s3:GetObject" },
    world: { boundary: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" } },
    recommended: "role",
    ways: { "resource-policy": ["blocked", "own-identity"], role: ["proven"] },
  },
  {
    name: "a resource control policy against outsiders stops them whichever way they come",
    asked: { from: `arn:aws:iam::${outsider}:role/vendor`, to: bucket, action: "s3:GetObject" },
    world: {
      rcp: {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*", "sts:AssumeRole"],
        Resource: "*",
        Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId } },
      },
    },
    recommended: null,
    ways: { "resource-policy": ["blocked"], role: ["blocked"] },
  },
  {
    name: "guards that every usual request meets stop nothing: encryption, and the regions in use",
    asked: { from: reader, to: bucket, action: "s3:GetObject" },
    world: {
      scp: {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
      rcp: {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
      },
    },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven"], role: ["proven"] },
  },
  {
    name: "a region that is closed: each way is denied",
    asked: { from: reader, to: queue, action: "sqs:SendMessage" },
    world: {
      scp: {
        Effect: "Deny",
        Action: "sqs:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-north-1" } },
      },
    },
    recommended: null,
    ways: { "resource-policy": ["blocked"], role: ["blocked"] },
  },
  {
    name: "another partition: no way at all",
    asked: { from: `arn:aws-cn:iam::${other}:role/reader`, to: bucket, action: "s3:GetObject" },
    recommended: null,
    ways: { "resource-policy": ["impossible", "other-partition"], role: ["impossible", "other-partition"] },
  },
  {
    name: "everybody, unsigned: nobody is advised to let the world in",
    asked: { from: "*", to: bucket, action: "s3:GetObject" },
    recommended: null,
    ways: { "resource-policy": ["impossible", "anonymous-caller"], role: ["impossible"] },
  },
  {
    name: "everybody of the organization: the policy, bound to it",
    asked: { from: "*", to: bucket, action: "s3:GetObject", organization: organizationId },
    recommended: "resource-policy",
    ways: {
      "resource-policy": ["proven", "organization-bound"],
      role: ["impossible", "no-organization-role"],
    },
  },
  {
    name: "an organization that the caller is not of: the bound could never be met",
    asked: { from: reader, to: bucket, action: "s3:GetObject", organization: "o-another001" },
    recommended: null,
    ways: { "resource-policy": ["impossible", "not-of-organization"] },
  },
  {
    name: "a service: the policy, bound to what it works for, and by hand",
    asked: { from: "sns.amazonaws.com", to: queue, action: "sqs:SendMessage" },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven", "service-caller"], role: ["impossible", "service-has-own-roles"] },
  },
  {
    name: "a whole account: whoever it permits",
    asked: { from: other, to: topic, action: "sns:Publish" },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven", "whole-account"], role: ["proven", "whole-account"] },
  },
  {
    name: "a repository: by its policy, whose statements name no resource",
    asked: { from: writer, to: repository, action: "ecr:BatchGetImage" },
    recommended: "resource-policy",
    ways: { "resource-policy": ["proven"] },
  },
  {
    name: "without a snapshot the ways are the same, and nothing is proven",
    asked: { from: reader, to: bucket, action: "s3:GetObject" },
    world: null,
    recommended: "resource-policy",
    ways: { "resource-policy": ["unproven", "perhaps-third-party"], role: ["unproven"] },
  },
];

function filler(bytes: number): object {
  const statement = {
    Sid: "Filler",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteBucket",
    Resource: bucket,
  };
  const Condition = {
    StringEquals: { "aws:PrincipalTag/x": "y".repeat(bytes - JSON.stringify(statement).length) },
  };
  return { ...statement, Condition };
}

for (const { name, asked, world, recommended, ways } of rows) {
  test(name, () => {
    const advice = ask(asked, world === undefined ? {} : world);
    for (const [kind, way] of Object.entries(ways)) {
      const [state, fact] = way;
      const told = advice.ways.find((one) => one.kind === kind) ?? assert.fail(`${kind} is not told`);
      const why = `${kind}: ${told.blockedBy.join(" ")} ${told.unknown.join(" ")} ${factsOf(told).join(", ")}`;
      assert.equal(told.state, state, why);
      if (fact !== undefined) assert.ok(factsOf(told).includes(fact), why);
    }
    assert.equal(
      advice.recommended,
      recommended,
      JSON.stringify(advice.ways.map(({ kind, points }) => [kind, points])),
    );
    for (const { reasons } of advice.ways) {
      for (const { source, says } of reasons) {
        assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//);
        assert.doesNotMatch(says, /[{}]|undefined/);
      }
    }
  });
}

test("what blocks is named by layer, policy and statement", () => {
  const advice = ask(
    { from: reader, to: bucket, action: "s3:GetObject" },
    { scp: { Sid: "NoStorage", Effect: "Deny", Action: "s3:Get*", Resource: "*" } },
  );
  const blocked =
    /^s3:GetObject of .* is still blocked by a service control policy \(Limits, statement NoStorage\)\.$/;
  assert.match(wayOf(advice, "resource-policy").blockedBy[0] ?? "", blocked);
  assert.match(wayOf(advice, "role").blockedBy[0] ?? "", blocked);
});

test("who else could: of an account everybody whom it permits, of a role those who can assume it", () => {
  const may = { Effect: "Allow", Action: ["sns:Publish", "sts:AssumeRole"], Resource: "*" };
  const advice = ask({ from: other, to: topic, action: "sns:Publish" }, { readerMay: may });
  const gained = (way: AdvisedWay, at: number) => way.exposes?.[at]?.gained.map(({ id }) => id);
  assert.deepEqual(gained(wayOf(advice, "resource-policy"), 0), [reader]);
  assert.deepEqual(gained(wayOf(advice, "role"), 0), [reader]);
  assert.deepEqual(gained(wayOf(advice, "role"), 1), [`arn:aws:iam::${owner}:role/access-for-${other}`]);
  assert.deepEqual(gained(wayOf(ask({ from: other, to: topic, action: "sns:Publish" }), "role"), 0), []);
});

test("a role of Identity Center: its policies are not ours to change, and it is said", () => {
  const name = "AWSReservedSSO_Reader_0123456789abcdef";
  const from = `arn:aws:iam::${other}:role/aws-reserved/sso.amazonaws.com/${name}`;
  const way = wayOf(ask({ from, to: bucket, action: "s3:GetObject" }), "resource-policy");
  assert.ok(factsOf(way).includes("identity-center-role"));
  assert.deepEqual(
    way.commands.map(({ account }) => account),
    [owner],
  );
});

test("both ways are ready: commands with the account that they are for, and files", () => {
  const advice = ask({ from: writer, to: bucket, action: "s3:GetObject", organization: organizationId });
  const policy = wayOf(advice, "resource-policy");
  assert.deepEqual(
    policy.commands.map(({ account, command }) => [account, command.split(" ").slice(0, 3).join(" ")]),
    [
      [owner, "accesslens grant --principal"],
      [other, "aws iam put-user-policy"],
    ],
  );
  assert.match(policy.commands[0]?.command ?? "", / --org-id o-advice0001 --account 111122223333 --apply$/);
  assert.match(policy.commands[1]?.command ?? "", /--user-name writer /);
  assert.deepEqual(
    wayOf(advice, "role").files.map(({ name }) => name),
    ["role.yaml", "caller-policy.json"],
  );
  assert.match(wayOf(advice, "role").files[0]?.text ?? "", /organization: o-advice0001/);
});
