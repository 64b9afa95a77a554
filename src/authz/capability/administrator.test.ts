import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "../../../test/support/lint.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import { parsePolicy } from "../../policy/index.ts";
import { type Administrator, administratorBy, administratorJudge } from "./administrator.ts";

type Policy = object | readonly object[];

function parsed(
  statements: Policy,
  kind: "identity" | "boundary" = "identity",
  version = "2012-10-17",
): PolicyDocument {
  const found = parsePolicy(JSON.stringify({ Version: version, Statement: statements }), { kind });
  assert.ok(found.ok);
  return found.value;
}

const all = { Effect: "Allow", Action: "*", Resource: "*" };
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

type Question = {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly missing?: readonly string[];
  readonly missingBoundary?: readonly string[];
};

function ask({ identity, boundary, missing = [], missingBoundary = [] }: Question): Administrator {
  return administratorBy(
    {
      identity: identity.map((one) => parsed(one)),
      boundary: boundary === undefined ? null : parsed(boundary, "boundary"),
      missing: { identity: missing, boundary: missingBoundary },
    },
    catalogue,
  );
}

/** `administrator`, `unknown`, or the layer, action and resource that is missing. */
function shown(answer: Administrator): string {
  if (answer.kind !== "not") return answer.kind;
  const { action, resource } = answer.example;
  return `${answer.layer}: ${action} on ${resource.arn}`;
}

