/** Who did it: CloudTrail's kinds of userIdentity, as its documentation shows them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { calls, changeRecord, roleSession } from "../../../test/support/change-messages.ts";
import { readActor } from "./read-actor.ts";

const account = "111122223333";

const rows: readonly (readonly [what: string, identity: object, actor: object])[] = [
  [
    "the root user, with MFA",
    {
      type: "Root",
      principalId: account,
      arn: `arn:aws:iam::${account}:root`,
      accountId: account,
      sessionContext: { attributes: { mfaAuthenticated: "true" } },
    },
    { principal: `arn:aws:iam::${account}:root`, kind: "Root", account, mfa: true, sessionIssuer: null },
  ],
  [
    "a user with access keys",
    {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: `arn:aws:iam::${account}:user/Alice`,
      accountId: account,
    },
    { principal: `arn:aws:iam::${account}:user/Alice`, kind: "IAMUser", mfa: null },
  ],
  [
    "a role's session by CloudFormation",
    { ...roleSession(account, "cfn", "stack"), invokedBy: "cloudformation.amazonaws.com" },
    {
      principal: `arn:aws:sts::${account}:assumed-role/cfn/stack`,
      sessionIssuer: `arn:aws:iam::${account}:role/cfn`,
      invokedBy: "cloudformation.amazonaws.com",
    },
  ],
  [
    "a service",
    { type: "AWSService", invokedBy: "autoscaling.amazonaws.com" },
    { principal: "autoscaling.amazonaws.com", kind: "AWSService", account: null },
  ],
  [
    "AWS itself",
    { accountId: account, invokedBy: "AWS Internal" },
    { principal: "AWS Internal", kind: "AWSService", account },
  ],
  [
    "a caller of another account, whose ARN is not told",
    { type: "AWSAccount", principalId: "AIDAQ45Q7YFFAREXAMPLE", accountId: "999988887777" },
    { principal: "AIDAQ45Q7YFFAREXAMPLE", kind: "AWSAccount", account: "999988887777" },
  ],
  [
    "a user of a web identity provider",
    {
      type: "WebIdentityUser",
      principalId: "accounts.google.com:app.apps.googleusercontent.com:123",
      userName: "123",
      identityProvider: "accounts.google.com",
    },
    { principal: "accounts.google.com 123", kind: "WebIdentityUser", account: null },
  ],
  [
    "a person of Identity Center",
    {
      type: "IdentityCenterUser",
      accountId: account,
      onBehalfOf: {
        userId: "544894e8-80c1-707f-60e3-3ba6510dfac1",
        identityStoreArn: "arn:aws:identitystore::1:x",
      },
      credentialId: "x",
    },
    {
      principal: "544894e8-80c1-707f-60e3-3ba6510dfac1",
      kind: "IdentityCenterUser",
      onBehalfOf: "544894e8-80c1-707f-60e3-3ba6510dfac1",
    },
  ],
  ["nobody who is told", {}, { principal: "iam.amazonaws.com", kind: "Unknown", account: null, mfa: null }],
];

describe("The actor is", () => {
  for (const [what, identity, actor] of rows) {
    test(what, () => {
      assert.partialDeepStrictEqual(readActor(changeRecord(calls.deleteRole("x"), { identity })), actor);
    });
  }
});
