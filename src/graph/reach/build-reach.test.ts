import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  type ControlPlan,
  deny,
  type OrganizationPlan,
  organizationId,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
  userArn,
} from "../../../test/support/planned-organization.ts";
import { type Asked, reachOf, shown } from "../../../test/support/reach-of.ts";

const own = "111111111111";
const other = "222222222222";
const third = "333333333333";
const ada = userArn(own, "ada");
const target = roleArn(own, "target");

function ways(plan: OrganizationPlan, asked: Asked): readonly string[] {
  return reachOf(snapshotOf(plan)).paths(asked).map(shown);
}

const trustedByLambda = { name: "target", trust: [trusts({ Service: "lambda.amazonaws.com" })] };
const trustedByAccount = { name: "target", trust: [trusts({ AWS: own })] };
const inOrganization = { StringEquals: { "aws:PrincipalOrgID": organizationId } };

function scp(...statements: readonly Statement[]): readonly ControlPlan[] {
  return [{ kind: "scp", name: "limits", statements, targets: ["r-root"] }];
}

const administrator = { name: "ada", policies: [[allowAll]] };

test("an administrator whom SCPs keep from editing trust still assumes what lets its account in", () => {
  const accounts = [{ id: own, users: [administrator], roles: [trustedByAccount] }];
  const found = ways(
    { accounts, controls: scp(deny("iam:UpdateAssumeRolePolicy")) },
    { from: ada, to: target },
  );
  assert.deepEqual(found, [`assume → ${target}`]);
});

test("an administrator does not come to a role that an SCP lets that role alone assume", () => {
  const accounts = [{ id: own, users: [administrator], roles: [trustedByAccount] }];
  const onlyFor = (arn: string) => ({
    ...deny("sts:AssumeRole"),
    Condition: { ArnNotLike: { "aws:PrincipalArn": arn } },
  });
  assert.deepEqual(ways({ accounts, controls: scp(onlyFor(target)) }, { from: ada, to: target }), []);
  assert.notDeepEqual(ways({ accounts, controls: scp(onlyFor(ada)) }, { from: ada, to: target }), []);
});

test("an administrator whom SCPs keep from editing trust still passes roles, and changes what runs as them", () => {
  const accounts = [{ id: own, users: [administrator], roles: [trustedByLambda] }];
  const asked = { from: ada, to: target };
  const controls = scp(deny("iam:UpdateAssumeRolePolicy"));
  assert.match(ways({ accounts, controls }, asked)[0] ?? "", /^accesslens-lambda-.*|^lambda-\d+ /);
  const job = `arn:aws:codebuild:us-east-1:${own}:project/build`;
  const resources = [{ arn: job, type: "AWS::CodeBuild::Project", attributes: { roleArn: target } }];
  const building = [{ id: own, users: [administrator], roles: [trustedByAccount], resources }];
  const limited = scp(deny(["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"]));
  assert.match(ways({ accounts: building, controls: limited }, asked)[0] ?? "", /^codebuild-002 /);
});

