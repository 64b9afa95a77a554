import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accountOf,
  arn,
  idOf,
  observedSnapshot,
  outsider,
  own,
  roleArn,
  roleCaller,
  snapshotTime,
  userCaller,
  useTime,
} from "../../../test/support/observed.ts";
import { callerName, resolver } from "./index.ts";

const trust = { Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "sts:AssumeRole" };
const snapshot = observedSnapshot({
  roles: [
    { name: "app", trust, path: "/team/" },
    { name: "young", trust, createdAt: snapshotTime - 60 },
    { name: "AWSReservedSSO_Admin_0123456789abcdef", trust, path: "/aws-reserved/sso.amazonaws.com/" },
    { name: "hub", trust, account: "222222222222", path: "/hubs/" },
  ],
  users: [{ name: "ada" }, { name: "new", createdAt: snapshotTime - 60 }],
});
const found = resolver(snapshot);

describe("a caller of a trail", () => {
  const cases = [
    [
      "a unique id alone is told by its ARN",
      { ...roleCaller("hub"), arn: null },
      "role",
      "arn:aws:iam::222222222222:role/hubs/hub",
    ],
    ["an ARN without its path gets it", roleCaller("hub"), "role", "arn:aws:iam::222222222222:role/hubs/hub"],
    [
      "a user's unique id alone",
      { ...userCaller("ada"), arn: null },
      "user",
      "arn:aws:iam::222222222222:user/ada",
    ],
    [
      "another id under the same name was made anew",
      { ...userCaller("ada"), id: idOf("AIDA", "old") },
      "made-anew",
      "arn:aws:iam::222222222222:user/ada",
    ],
    [
      "one that was made after the call is another",
      { ...userCaller("new"), id: null },
      "made-anew",
      "arn:aws:iam::222222222222:user/new",
    ],
    ["one that is in no more is gone", userCaller("bob"), "gone", "arn:aws:iam::222222222222:user/bob"],
    [
      "an id of nobody is gone",
      { ...userCaller("bob"), arn: null },
      "gone",
      `222222222222/${idOf("AIDA", "bob")}`,
    ],
    [
      "of an account that is not held nothing is said",
      roleCaller("hub", outsider),
      "not-held",
      "arn:aws:iam::999999999999:role/hub",
    ],
    [
      "of such an account a unique id alone is the account",
      { ...roleCaller("hub", outsider), arn: null },
      "not-held",
      outsider,
    ],
    [
      "a root user is none of the account's principals",
      { kind: "root", account: accountOf(own) },
      "not-a-principal",
      "arn:aws:iam::111111111111:root",
    ],
    [
      "a service neither",
      { kind: "service", service: "ec2.amazonaws.com" },
      "not-a-principal",
      "ec2.amazonaws.com",
    ],
  ] as const;
  for (const [name, caller, standing, called] of cases) {
    test(name, () => {
      const resolved = found.caller(caller, useTime);
      assert.equal(resolved.standing.kind, standing);
      assert.equal(callerName(resolved), called);
    });
  }
});

describe("a role of a trail", () => {
  const cases = [
    ["is found without its path", roleArn("app"), "held", roleArn("app", own, "/team/")],
    ["whose name was given anew later is told as such", roleArn("young"), "made-anew", roleArn("young")],
    ["that is there no more is gone", roleArn("old"), "gone", roleArn("old")],
    ["of an account that is not held", roleArn("app", outsider), "not-held", roleArn("app", outsider)],
    [
      "is an account's root user, for AssumeRoot",
      arn("arn:aws:iam::111111111111:root"),
      "root",
      arn("arn:aws:iam::111111111111:root"),
    ],
    [
      "of a permission set is the one whose name goes on",
      roleArn("AWSReservedSSO_Admin", own, "/aws-reserved/sso.amazonaws.com/"),
      "held",
      roleArn("AWSReservedSSO_Admin_0123456789abcdef", own, "/aws-reserved/sso.amazonaws.com/"),
    ],
    ["may be none", null, "none", null],
  ] as const;
  for (const [name, role, standing, called] of cases) {
    test(name, () => {
      const resolved = found.role(role, useTime);
      assert.equal(resolved.standing.kind, standing);
      assert.equal(resolved.arn, called);
    });
  }
});
