import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accountOf,
  observed,
  observedSnapshot,
  outsider,
  replayWorldOf,
  roleArn,
  roleCaller,
  sister,
  userCaller,
} from "../../../test/support/observed.ts";
import type { ObservedUse } from "../../model/index.ts";
import { type Replayed, replay } from "./index.ts";

const ada = "arn:aws:iam::222222222222:user/ada";
const allow = (Principal: object | string, more: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...more,
});
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});

/** What an answer comes to, in few words. */
function told(answer: Replayed): string {
  switch (answer.kind) {
    case "allowed":
      return `allowed by ${answer.side}`;
    case "refused":
      return `refused by ${answer.decision.blockedBy.join(", ")}`;
    case "unknown":
      return `unknown: ${[...answer.keys, ...answer.reasons].join(", ")}`;
    case "not-judged":
      return "not judged";
  }
}

type Case = readonly [name: string, trust: unknown, use: Partial<ObservedUse>, answer: string];

const detail = {
  sessionName: "ada",
  sourceIdentity: null,
  tags: [["team", "blue"]],
  transitiveTagKeys: [],
  sourceIp: "203.0.113.9",
  vpcEndpoint: null,
} as const;

const cases: readonly Case[] = [
  ["the caller is named", allow({ AWS: ada }), {}, "allowed by both"],
  ["another is named", allow({ AWS: `${ada}x` }), {}, "refused by resource"],
  ["her account is, and her own policies allow it", allow({ AWS: sister }), {}, "allowed by both"],
  [
    "her account is, and her own policies do not",
    allow({ AWS: sister }),
    { caller: userCaller("bob") },
    "refused by identity",
  ],
  [
    "of an outsider the trust alone decides",
    allow({ AWS: outsider }),
    { caller: roleCaller("x", outsider) },
    "allowed by trust",
  ],
  [
    "a refused call's external ID is not logged",
    allow({ AWS: ada }, when("StringEquals", "sts:ExternalId", "x-1")),
    { granted: false },
    "unknown: sts:externalid",
  ],
  [
    "a granted call's is",
    allow({ AWS: ada }, when("StringEquals", "sts:ExternalId", "x-1")),
    { externalId: "x-1" },
    "allowed by both",
  ],
  [
    "one without it had none",
    allow({ AWS: ada }, when("StringEquals", "sts:ExternalId", "x-1")),
    {},
    "refused by resource",
  ],
  [
    "with MFA",
    allow({ AWS: ada }, when("Bool", "aws:MultiFactorAuthPresent", "true")),
    { mfa: true },
    "allowed by both",
  ],
  [
    "without",
    allow({ AWS: ada }, when("Bool", "aws:MultiFactorAuthPresent", "true")),
    { mfa: false },
    "refused by resource",
  ],
  [
    "where keys without a session differ from a session without MFA",
    allow({ AWS: ada }, when("BoolIfExists", "aws:MultiFactorAuthPresent", "true")),
    { mfa: false },
    "unknown: aws:MultiFactorAuthPresent",
  ],
  [
    "a user's keys are delivered to no instance",
    allow({ AWS: ada }, when("Null", "ec2:RoleDelivery", "true")),
    {},
    "allowed by both",
  ],
  [
    "a role's may be",
    allow({ AWS: `arn:aws:iam::${sister}:role/hub` }, when("Null", "ec2:RoleDelivery", "true")),
    { caller: roleCaller("hub") },
    "unknown: ec2:roledelivery",
  ],
  [
    "where MFA is not told",
    allow({ AWS: ada }, when("Bool", "aws:MultiFactorAuthPresent", "true")),
    { mfa: null },
    "unknown: aws:MultiFactorAuthPresent",
  ],
  [
    "the address is told of detailed roles",
    allow({ AWS: ada }, when("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
    { detail: { ...detail, tags: [] } },
    "allowed by both",
  ],
  [
    "another address",
    allow({ AWS: ada }, when("IpAddress", "aws:SourceIp", "198.51.100.0/24")),
    { detail: { ...detail, tags: [] } },
    "refused by resource",
  ],
  [
    "without details the address is open",
    allow({ AWS: ada }, when("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
    {},
    "unknown: aws:sourceip",
  ],
  [
    "Null tells nothing of a key that is open",
    allow({ AWS: ada }, when("Null", "aws:SourceVpce", "true")),
    {},
    "unknown: aws:sourcevpce",
  ],
  [
    "a key that such calls never have is absent",
    allow({ AWS: ada }, when("Null", "aws:SourceArn", "true")),
    {},
    "allowed by both",
  ],
  ["tags need TagSession", allow({ AWS: ada }), { detail }, "refused by resource"],
  [
    "and have it",
    allow({ AWS: ada }, { Action: ["sts:AssumeRole", "sts:TagSession"] }),
    { detail },
    "allowed by both",
  ],
  [
    "a service",
    allow({ Service: "lambda.amazonaws.com" }),
    { caller: { kind: "service", service: "lambda.amazonaws.com" } },
    "allowed by both",
  ],
  [
    "a service that is named by its region, and told without one",
    allow({ Service: "states.eu-west-1.amazonaws.com" }),
    { caller: { kind: "service", service: "states.amazonaws.com" } },
    "allowed by both",
  ],
  [
    "a service that is told by its region, and named without one",
    allow({ Service: "states.amazonaws.com" }),
    { caller: { kind: "service", service: "states.eu-west-1.amazonaws.com" } },
    "allowed by both",
  ],
  [
    "a service of another region",
    allow({ Service: "states.eu-west-1.amazonaws.com" }),
    { caller: { kind: "service", service: "states.us-east-1.amazonaws.com" } },
    "refused by resource",
  ],
  [
    "an outsider's role that the console tells without its path",
    allow({ AWS: `arn:aws:iam::${outsider}:role/team/theirs` }),
    { call: "SwitchRole", caller: { ...roleCaller("theirs", outsider), id: null } },
    "allowed by trust",
  ],
  [
    "a service whose source is not told",
    allow({ Service: "lambda.amazonaws.com" }, when("StringEquals", "aws:SourceAccount", "111111111111")),
    { caller: { kind: "service", service: "lambda.amazonaws.com" } },
    "unknown: aws:sourceaccount",
  ],
  [
    "somebody of an account that is trusted",
    allow({ AWS: sister }),
    { caller: { kind: "account", account: accountOf(sister) } },
    "allowed by trust",
  ],
  [
    "somebody of an account of which one is trusted, and it was let in",
    allow({ AWS: ada }),
    { caller: { kind: "account", account: accountOf(sister) } },
    "allowed by both",
  ],
  [
    "it was refused",
    allow({ AWS: ada }),
    { caller: { kind: "account", account: accountOf(sister) }, granted: false },
    "unknown: the trail tells the caller's account alone",
  ],
  [
    "nobody of the account gets in without an external ID",
    allow({ AWS: ada }, when("StringEquals", "sts:ExternalId", "x-1")),
    { caller: { kind: "account", account: accountOf(sister) } },
    "refused by resource",
  ],
  [
    "a condition tells them apart",
    allow({ AWS: sister }, when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/ops-*")),
    { caller: { kind: "account", account: accountOf(sister) } },
    "unknown: aws:principalarn",
  ],
  ["a role that is not held", allow({ AWS: ada }), { role: roleArn("none") }, "not judged"],
  ["a call that assumes nothing", allow({ AWS: ada }), { call: "GetSessionToken", role: null }, "not judged"],
  [
    "a session of a role, by its role",
    allow({ AWS: "arn:aws:iam::222222222222:role/hub" }),
    { caller: roleCaller("hub") },
    "allowed by both",
  ],
  [
    "one session of a role that is named by itself",
    allow({ AWS: "arn:aws:sts::222222222222:assumed-role/hub/one" }),
    { caller: roleCaller("hub") },
    "unknown: the name of the role's session is not stated",
  ],
];

const federated = (provider: string, protocol: "oidc" | "saml", subject: string, audience: string | null) =>
  ({ kind: "federated", provider, protocol, subject, audience }) as const;
const github = { Federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" };
const onMain = {
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
    StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/shop:*" },
  },
};
const call = "AssumeRoleWithWebIdentity" as const;
const tokens: readonly Case[] = [
  [
    "a token of an issuer by its URL",
    allow(github, onMain),
    {
      call,
      caller: federated(
        "token.actions.githubusercontent.com",
        "oidc",
        "repo:acme/shop:ref:refs/heads/main",
        "sts.amazonaws.com",
      ),
    },
    "allowed by both",
  ],
  [
    "by its ARN",
    allow(github, onMain),
    { call, caller: federated(github.Federated, "oidc", "repo:acme/shop:x", "sts.amazonaws.com") },
    "allowed by both",
  ],
  [
    "of another repository",
    allow(github, onMain),
    { call, caller: federated(github.Federated, "oidc", "repo:other/shop:x", "sts.amazonaws.com") },
    "refused by resource",
  ],
  [
    "whose audience is not told",
    allow(github, onMain),
    { call, caller: federated(github.Federated, "oidc", "repo:acme/shop:x", null) },
    "unknown: token.actions.githubusercontent.com:aud",
  ],
];

describe("a use is replayed: it is", () => {
  for (const [name, trust, use, answer] of [...cases, ...tokens]) {
    test(`${answer}, where ${name}`, () => {
      const snapshot = observedSnapshot({
        roles: [
          { name: "app", trust },
          {
            name: "hub",
            trust: allow({ AWS: ada }),
            account: sister,
            inline: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
          },
        ],
        users: [
          { name: "ada" },
          { name: "bob", inline: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } },
        ],
      });
      assert.equal(told(replay(observed(use), replayWorldOf(snapshot))), answer);
    });
  }
});