test("administrators of accounts in the same place are told apart by SCPs that name their account", () => {
  const administered = (id: string) => ({ id, users: [administrator] });
  const shared = { name: "target", trust: [trusts({ AWS: "*" }, inOrganization)] };
  const accounts = [administered(own), administered(other), { id: third, roles: [shared] }];
  for (const [only, refused] of [
    [own, other],
    [other, own],
  ] as const) {
    for (const Condition of [
      { StringNotEquals: { "aws:PrincipalAccount": only } },
      { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${only.slice(0, 5)}*:*` } },
    ]) {
      const plan = { accounts, controls: scp({ ...deny("sts:AssumeRole"), Condition }) };
      const to = roleArn(third, "target");
      assert.equal(ways(plan, { from: userArn(only, "ada"), to }).length, 1, `${only} is let through`);
      assert.deepEqual(ways(plan, { from: userArn(refused, "ada"), to }), [], `${refused} is not`);
    }
  }
});

test("who may tag sessions assumes a role that asks for a tag, and nobody else, whoever is asked about first", () => {
  const trust = [
    {
      ...trusts({ AWS: own }, { StringEquals: { "aws:RequestTag/team": "a" } }),
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ];
  for (const [first, second] of [
    ["sts:*", "sts:AssumeRole"],
    ["sts:AssumeRole", "sts:*"],
  ] as const) {
    const users = [
      { name: "ada", policies: [[allow(first)]] },
      { name: "bob", policies: [[allow(second)]] },
    ];
    const accounts = [
      { id: own, users },
      { id: other, roles: [{ name: "target", trust }] },
    ];
    const [allowed, refused] = first === "sts:*" ? ["ada", "bob"] : ["bob", "ada"];
    const to = roleArn(other, "target");
    assert.equal(ways({ accounts }, { from: userArn(own, allowed ?? ""), to }).length, 1);
    assert.deepEqual(ways({ accounts }, { from: userArn(own, refused ?? ""), to }), []);
  }
});

test("a principal of an account outside of the organization assumes what lets any account in", () => {
  const accounts = [
    { id: own, roles: [{ name: "target", trust: [trusts({ AWS: "*" })] }] },
    { id: other, parent: null, users: [{ name: "ada", policies: [[allow("sts:AssumeRole")]] }] },
  ];
  assert.deepEqual(ways({ accounts }, { from: userArn(other, "ada"), to: target }), [`assume → ${target}`]);
});

test("RCPs over a role hold also for whoever is written into its trust policy", () => {
  const accounts = [
    {
      id: own,
      users: [{ name: "ada", policies: [[allow("iam:UpdateAssumeRolePolicy")]] }],
      roles: [trustedByLambda],
    },
  ];
  const rcp = (Condition?: object): readonly ControlPlan[] => [
    {
      kind: "rcp",
      name: "perimeter",
      statements: [
        { ...deny("sts:AssumeRole"), Principal: "*", ...(Condition === undefined ? {} : { Condition }) },
      ],
      targets: [own],
    },
  ];
  const asked = { from: ada, to: target };
  assert.deepEqual(ways({ accounts, controls: rcp() }, asked), []);
  assert.deepEqual(ways({ accounts, controls: rcp({ ArnLike: { "aws:PrincipalArn": ada } }) }, asked), []);
  const elsewhere = { StringNotEquals: { "aws:PrincipalOrgID": organizationId } };
  assert.deepEqual(ways({ accounts, controls: rcp(elsewhere) }, asked), [`iam-012 → ${target}`]);
});

test("a role that lets a service in only for another account's resources can't be passed", () => {
  const passes = [{ name: "ada", policies: [[allow(["iam:PassRole", "lambda:*"])]] }];
  const found = (condition: Statement): readonly string[] => {
    const trust = [trusts({ Service: "lambda.amazonaws.com" }, condition)];
    const accounts = [{ id: own, users: passes, roles: [{ name: "target", trust }] }];
    return ways({ accounts }, { from: ada, to: target });
  };
  assert.deepEqual(found({ StringEquals: { "aws:SourceAccount": other } }), []);
  assert.deepEqual(found({ StringEquals: { "aws:SourceAccount": own } }), [`lambda-001 → ${target}`]);
  const function1 = `arn:aws:lambda:us-east-1:${own}:function:one`;
  assert.deepEqual(found({ ArnLike: { "aws:SourceArn": function1 } }), [`lambda-001? → ${target}`]);
});

test("permissions that a workload's own policy gives count as the caller's", () => {
  const arn = `arn:aws:lambda:us-east-1:${own}:function:one`;
  const policy = (principal: Statement, action: string | readonly string[]) => [
    { Effect: "Allow", Principal: principal, Action: action, Resource: arn },
  ];
  const plan = (statements: readonly Statement[], policies: readonly Statement[]): OrganizationPlan => ({
    accounts: [
      {
        id: own,
        users: [{ name: "ada", policies: policies.length === 0 ? [] : [policies] }],
        roles: [trustedByLambda],
        resources: [
          { arn, type: "AWS::Lambda::Function", attributes: { roleArn: target }, policy: statements },
        ],
      },
    ],
  });
  const both = ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"];
  const asked = { from: ada, to: target, onlyProven: true };
  assert.deepEqual(ways(plan(policy({ AWS: ada }, both), []), asked), [`lambda-004 → ${target}`]);
  const updates = [allow("lambda:UpdateFunctionCode")];
  assert.deepEqual(ways(plan(policy({ AWS: ada }, "lambda:InvokeFunction"), updates), asked), [
    `lambda-004 → ${target}`,
  ]);
  const bob = userArn(own, "bob");
  assert.deepEqual(ways(plan(policy({ AWS: bob }, both), []), { ...asked, onlyProven: false }), []);
});

test("an administrator gives permissions to whom another account's role names, and comes in as that one", () => {
  const app = roleArn(own, "app");
  const accounts = [
    {
      id: own,
      users: [administrator],
      roles: [{ name: "app", trust: [trusts({ Service: "ec2.amazonaws.com" })] }],
    },
    { id: other, roles: [{ name: "target", trust: [trusts({ AWS: app })] }] },
  ];
  const asked = { from: ada, to: roleArn(other, "target"), onlyProven: true };
  const to = roleArn(other, "target");
  assert.deepEqual(ways({ accounts }, asked), [`iam-019 → ${app}, assume → ${to}`]);
  const edits = ["iam:AttachRolePolicy", "iam:PutRolePolicy"];
  assert.deepEqual(ways({ accounts, controls: scp(deny(edits)) }, asked), []);
});

test("whoever writes its own permissions comes into a role of another account that names it", () => {
  const accounts = [
    { id: own, users: [{ name: "ada", policies: [[allow("iam:PutUserPolicy")]] }] },
    { id: other, roles: [{ name: "target", trust: [trusts({ AWS: ada })] }] },
  ];
  const to = roleArn(other, "target");
  assert.deepEqual(ways({ accounts }, { from: ada, to }), [`iam-007 → ${ada}, assume → ${to}`]);
});

test("whoever joins a group comes into a role of another account that names it", () => {
  const users = [{ name: "ada", policies: [[allow("iam:AddUserToGroup")]] }];
  const groups = [{ name: "movers", policies: [[allow("sts:AssumeRole")]] }];
  const accounts = [
    { id: own, users, groups },
    { id: other, roles: [{ name: "target", trust: [trusts({ AWS: ada })] }] },
  ];
  const to = roleArn(other, "target");
  assert.deepEqual(ways({ accounts }, { from: ada, to }), [`iam-013 → ${ada}, assume → ${to}`]);
});

test("whoever joins a group whose permissions it may write gives itself administration", () => {
  const group = `arn:aws:iam::${own}:group/movers`;
  for (const write of ["iam:PutGroupPolicy", "iam:AttachGroupPolicy"]) {
    const users = [{ name: "ada", policies: [[allow(["iam:AddUserToGroup", write], group)]] }];
    const accounts = [{ id: own, users, groups: [{ name: "movers" }] }];
    const [way = ""] = ways({ accounts }, { from: ada, to: `admin:${own}` });
    assert.match(way, /^iam-013 → [^,]*, iam-01[01] → /);
  }
});

test("a role that trusts everybody may be one that services take up, which is not documented", () => {
  const passes = [{ name: "ada", policies: [[allow(["iam:PassRole", "lambda:*"])]] }];
  const found = (condition?: Statement): readonly string[] => {
    const roles = [{ name: "target", trust: [trusts({ AWS: "*" }, condition)] }];
    const controls = scp(deny("sts:AssumeRole"));
    return ways({ accounts: [{ id: own, users: passes, roles }], controls }, { from: ada, to: target });
  };
  assert.deepEqual(found(), [`lambda-001? → ${target}`]);
  assert.deepEqual(found(inOrganization), []);
});

test("conditions that hold for an administrator, or never do, make it no less of one", () => {
  const elsewhere = { StringNotEquals: { "aws:PrincipalAccount": own } };
  const users = [
    {
      name: "ada",
      policies: [
        [
          { ...allowAll, Condition: inOrganization },
          { ...deny("*"), Condition: elsewhere },
        ],
      ],
    },
  ];
  const [way] = ways({ accounts: [{ id: own, users }] }, { from: ada, to: `admin:${own}` });
  assert.equal(way, "", "it is one without a hop");
  const others = [{ name: "ada", policies: [[allowAll, { ...deny("iam:*"), Condition: inOrganization }]] }];
  assert.deepEqual(ways({ accounts: [{ id: own, users: others }] }, { from: ada, to: `admin:${own}` }), []);
});

test("every workload counts, however many there are", () => {
  const functionOf = (name: string, roleName: string) => ({
    arn: `arn:aws:lambda:us-east-1:${own}:function:${name}`,
    type: "AWS::Lambda::Function",
    attributes: { roleArn: roleArn(own, roleName) },
  });
  const others = Array.from({ length: 2500 }, (_, at) => functionOf(`f${at}`, "other"));
  const last = functionOf("last", "target");
  const updates = allow(["lambda:UpdateFunctionCode", "lambda:InvokeFunction"], last.arn);
  const roles = [trustedByLambda, { ...trustedByLambda, name: "other" }];
  const users = [{ name: "ada", policies: [[updates]] }];
  const accounts = [{ id: own, users, roles, resources: [...others, last] }];
  assert.deepEqual(ways({ accounts }, { from: ada, to: target, onlyProven: true }), [
    `lambda-004 → ${target}`,
  ]);
  assert.deepEqual(ways({ accounts }, { from: ada, to: roleArn(own, "other") }), []);
});

test("of things of which there are too many to try each, one may be the right one", () => {
  const jobs = Array.from({ length: 2100 }, (_, at) => ({
    arn: `arn:aws:glue:us-east-1:${own}:job/j${at}`,
    type: "AWS::Glue::Job",
  }));
  const users = [
    {
      name: "ada",
      policies: [
        [allow("iam:PassRole"), allow(["glue:UpdateJob", "glue:StartJobRun"], jobs.at(-1)?.arn ?? "")],
      ],
    },
  ];
  const roles = [{ name: "target", trust: [trusts({ Service: "glue.amazonaws.com" })] }];
  const plan = { accounts: [{ id: own, users, roles, resources: jobs }] };
  const { paths, story } = reachOf(snapshotOf(plan));
  const told = paths({ from: ada, to: target }).flatMap(({ hops }) =>
    hops.map((hop) => story(hop).reasons.join()),
  );
  assert.match(told.join(), /more than 2000 of AWS::Glue::Job/);
});

test("a role that an SCP keeps for its own ARN is not taken over by the account's administrator", () => {
  const app = roleArn(own, "app");
  const kept = (exempt: string): Statement => ({
    ...deny("iam:*", app),
    Condition: { ArnNotLike: { "aws:PrincipalArn": exempt } },
  });
  const users = [{ name: "ada", policies: [[allowAll]] }];
  const accounts = [{ id: own, users, roles: [{ name: "app", trust: [] }] }];
  const asked = { from: ada, to: app };
  assert.deepEqual(ways({ accounts, controls: scp(kept(app)) }, asked), []);
  // Somebody of another name can be made.
  const maker = roleArn(own, "maker");
  assert.equal(ways({ accounts, controls: scp(kept(maker)) }, asked).length, 1);
});
