/** What a grant writes, for each service and partition, and what is refused before anything is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openActionCatalogue } from "../../work/action-file.ts";
import {
  actionsOfNothing,
  callerStatements,
  declareGrant,
  type GrantAsked,
  grantServices,
  grantStatements,
  isManagedSid,
  keyActionsFor,
  keyStatements,
  standingGrants,
  throughAccessPoint,
} from "../index.ts";

const catalogue = openActionCatalogue();
const role = "arn:aws:iam::444455556666:role/team/reader";
const place = "eu-west-1:111122223333";

function declared(asked: Partial<GrantAsked>) {
  const declaration = declareGrant({
    principal: role,
    resource: "arn:aws:s3:::logs",
    actions: ["s3:GetObject"],
    ...asked,
  });
  assert.ok(declaration.ok, JSON.stringify(declaration));
  return declaration.value;
}

function statementsFor(asked: Partial<GrantAsked>) {
  return grantStatements(declared(asked), catalogue).map(({ Sid, Effect, Principal, ...rest }) => {
    assert.ok(isManagedSid(Sid) && Effect === "Allow");
    assert.ok(Principal !== undefined);
    return rest;
  });
}

test("each action stands with the resources that it works on", () => {
  const rows: readonly (readonly [Partial<GrantAsked>, readonly object[]])[] = [
    [
      { resource: "arn:aws:s3:::logs", actions: ["s3:ListBucket", "s3:GetObject", "s3:GetBucketLocation"] },
      [
        { Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" },
        { Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: "arn:aws:s3:::logs" },
      ],
    ],
    [
      {
        resource: "arn:aws:s3:::logs/2026/*",
        actions: ["s3:ListBucket", "s3:GetObject", "s3:GetBucketLocation"],
      },
      [
        { Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/2026/*" },
        {
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::logs",
          Condition: { StringLike: { "s3:prefix": ["2026/*"] } },
        },
        { Action: "s3:GetBucketLocation", Resource: "arn:aws:s3:::logs" },
      ],
    ],
    // A pattern that has lists among others is kept to the prefix, too.
    ...["s3:*", "s3:L*", "s3:?istBucket"].map(
      (Action) =>
        [
          { prefix: "2026/", actions: [Action] },
          [
            ...(Action.endsWith("*") ? [{ Action, Resource: "arn:aws:s3:::logs/2026/*" }] : []),
            {
              ...{ Action, Resource: "arn:aws:s3:::logs" },
              Condition: { StringLike: { "s3:prefix": ["2026/*"] } },
            },
          ],
        ] as const,
    ),
    [
      { resource: `arn:aws:s3:${place}:accesspoint/door`, prefix: "in/" },
      [{ Action: "s3:GetObject", Resource: `arn:aws:s3:${place}:accesspoint/door/object/in/*` }],
    ],
    [
      {
        resource: `arn:aws:kms:${place}:key/1234abcd`,
        actions: ["kms:Decrypt"],
        organization: "o-a1b2c3d4e5",
      },
      [
        {
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
        },
      ],
    ],
    [
      {
        resource: `arn:aws:lambda:${place}:function:f:live`,
        actions: ["lambda:InvokeFunction", "lambda:GetFunction"],
      },
      [
        { Action: "lambda:GetFunction", Resource: `arn:aws:lambda:${place}:function:f:live` },
        { Action: "lambda:InvokeFunction", Resource: `arn:aws:lambda:${place}:function:f:live` },
      ],
    ],
    [
      { resource: `arn:aws:ecr:${place}:repository/app`, actions: ["ecr:BatchGetImage"] },
      [{ Action: "ecr:BatchGetImage" }],
    ],
  ];
  for (const [asked, expected] of rows) assert.deepEqual(statementsFor(asked), expected);
});

test("an account is named by its root, in the resource's partition", () => {
  const rows = [
    ["arn:aws-cn:sqs:cn-north-1:111122223333:q", "arn:aws-cn:iam::444455556666:root"],
    ["arn:aws-us-gov:sqs:us-gov-west-1:111122223333:q", "arn:aws-us-gov:iam::444455556666:root"],
  ] as const;
  for (const [resource, AWS] of rows) {
    const asked = { principal: "444455556666", resource, actions: ["sqs:SendMessage"] };
    const [statement] = grantStatements(declared(asked), catalogue);
    assert.deepEqual(statement?.Principal, { AWS });
  }
  const everybody = declared({ principal: "*", organization: "o-a1b2c3d4e5" });
  assert.equal(grantStatements(everybody, catalogue)[0]?.Principal, "*");
});

test("what nobody could use, or what is too much, is refused before anything is read", () => {
  const rows: readonly (readonly [Partial<GrantAsked>, RegExp])[] = [
    [{ principal: "arn:aws-cn:iam::444455556666:role/x" }, /nothing crosses partitions/],
    [{ principal: "*" }, /everybody/],
    [{ principal: "arn:aws:iam::444455556666:role/*" }, /no principal/],
    [{ principal: "arn:aws:iam::444455556666:group/g" }, /no principal/],
    [{ principal: "somebody" }, /nobody that a policy can name/],
    [{ resource: "logs" }, /no ARN/],
    [{ resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1" }, /no kind/],
    [{ resource: "arn:aws:kms:eu-west-1:111122223333:alias/x", actions: ["kms:Decrypt"] }, /no kind/],
    [{ resource: "arn:aws:sqs:::q", actions: ["sqs:SendMessage"] }, /no kind/],
    [{ actions: ["sqs:SendMessage"] }, /no action on/],
    [{ actions: ["*"] }, /no action on/],
    [{ actions: [" "] }, /no action/],
    [{ resource: `arn:aws:sqs:${place}:q`, actions: ["sqs:DeleteQueue"] }, /can't be given/],
    [
      { resource: `arn:aws:ecr:${place}:repository/app`, actions: ["ecr:GetAuthorizationToken"] },
      /no repository/,
    ],
    [{ organization: "acme" }, /no organization's id/],
    [{ prefix: "a*b" }, /no prefix/],
    [{ resource: "arn:aws:s3:::logs/a.txt" }, /one object/],
    [{ resource: "arn:aws:s3:::logs/2026/*", prefix: "2026/x/" }, /two prefixes/],
    [{ resource: `arn:aws:sqs:${place}:q`, actions: ["sqs:SendMessage"], prefix: "a" }, /only S3/],
  ];
  for (const [asked, why] of rows) {
    const declaration = declareGrant({
      ...{ principal: role, resource: "arn:aws:s3:::logs", actions: ["s3:GetObject"] },
      ...asked,
    });
    assert.ok(!declaration.ok && why.test(declaration.error.why), JSON.stringify([asked, declaration]));
  }
});

test("the same grant has the same Sid, every other has another, and all for one resource are found again", () => {
  const all = [{}, { organization: "o-a1b2c3d4e5" }, { prefix: "a" }, { actions: ["s3:PutObject"] }].map(
    (asked) => grantStatements(declared(asked), catalogue)[0],
  );
  assert.equal(new Set(all.map((one) => one?.Sid)).size, 4);
  assert.deepEqual(grantStatements(declared({}), catalogue)[0], all[0]);
  const text = JSON.stringify({ Statement: [{ Sid: "theirs", Effect: "Allow" }, ...all] });
  assert.equal(standingGrants(text, { ...declared({}), actions: null }).length, 4);
  assert.equal(standingGrants(text, declared({})).length, 3);
  assert.equal(standingGrants(text, { ...declared({ principal: "444455556666" }), actions: null }).length, 0);
  assert.equal(
    standingGrants(text, { ...declared({ resource: "arn:aws:s3:::others" }), actions: null }).length,
    0,
  );
});

test("of a prefix or an organization only what was given for it is found", () => {
  const [one, other] = ["o-a1b2c3d4e5", "o-zzzzzzzzzz"];
  const everybody = { principal: "*", actions: ["s3:GetObject", "s3:ListBucket"] };
  const all = [
    declared({ ...everybody, organization: one }),
    declared({ ...everybody, organization: other }),
    declared({ ...everybody, organization: one, prefix: "a/" }),
    declared({ ...everybody, organization: one, prefix: "ab/" }),
  ];
  const statements = all.map((declaration) => grantStatements(declaration, catalogue));
  const text = JSON.stringify({ Statement: statements.flat() });
  const sids = (found: readonly { readonly Sid: string }[] | undefined) => found?.map(({ Sid }) => Sid);
  const [first, second, third] = all;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  assert.deepEqual(sids(standingGrants(text, second)), sids(statements[1]));
  assert.deepEqual(sids(standingGrants(text, third)), sids(statements[2]));
  assert.equal(standingGrants(text, { ...first, actions: null }).length, 6);
});

test("a Deny of our Sid is no grant", () => {
  const [statement] = grantStatements(declared({}), catalogue);
  const text = JSON.stringify({ Statement: [{ ...statement, Effect: "Deny" }] });
  assert.deepEqual(standingGrants(text, declared({})), []);
});

test("what works on neither the bucket nor its objects is told", () => {
  const rows = [
    [["s3:ListAllMyBuckets"], ["s3:ListAllMyBuckets"]],
    [["s3:GetObject", "s3:CreateJob"], ["s3:CreateJob"]],
    [["s3:GetObject", "s3:ListBucket", "s3:*"], []],
  ] as const;
  for (const [actions, expected] of rows)
    assert.deepEqual(actionsOfNothing(declared({ actions: [...actions] }), catalogue), expected);
});

test("a key is given through the service that it encrypts for, for what is asked of it", () => {
  const rows: readonly (readonly [Partial<GrantAsked>, readonly string[]])[] = [
    [{}, ["kms:Decrypt"]],
    [{ actions: ["s3:PutObject"] }, ["kms:Decrypt", "kms:GenerateDataKey"]],
    [{ actions: ["s3:ListBucket"] }, []],
    [{ resource: `arn:aws:sqs:${place}:q`, actions: ["sqs:ReceiveMessage"] }, ["kms:Decrypt"]],
    [
      { resource: `arn:aws:sns:${place}:t`, actions: ["sns:Publish"] },
      ["kms:Decrypt", "kms:GenerateDataKey"],
    ],
    [
      { resource: `arn:aws:secretsmanager:${place}:secret:s-AbCdEf`, actions: ["secretsmanager:*"] },
      ["kms:Decrypt", "kms:GenerateDataKey"],
    ],
    [{ resource: `arn:aws:events:${place}:event-bus/b`, actions: ["events:PutEvents"] }, []],
  ];
  for (const [asked, actions] of rows) assert.deepEqual(keyActionsFor(declared(asked)), actions);
  const [statement] = keyStatements(declared({}), ["kms:Decrypt"], "eu-west-1");
  assert.deepEqual(statement?.Condition, {
    StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
  });
  const china = declared({ principal: "444455556666", resource: "arn:aws-cn:s3:::logs" });
  assert.deepEqual(keyStatements(china, ["kms:Decrypt"], "cn-north-1")[0]?.Condition, {
    StringEquals: { "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" },
  });
});

test("behind an access point the bucket lets in through it alone", () => {
  const door = declared({ resource: `arn:aws:s3:${place}:accesspoint/door` });
  const [statement] = throughAccessPoint(door, "logs", catalogue);
  assert.equal(statement?.Resource, "arn:aws:s3:::logs/*");
  assert.deepEqual(statement?.Condition, { StringEquals: { "s3:DataAccessPointArn": door.resource.arn } });
});

test("the caller's side names what it acts on, with the key and what no resource's policy gives", () => {
  const key = { arn: `arn:aws:kms:${place}:key/k`, actions: ["kms:Decrypt"] };
  assert.deepEqual(callerStatements(declared({}), catalogue, key), [
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::logs/*"] },
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [key.arn] },
  ]);
  const repository = declared({
    resource: `arn:aws:ecr:${place}:repository/app`,
    actions: ["ecr:BatchGetImage"],
  });
  assert.deepEqual(callerStatements(repository, catalogue, null), [
    { Effect: "Allow", Action: ["ecr:BatchGetImage"], Resource: [`arn:aws:ecr:${place}:repository/app`] },
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
  ]);
});

test("every kind of resource has an action that changes its policy, which AWS lists", () => {
  for (const { changeAction } of Object.values(grantServices))
    assert.ok(catalogue.action(changeAction) !== null, changeAction);
});