type Row = readonly [what: string, question: Question, expected: string | RegExp];
const rows: readonly Row[] = [
  ["Allow of everything", { identity: [all] }, "administrator"],
  ["every action by two stars and a colon", { identity: [{ ...all, Action: "*:*" }] }, "administrator"],
  ["many stars", { identity: [{ ...all, Action: "**", Resource: "***" }] }, "administrator"],
  [
    "two policies that are everything together",
    {
      identity: [
        { ...all, Action: "iam:*" },
        { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
      ],
    },
    "administrator",
  ],
  [
    "three statements of one policy",
    {
      identity: [
        [
          { ...all, Action: ["iam:*", "s3:*"] },
          { Effect: "Allow", NotAction: ["iam:*", "s3:*", "kms:*"], Resource: "*" },
          { ...all, Action: "kms:*" },
        ],
      ],
    },
    "administrator",
  ],
  [
    "everything, told again by a narrower policy",
    { identity: [{ ...all, Action: "s3:*", Resource: "arn:aws:s3:::a" }, all] },
    "administrator",
  ],
  [
    "a condition and its opposite",
    {
      identity: [
        { ...all, ...mfa },
        { ...all, Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } },
      ],
    },
    "administrator",
  ],
  [
    "NotAction of a service that AWS does not list",
    { identity: [{ Effect: "Allow", NotAction: "zz:*", Resource: "*" }] },
    "administrator",
  ],
  [
    "Deny of an action that AWS does not list",
    { identity: [all, { Effect: "Deny", Action: "zz:Zz", Resource: "*" }] },
    "administrator",
  ],
  [
    "a Deny that no request meets",
    {
      identity: [
        all,
        {
          Effect: "Deny",
          Action: "s3:*",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalArn": [] } },
        },
      ],
    },
    "administrator",
  ],
  ["a boundary that allows everything", { identity: [all], boundary: all }, "administrator"],
  [
    "a boundary in two statements",
    {
      identity: [all],
      boundary: [
        { ...all, Action: "s3:*" },
        { Effect: "Allow", NotAction: "s3:*", Resource: "*" },
      ],
    },
    "administrator",
  ],

  ["nothing", { identity: [] }, /^identity: /],
  [
    "one service",
    { identity: [{ ...all, Action: "s3:*" }] },
    "identity: iam:DeleteAccountPasswordPolicy on *",
  ],
  ["all but IAM", { identity: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] }, /^identity: iam:/],
  [
    "all but one action",
    { identity: [{ Effect: "Allow", NotAction: "s3:PutObject", Resource: "*" }] },
    /^identity: s3:PutObject /,
  ],
  [
    "a Deny of one action",
    { identity: [all, { Effect: "Deny", Action: "s3:PutObject", Resource: "*" }] },
    /^identity: s3:PutObject /,
  ],
  [
    "a Deny in another policy, on one resource",
    { identity: [all, { Effect: "Deny", Action: "*", Resource: "arn:aws:s3:::a" }] },
    /on arn:aws:s3:::a$/,
  ],
  [
    "a Deny under a condition",
    {
      identity: [
        all,
        {
          Effect: "Deny",
          Action: "iam:*",
          Resource: "*",
          Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
        },
      ],
    },
    /^identity: iam:/,
  ],
  ["a condition", { identity: [{ ...all, ...mfa }] }, /^identity: /],
  [
    "every ARN, and not the actions that work on no resource",
    { identity: [{ ...all, Resource: "arn:*" }] },
    /^identity: .* on \*$/,
  ],
  [
    "resources of one account",
    { identity: [{ ...all, Resource: "arn:aws:*:*:111122223333:*" }] },
    /^identity: /,
  ],
  [
    "all but one resource",
    { identity: [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::a" }] },
    /on arn:aws:s3:::a$/,
  ],
  [
    "a boundary of one service",
    { identity: [all], boundary: { ...all, Action: "s3:*" } },
    "boundary: iam:DeleteAccountPasswordPolicy on *",
  ],
  [
    "a boundary's Deny",
    { identity: [all], boundary: [all, { Effect: "Deny", Action: "iam:*", Resource: "*" }] },
    /^boundary: iam:/,
  ],

  ["a policy that was not read, which may deny", { identity: [all], missing: ["not read"] }, "unknown"],
  ["a policy that was not read, which may allow", { identity: [], missing: ["not read"] }, "unknown"],
  [
    "a policy that was not read, and a Deny beside it",
    { identity: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }], missing: ["not read"] },
    /^identity: s3:/,
  ],
  ["a boundary that was not read", { identity: [all], missingBoundary: ["not read"] }, "unknown"],
  [
    "a boundary that was not read, over little",
    { identity: [{ ...all, Action: "s3:*" }], missingBoundary: ["not read"] },
    /^identity: iam:/,
  ],
  [
    "a condition that nobody understands",
    { identity: [{ ...all, Condition: { StringEqual: { a: "b" } } }] },
    "unknown",
  ],
];
for (const [what, question, expected] of rows) {
  test(`${what}: ${expected}`, () => {
    const answer = shown(ask(question));
    if (typeof expected === "string") assert.equal(answer, expected);
    else assert.match(answer, expected);
  });
}

test("what is left out and AWS does not list is told", () => {
  const answer = ask({ identity: [{ Effect: "Allow", NotAction: ["zz:*", "s3:Zz"], Resource: "*" }] });
  assert.deepEqual(answer, { kind: "administrator", unlisted: ["zz:*", "s3:Zz"] });
});

test("in a policy of the old version a variable is a text, so that it takes nothing else away", () => {
  const deny = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::${aws:username}" };
  const question = { identity: [parsed(all), parsed(deny, "identity", "2008-10-17")], boundary: null };
  assert.equal(shown(administratorBy(question)), "identity: s3:GetObject on arn:aws:s3:::${aws:username}");
});

test("a judge answers the same for the same documents in any order", () => {
  const judge = administratorJudge(catalogue);
  const [a, b] = [
    parsed({ ...all, Action: "iam:*" }),
    parsed({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
  ];
  assert.equal(judge({ identity: [a, b], boundary: null }).kind, "administrator");
  assert.equal(judge({ identity: [b, a], boundary: null }).kind, "administrator");
  assert.equal(judge({ identity: [a], boundary: null }).kind, "not");
  assert.equal(judge({ identity: [a, b], boundary: b }).kind, "not");
});
