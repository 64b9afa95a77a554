/** What the engine says of a change before it is written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeGrant, lockOut, type ManagedStatement, type OwnerFacts } from "./index.ts";

const granted: ManagedStatement = {
  Sid: "AccessLens00000000000000000000",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:role/reader" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::logs/*",
};
const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

test("what statements of others allow, or more, is possible already", () => {
  const rows: readonly (readonly [object[], boolean])[] = [
    [[], false],
    [[{ ...granted, Sid: "theirs" }], true],
    [[{ ...granted, Sid: "theirs", Action: "s3:Get*", Resource: "*" }], true],
    [[{ ...granted, Sid: "theirs", Principal: "*" }], true],
    [[{ ...granted, Sid: "theirs", Resource: "arn:aws:s3:::logs/a*" }], false],
    [[{ ...granted, Sid: "theirs", Condition: { Bool: { "aws:SecureTransport": "true" } } }], false],
    // Two halves make a whole, and what another grant gives goes with it.
    [
      [
        { ...granted, Sid: "one", Condition: { Bool: { "aws:SecureTransport": "true" } } },
        { ...granted, Sid: "two", Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } },
      ],
      true,
    ],
    [[{ ...granted, Sid: "AccessLens11111111111111111111", Action: "s3:*" }], false],
  ];
  for (const [statements, expected] of rows) {
    const { isPossibleAlready } = judgeGrant(policy(...statements), [granted], "111122223333");
    assert.equal(isPossibleAlready, expected, JSON.stringify(statements));
  }
  assert.equal(judgeGrant(null, [granted], "111122223333").isPossibleAlready, false);
});

test("what the owner's account passes on is not given to its principals yet", () => {
  const ours = { ...granted, Principal: { AWS: "arn:aws:iam::111122223333:role/reader" } };
  const root = "arn:aws:iam::111122223333:root";
  const rows: readonly (readonly [object, boolean])[] = [
    [{ AWS: root }, false],
    [{ AWS: "111122223333" }, false],
    [{ AWS: [root, "arn:aws:iam::111122223333:role/other"] }, false],
    [{ AWS: [root, "arn:aws:iam::111122223333:role/reader"] }, true],
  ];
  for (const [Principal, expected] of rows) {
    const standing = policy({ ...granted, Sid: "theirs", Principal, Action: "s3:*" });
    assert.equal(judgeGrant(standing, [ours], "111122223333").isPossibleAlready, expected);
  }
  // From elsewhere the caller's own policies have to allow it anyway.
  const theirs = policy({ ...granted, Sid: "theirs", Principal: { AWS: "arn:aws:iam::444455556666:root" } });
  assert.equal(judgeGrant(theirs, [granted], "111122223333").isPossibleAlready, true);
});

test("a Deny that would still be in the way is named, and whether anything is left", () => {
  const deny = { Sid: "no", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
  const rows: readonly (readonly [object, string | null])[] = [
    [deny, "all"],
    [{ ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } }, "some"],
    [{ ...deny, Action: "s3:PutObject" }, null],
    [{ ...deny, Principal: { AWS: "arn:aws:iam::999999999999:root" } }, null],
    [{ ...deny, Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }, "all"],
    [
      {
        ...deny,
        Principal: undefined,
        NotPrincipal: { AWS: granted.Principal && "arn:aws:iam::444455556666:role/reader" },
      },
      null,
    ],
    [{ ...deny, Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }, "some"],
  ];
  for (const [statement, blocks] of rows) {
    const { blockedBy } = judgeGrant(policy(statement), [granted], "111122223333");
    const found = blockedBy.map((one) => `${one.statement} ${one.blocks}`);
    assert.deepEqual(found, blocks === null ? [] : [`no ${blocks}`], JSON.stringify(statement));
  }
});

const key: OwnerFacts = {
  ...{ account: "111122223333", partition: "aws", changeAction: "kms:PutKeyPolicy", onlyByPolicy: true },
  arn: "arn:aws:kms:eu-west-1:111122223333:key/k",
};
const bucket: OwnerFacts = {
  ...key,
  changeAction: "s3:PutBucketPolicy",
  onlyByPolicy: false,
  arn: "arn:aws:s3:::logs",
};
const admin = {
  Sid: "admin",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const other = {
  ...admin,
  Sid: "other",
  Principal: { AWS: "arn:aws:iam::444455556666:role/reader" },
  Action: "kms:Decrypt",
};

test("a change after which the owner's administrators could not change the policy is refused", () => {
  const named = { ...admin, Principal: { AWS: "arn:aws:iam::111122223333:role/keys" }, Action: "kms:Put*" };
  const denied = { ...admin, Sid: "no", Effect: "Deny", Principal: "*", Action: "kms:PutKeyPolicy" };
  const rows: readonly (readonly [OwnerFacts, string | null, string | null, boolean])[] = [
    [key, policy(admin), policy(admin, other), false],
    [key, policy(admin, other), policy(other), true],
    [key, policy(admin, other), policy(named, other), false],
    [key, policy(admin), policy(admin, denied), true],
    [key, policy(admin), policy({ ...admin, Principal: { AWS: "arn:aws:iam::444455556666:root" } }), true],
    // It could not be changed before either: it is not this change that locks out.
    [key, policy(other), policy(other, { ...other, Sid: "more" }), false],
    [bucket, null, policy({ ...other, Action: "s3:GetObject" }), false],
    [bucket, policy(other), null, false],
    [bucket, policy(other), policy({ ...denied, Action: "s3:*" }), true],
    [bucket, policy(other), policy({ ...denied, Action: "s3:*", Resource: bucket.arn }), true],
    [bucket, policy(other), policy({ ...denied, Action: "s3:*", Resource: `${bucket.arn}/*` }), false],
    [
      bucket,
      policy(other),
      policy({
        ...denied,
        Action: "s3:*",
        Condition: { StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin" } },
      }),
      false,
    ],
  ];
  for (const [owner, before, after, isLocked] of rows) {
    assert.equal(lockOut(before, after, owner) !== null, isLocked, JSON.stringify([before, after]));
  }
});
