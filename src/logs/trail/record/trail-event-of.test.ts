import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  assumed,
  assumeRequest,
  callerAccount,
  gitHub,
  identityCenterRecord,
  owner,
  type RecordParts,
  record,
  role,
  rolesAnywhereRecord,
  samlRecord,
  sessionIdentity,
  switchRecord,
  userIdentity,
  webIdentityRecord,
} from "../../../../test/support/trail/records.ts";
import { trailEventOf } from "./trail-event-of.ts";

const message = `User: ${sessionIdentity.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
const refused = { errorCode: "AccessDenied", errorMessage: message };

type Case = { readonly title: string; readonly record: RecordParts; readonly told: RecordParts };

const cases: readonly Case[] = [
  {
    title: "a caller's copy tells the caller by ARN, and a session's length by when its credentials end",
    record: record("AssumeRole", {
      userIdentity,
      recipientAccountId: callerAccount,
      sharedEventID: "be1-shared",
      requestParameters: { ...assumeRequest, externalId: "e-17", sourceIdentity: "JohnDoe", policy: "{}" },
      responseElements: assumed,
    }),
    told: {
      time: Date.UTC(2026, 9, 25, 20, 52, 11),
      shared: "be1-shared",
      account: callerAccount,
      caller: { kind: "user", account: callerAccount, arn: userIdentity.arn, id: userIdentity.principalId },
      callerKey: "AKIAQRSTUVWXYZEXAMPLE",
      role,
      outcome: { kind: "granted", key: "ASIAWHOJDLGPOEXAMPLE", seconds: 3600 },
      sessionName: "JohnDoe-EC2-dev",
      externalId: "e-17",
      sourceIdentity: "JohnDoe",
      narrowed: true,
      mfa: false,
      console: false,
    },
  },
  {
    title: "an owner's copy tells a user by the unique id alone, and nothing of MFA",
    record: record("AssumeRole", {
      userIdentity: { type: "AWSAccount", principalId: "AIDAQRSTUVWXYZEXAMPLE", accountId: callerAccount },
      requestParameters: assumeRequest,
      responseElements: assumed,
    }),
    told: {
      caller: { kind: "user", account: callerAccount, arn: null, id: "AIDAQRSTUVWXYZEXAMPLE" },
      callerKey: null,
      mfa: null,
      narrowed: false,
      sourceIdentity: null,
    },
  },
  {
    title: "an owner's copy of a session's call tells the role's unique id and the session's name",
    record: record("AssumeRole", {
      userIdentity: {
        type: "AWSAccount",
        principalId: "AROAIN5ATK5U7KEXAMPLE:run-42",
        accountId: callerAccount,
      },
      requestParameters: assumeRequest,
      responseElements: assumed,
    }),
    told: {
      caller: {
        kind: "role",
        account: callerAccount,
        arn: null,
        id: "AROAIN5ATK5U7KEXAMPLE",
        session: "run-42",
      },
    },
  },
  {
    title: "an owner's copy without a unique id tells the account",
    record: record("AssumeRole", {
      userIdentity: { type: "AWSAccount", principalId: callerAccount, accountId: callerAccount },
      requestParameters: assumeRequest,
      responseElements: assumed,
    }),
    told: { caller: { kind: "account", account: callerAccount } },
  },
  {
    title:
      "a chained call tells the role with its path by the session's issuer, and the source identity set before",
    record: record("AssumeRole", {
      userIdentity: sessionIdentity,
      requestParameters: {
        ...assumeRequest,
        tags: [
          { value: "johndoe@example.com", key: "Email" },
          { key: "CostCenter", value: "12345" },
        ],
        transitiveTagKeys: ["Email"],
      },
      responseElements: assumed,
    }),
    told: {
      caller: {
        kind: "role",
        account: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:role/ci/deployer`,
        id: "AROAIN5ATK5U7KEXAMPLE",
        session: "run-42",
      },
      callerKey: "ASIAI44QH8DHBEXAMPLE",
      sourceIdentity: "jdoe",
      tags: [
        ["Email", "johndoe@example.com"],
        ["CostCenter", "12345"],
      ],
      transitiveTagKeys: ["Email"],
      mfa: false,
    },
  },
  {
    title: "a session without an issuer tells the role without its path",
    record: record("AssumeRole", {
      userIdentity: { ...sessionIdentity, sessionContext: undefined },
      requestParameters: assumeRequest,
      responseElements: assumed,
    }),
    told: {
      caller: {
        kind: "role",
        account: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:role/deployer`,
        id: "AROAIN5ATK5U7KEXAMPLE",
        session: "run-42",
      },
      mfa: null,
    },
  },
  {
    title: "a device that comes with a call is MFA",
    record: record("AssumeRole", {
      userIdentity,
      requestParameters: { ...assumeRequest, serialNumber: `arn:aws:iam::${callerAccount}:mfa/JohnDoe` },
      responseElements: assumed,
    }),
    told: { mfa: true },
  },
  {
    title: "a session with MFA is told by its attributes",
    record: record("AssumeRole", {
      userIdentity: { ...userIdentity, sessionContext: { attributes: { mfaAuthenticated: "true" } } },
      requestParameters: assumeRequest,
      responseElements: assumed,
      sessionCredentialFromConsole: "true",
    }),
    told: { mfa: true, console: true },
  },
  {
    title: "a service is told by its host",
    record: record("AssumeRole", {
      userIdentity: { type: "AWSService", invokedBy: "lambda.amazonaws.com" },
      sourceIPAddress: "lambda.amazonaws.com",
      requestParameters: assumeRequest,
      responseElements: assumed,
      sharedEventID: "shared-by-one-copy",
    }),
    told: { caller: { kind: "service", service: "lambda.amazonaws.com" }, sourceIp: "lambda.amazonaws.com" },
  },
  {
    title: "a service that only the address tells",
    record: record("AssumeRole", {
      userIdentity: { type: "AWSService", invokedBy: "AWS Internal" },
      sourceIPAddress: "ec2.amazonaws.com",
      requestParameters: assumeRequest,
      responseElements: assumed,
    }),
    told: { caller: { kind: "service", service: "ec2.amazonaws.com" } },
  },
  {
    title: "a refused call's role is taken from its message",
    record: record("AssumeRole", { userIdentity: sessionIdentity, ...refused }),
    told: {
      role,
      outcome: { kind: "refused", code: "AccessDenied" },
      sessionName: null,
      caller: {
        kind: "role",
        account: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:role/ci/deployer`,
        id: "AROAIN5ATK5U7KEXAMPLE",
        session: "run-42",
      },
    },
  },
  {
    title: "a refused call's caller is taken from its message where nothing else tells an ARN",
    record: record("AssumeRole", {
      userIdentity: {
        type: "AWSAccount",
        principalId: "AROAIN5ATK5U7KEXAMPLE:run-42",
        accountId: callerAccount,
      },
      errorCode: "AccessDenied",
      errorMessage: `${message} because no identity-based policy allows the sts:AssumeRole action`,
    }),
    told: {
      role,
      caller: {
        kind: "role",
        account: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:role/deployer`,
        id: null,
        session: "run-42",
      },
    },
  },
  {
    title: "a refusal whose message names no role tells none",
    record: record("AssumeRole", {
      userIdentity,
      errorCode: "ValidationError",
      errorMessage: "Request ARN is invalid",
    }),
    told: { role: null, outcome: { kind: "refused", code: "ValidationError" }, mfa: null },
  },
  {
    title: "an assertion's subject, provider, audience and tags",
    record: samlRecord,
    told: {
      caller: {
        kind: "federated",
        protocol: "saml",
        provider: `arn:aws:iam::${owner}:saml-provider/Shibboleth`,
        subject: "SamlExample",
        audience: "https://signin.aws.amazon.com/saml",
      },
      role,
      tags: [
        ["CostCenter", "987654"],
        ["Project", "Unicorn"],
      ],
      transitiveTagKeys: ["CostCenter"],
      sourceIdentity: "MySAMLUser",
      mfa: null,
    },
  },
  {
    title: "a token's subject, provider and audience",
    record: webIdentityRecord,
    told: {
      caller: {
        kind: "federated",
        protocol: "oidc",
        provider: gitHub,
        subject: "repo:acme/app:ref:refs/heads/main",
        audience: "sts.amazonaws.com",
      },
      role,
    },
  },
  {
    title: "a refused token's audience stands in the principal's id",
    record: {
      ...webIdentityRecord,
      requestParameters: null,
      responseElements: null,
      errorCode: "AccessDenied",
      errorMessage: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    },
    told: {
      caller: {
        kind: "federated",
        protocol: "oidc",
        provider: gitHub,
        subject: "repo:acme/app:ref:refs/heads/main",
        audience: "sts.amazonaws.com",
      },
      role: null,
      outcome: { kind: "refused", code: "AccessDenied" },
    },
  },
  {
    title: "AssumeRoot tells an account, and its session is narrowed by a task policy",
    record: record("AssumeRoot", {
      userIdentity: sessionIdentity,
      requestParameters: {
        targetPrincipal: "222222222222",
        taskPolicyArn: { arn: "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy" },
      },
      responseElements: {
        credentials: { ...assumed.credentials, expiration: "Oct 25, 2026, 9:07:11\u202fPM" },
      },
    }),
    told: {
      role: "arn:aws:iam::222222222222:root",
      narrowed: true,
      outcome: { kind: "granted", key: "ASIAWHOJDLGPOEXAMPLE", seconds: 900 },
    },
  },
  {
    title: "a switch's caller stands in the additional data, and its role is the session's",
    record: switchRecord,
    told: {
      caller: {
        kind: "user",
        account: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:user/JohnDoe`,
        id: null,
      },
      callerKey: null,
      role: `arn:aws:iam::${owner}:role/EC2-dev`,
      sessionName: "JohnDoe",
      console: true,
      request: null,
      outcome: { kind: "granted", key: null, seconds: null },
      mfa: null,
    },
  },
  {
    title: "a failed switch of a session is refused",
    record: {
      ...switchRecord,
      responseElements: { SwitchRole: "Failure" },
      additionalEventData: { SwitchFrom: sessionIdentity.arn },
    },
    told: {
      outcome: { kind: "refused", code: "Failure" },
      caller: {
        kind: "role",
        account: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:role/deployer`,
        id: null,
        session: "run-42",
      },
    },
  },
  {
    title: "GetSessionToken assumes nothing; its MFA device counts",
    record: record("GetSessionToken", {
      userIdentity,
      requestParameters: { serialNumber: `arn:aws:iam::${callerAccount}:mfa/JohnDoe` },
      responseElements: { credentials: assumed.credentials },
    }),
    told: { role: null, mfa: true, sessionName: null },
  },
  {
    title: "GetFederationToken by root tells the name of the federated user",
    record: record("GetFederationToken", {
      userIdentity: {
        type: "Root",
        principalId: callerAccount,
        arn: `arn:aws:iam::${callerAccount}:root`,
        accountId: callerAccount,
        accessKeyId: "AKIAROOT",
      },
      requestParameters: { name: "feda", policyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] },
      responseElements: { credentials: assumed.credentials },
    }),
    told: {
      caller: { kind: "root", account: callerAccount },
      role: null,
      sessionName: "feda",
      narrowed: true,
    },
  },
  {
    title: "Roles Anywhere tells the subject as the source identity that it sets",
    record: rolesAnywhereRecord,
    told: {
      caller: {
        kind: "certificate",
        subject: "CN=build-7",
        trustAnchor: `arn:aws:rolesanywhere:eu-west-1:${owner}:trust-anchor/2de9dfa7-9f39-40c2-ae31-aaf843684dc9`,
      },
      role,
      sourceIdentity: "CN=build-7",
      outcome: { kind: "granted", key: "ASIAWHOJDLGPOEXAMPLE", seconds: 3600 },
    },
  },
  {
    title: "Identity Center tells a person, an account and a permission set",
    record: identityCenterRecord,
    told: {
      caller: {
        kind: "identity-center-user",
        user: "976710cc5d-9d976f61-3b89-4b98-88db-2ea3bbc1f3fa",
        store: `arn:aws:identitystore::${callerAccount}:identitystore/d-976710cc5d`,
      },
      role: `arn:aws:iam::${owner}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess`,
      outcome: { kind: "granted", key: null, seconds: null },
      console: false,
    },
  },
  {
    title: "a person's way into the console by Identity Center",
    record: { ...identityCenterRecord, eventName: "Federate" },
    told: { call: "Federate", console: true },
  },
  {
    title: "a type that is not known is kept by its text",
    record: record("AssumeRole", { userIdentity: { type: "Robot" }, requestParameters: assumeRequest }),
    told: { caller: { kind: "unknown", type: "Robot" } },
  },
  {
    title: "China's partition follows from the region where an account alone is told",
    record: record("AssumeRoot", {
      awsRegion: "cn-north-1",
      userIdentity,
      requestParameters: { targetPrincipal: owner },
    }),
    told: { role: `arn:aws-cn:iam::${owner}:root` },
  },
];

describe("A record of a call that gives a session is told as an event", () => {
  for (const { title, record: given, told } of cases) {
    test(title, () => {
      const found = trailEventOf(JSON.parse(JSON.stringify(given)));
      assert.ok(found?.ok, JSON.stringify(found));
      const event: RecordParts = found.value;
      for (const [name, expected] of Object.entries(told)) assert.deepEqual(event[name], expected, name);
    });
  }
});

test("Calls of other names, and calls of the same name of other services, are none of the calls", () => {
  for (const given of [
    record("GetCallerIdentity", {}),
    record("CreateSession", { eventSource: "s3express.amazonaws.com" }),
    record("AssumeRole", { eventSource: "signin.amazonaws.com" }),
    { eventName: ["AssumeRole"], eventSource: "sts.amazonaws.com" },
    {},
  ]) {
    assert.equal(trailEventOf(given), null);
  }
});

test("A record of a call that can't be an event is a fault with a reason", () => {
  const id = "d1ac7f46-6c60-4ac8-8d0e-000000000001";
  const faults: readonly (readonly [unknown, RegExp, string | null])[] = [
    [record("AssumeRole", { eventID: undefined }), /no eventID/, null],
    [record("AssumeRole", { eventID: 7 }), /no eventID/, null],
    [record("AssumeRole", { eventTime: undefined }), /no eventTime/, id],
    [record("AssumeRole", { eventTime: "2026-13-01T00:00:00Z" }), /no eventTime/, id],
    [record("AssumeRole", { eventTime: 1793000000 }), /no eventTime/, id],
    ["text", /no JSON object/, null],
    [null, /no JSON object/, null],
    [[], /no JSON object/, null],
  ];
  for (const [given, why, told] of faults) {
    const found = trailEventOf(given);
    assert.ok(found !== null && !found.ok);
    assert.match(found.error.why, why);
    assert.equal(found.error.id, told);
  }
});
