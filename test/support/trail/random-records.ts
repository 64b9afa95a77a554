/**
 * Records of CloudTrail's with all that makes them hard: both copies of a call, refusals that tell roles in their message alone,
 * chains of sessions, events delivered twice, texts that mean something to SQL, JSON or regular expressions, fields that are missing or of
 * another type. By a seed, the same each time.
 */

export type JsonRecord = { readonly [name: string]: unknown };

type Numbers = { next(): number; below(limit: number): number; of<T>(some: readonly [T, ...T[]]): T };

function numbers(seed: number): Numbers {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, of: (some) => some[below(some.length)] ?? some[0] };
}

const accounts = ["111111111111", "222222222222", "333333333333"] as const;
const hostile = [
  "it's",
  'a"b',
  "back\\slash",
  "'; DROP TABLE x; --",
  "$1",
  "\\1",
  "%_",
  "ünï✓",
  "a\nb",
  '{"a":[1]}',
  "null",
] as const;
const names = ["Ci", "Admin", "Read.Only", "x-1"] as const;
const roles = accounts.flatMap((account) =>
  names.map((name, index) => ({
    account,
    name,
    path: index % 2 === 0 ? "" : "team/a/",
    id: `AROA${account}${name.toUpperCase().replace(/\W/g, "X")}0000`,
  })),
);
type Role = (typeof roles)[number];
const arnOf = ({ account, path, name }: Role) => `arn:aws:iam::${account}:role/${path}${name}`;

/** A session that was issued, and to what role. */
type Session = { readonly key: string; readonly role: Role; readonly name: string; readonly at: number };

export const firstMoment = Date.UTC(2026, 0, 30, 20, 0, 0);

export function randomRecords(seed: number, calls: number): readonly JsonRecord[] {
  const random = numbers(seed);
  const sessions: Session[] = [];
  const records: JsonRecord[] = [];
  let clock = firstMoment;
  for (let call = 0; call < calls; call++) {
    clock += random.below(4) * random.below(1800) * 1000;
    const made = callAt(random, `${seed}-${call}`, clock, sessions);
    records.push(...made);
    if (random.below(8) === 0) records.push(...made);
    // The same id, the same request, and another time.
    if (random.below(20) === 0)
      records.push(
        ...made.map((one) => ({
          ...one,
          eventTime: timeText(clock + random.of([60, 300, 301, 7200]) * 1000),
        })),
      );
  }
  return shuffled(records, random);
}

function shuffled<T>(all: readonly T[], random: Numbers): readonly T[] {
  return all
    .map((one) => ({ one, by: random.next() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}

function callAt(random: Numbers, id: string, at: number, sessions: Session[]): readonly JsonRecord[] {
  const kind = random.below(16);
  if (kind < 8) return assumeRole(random, id, at, sessions);
  if (kind < 10) return [refused(random, id, at, sessions)];
  if (kind === 10) return [webIdentity(random, id, at, sessions)];
  if (kind === 11) return [saml(random, id, at, sessions)];
  if (kind === 12) return [byService(random, id, at, sessions)];
  if (kind === 13) return [other(random, id, at, sessions)];
  if (kind === 14) return [switchRole(random, id, at)];
  return [odd(random, id, at)];
}

const timeText = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

const base = (random: Numbers, id: string, at: number, eventName: string, account: string): JsonRecord => ({
  eventVersion: "1.11",
  eventTime: timeText(at),
  eventSource: "sts.amazonaws.com",
  eventName,
  awsRegion: random.of(["us-east-1", "eu-west-1"]),
  sourceIPAddress: random.of([
    "203.0.113.7",
    "203.0.113.200",
    "198.51.100.1",
    "2001:db8:1:2::3",
    "2001:db8::1",
    "::ffff:192.0.2.1",
    "AWS Internal",
  ]),
  userAgent: random.of(["aws-cli/2", "Boto3", ...hostile]),
  requestID: `request-${id}`,
  eventID: `event-${id}-${account}`,
  eventType: "AwsApiCall",
  recipientAccountId: account,
});

function expiration(random: Numbers, at: number): string {
  const end = new Date(at + random.of([900, 3600, 3600, 43_200]) * 1000);
  const [, month = "", day = "", year = "", time = ""] =
    /(\w{3}) (\d\d) (\d{4}) (\S+)/.exec(end.toUTCString().replace(/^\w+, (\d\d) (\w{3})/, "$2 $1")) ?? [];
  const hour = end.getUTCHours();
  const blank = random.of([" ", "\u202f"]);
  const comma = random.of([", ", " "]);
  return random.below(5) === 0
    ? end.toISOString().replace(".000Z", "Z")
    : `${month} ${Number(day)}, ${year}${comma}${hour % 12 || 12}:${time.slice(3)}${blank}${hour < 12 ? "AM" : "PM"}`;
}

function issued(
  random: Numbers,
  id: string,
  at: number,
  role: Role,
  name: string,
  sessions: Session[],
): JsonRecord {
  const key = random.below(12) === 0 ? `odd-key-${id}` : `ASIA${id.replace(/\D/g, "").padStart(16, "0")}`;
  sessions.push({ key, role, name, at });
  return {
    credentials: { accessKeyId: key, sessionToken: "x", expiration: expiration(random, at) },
    assumedRoleUser: {
      assumedRoleId: `${role.id}:${name}`,
      arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`,
    },
  };
}

function sessionIdentity({ key, role, name }: Omit<Session, "at">, mfa: string | null): JsonRecord {
  return {
    type: "AssumedRole",
    principalId: `${role.id}:${name}`,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`,
    accountId: role.account,
    accessKeyId: key,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: role.id,
        arn: arnOf(role),
        accountId: role.account,
        userName: role.name,
      },
      ...(mfa === null
        ? {}
        : { attributes: { mfaAuthenticated: mfa, creationDate: "2026-01-30T00:00:00Z" } }),
    },
  };
}

function callerIdentity(random: Numbers, sessions: readonly Session[]): JsonRecord & { accountId: string } {
  const recent = sessions.slice(-6);
  const session = recent[random.below(recent.length + 1)];
  if (session !== undefined && random.below(3) > 0) {
    return {
      ...sessionIdentity(session, random.of([null, "true", "false"])),
      accountId: session.role.account,
    };
  }
  const account = random.of(accounts);
  if (random.below(6) === 0)
    return {
      type: "Root",
      principalId: account,
      arn: `arn:aws:iam::${account}:root`,
      accountId: account,
      accessKeyId: "",
    };
  const user = random.of(["alice", "bob"]);
  return {
    type: "IAMUser",
    principalId: `AIDA${user.toUpperCase()}0000000000`,
    arn: `arn:aws:iam::${account}:user/${user}`,
    accountId: account,
    accessKeyId: `AKIA${user}`,
    userName: user,
  };
}

function parameters(random: Numbers, role: Role, name: string): JsonRecord {
  return {
    roleArn: arnOf(role),
    roleSessionName: name,
    ...(random.below(3) === 0 ? { externalId: random.of(["ext-1", ...hostile]) } : {}),
    ...(random.below(5) === 0 ? { sourceIdentity: random.of(["someone", ...hostile]) } : {}),
    ...(random.below(5) === 0 ? { serialNumber: "arn:aws:iam::111111111111:mfa/alice" } : {}),
    ...(random.below(4) === 0
      ? {
          tags: [{ key: random.of(["team", ...hostile]), value: random.of(hostile) }],
          transitiveTagKeys: ["team"],
        }
      : {}),
    ...(random.below(6) === 0 ? { policy: "{}" } : {}),
    durationSeconds: 3600,
  };
}

/** The caller's copy, and the owner's of a call across accounts: with the caller's unique id alone, and sometimes not even that. */
function assumeRole(random: Numbers, id: string, at: number, sessions: Session[]): readonly JsonRecord[] {
  const caller = callerIdentity(random, sessions);
  const role = roles[random.below(roles.length)] ?? roles[0];
  if (role === undefined) return [];
  const name = random.of(["deploy", `s-${id}`, `it's ${id}`, "a b"]);
  const shared = {
    requestParameters: parameters(random, role, name),
    responseElements: random.below(10) === 0 ? null : issued(random, id, at, role, name, sessions),
    ...(random.below(6) === 0
      ? { resources: [{ ARN: arnOf(role), accountId: role.account, type: "AWS::IAM::Role" }] }
      : {}),
  };
  const record = base(random, id, at, "AssumeRole", caller.accountId);
  const own = { ...record, userIdentity: caller, ...shared };
  if (caller.accountId === role.account) return [own];
  const withIds = { sharedEventID: `shared-${id}`, ...(random.below(4) === 0 ? { requestID: null } : {}) };
  const owners = {
    ...record,
    eventID: `event-${id}-${role.account}`,
    eventTime: timeText(at + random.of([0, 0, 0, 0, 2, 300, 301, -300, -301]) * 1000),
    recipientAccountId: role.account,
    userIdentity: {
      type: "AWSAccount",
      accountId: caller.accountId,
      ...(random.below(3) === 0 ? {} : { principalId: caller.principalId }),
    },
    ...shared,
  };
  const both = [
    { ...own, ...withIds },
    { ...owners, ...withIds },
  ];
  return random.below(6) === 0 ? both.slice(random.below(2)) : both;
}

function refused(random: Numbers, id: string, at: number, sessions: readonly Session[]): JsonRecord {
  const caller = callerIdentity(random, sessions);
  const role = roles[random.below(roles.length)] ?? roles[0];
  const message = `User: ${String(caller.arn)} is not authorized to perform: sts:AssumeRole on resource: ${role === undefined ? "x" : arnOf(role)}`;
  return {
    ...base(random, id, at, "AssumeRole", caller.accountId),
    userIdentity: caller,
    errorCode: random.of(["AccessDenied", "AccessDenied", ...hostile]),
    errorMessage: random.below(8) === 0 ? random.of(hostile) : message,
    requestParameters: null,
    responseElements: null,
  };
}

function webIdentity(random: Numbers, id: string, at: number, sessions: Session[]): JsonRecord {
  const role = roles[random.below(roles.length)] ?? roles[0];
  const subject = random.of(["repo:org/app:ref:refs/heads/main", ...hostile]);
  const provider = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
  return {
    ...base(random, id, at, "AssumeRoleWithWebIdentity", role?.account ?? ""),
    userIdentity: {
      type: "WebIdentityUser",
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    requestParameters: { roleArn: role === undefined ? "" : arnOf(role), roleSessionName: `web-${id}` },
    responseElements:
      role === undefined
        ? null
        : {
            ...issued(random, id, at, role, `web-${id}`, sessions),
            subjectFromWebIdentityToken: subject,
            provider,
            ...(random.below(2) === 0 ? { audience: "sts.amazonaws.com" } : {}),
          },
  };
}

function saml(random: Numbers, id: string, at: number, sessions: Session[]): JsonRecord {
  const role = roles[random.below(roles.length)] ?? roles[0];
  return {
    ...base(random, id, at, "AssumeRoleWithSAML", role?.account ?? ""),
    userIdentity: { type: "SAMLUser", principalId: "SAML:x", userName: "carol", identityProvider: "idp" },
    requestParameters: {
      roleArn: role === undefined ? "" : arnOf(role),
      principalArn: "arn:aws:iam::111111111111:saml-provider/corp",
      principalTags: { team: random.of(hostile) },
    },
    responseElements:
      role === undefined
        ? null
        : {
            ...issued(random, id, at, role, "carol@example.com", sessions),
            subject: "carol@example.com",
            issuer: "https://idp.example.com",
            audience: "https://signin.aws.amazon.com/saml",
          },
  };
}

function byService(random: Numbers, id: string, at: number, sessions: Session[]): JsonRecord {
  const role = roles[random.below(roles.length)] ?? roles[0];
  const service = random.of(["ec2.amazonaws.com", "lambda.amazonaws.com"]);
  return {
    ...base(random, id, at, "AssumeRole", role?.account ?? ""),
    sourceIPAddress: service,
    userIdentity: { type: "AWSService", ...(random.below(3) === 0 ? {} : { invokedBy: service }) },
    requestParameters: role === undefined ? null : parameters(random, role, `i-${id}`),
    responseElements: role === undefined ? null : issued(random, id, at, role, `i-${id}`, sessions),
  };
}

/** Calls without a role, of Roles Anywhere and of Identity Center. */
function other(random: Numbers, id: string, at: number, sessions: Session[]): JsonRecord {
  const account = random.of(accounts);
  const key = `ASIA${id.replace(/\D/g, "").padStart(16, "0")}`;
  const role = roles[random.below(roles.length)] ?? roles[0];
  switch (random.below(5)) {
    case 0:
      return {
        ...base(random, id, at, "GetSessionToken", account),
        userIdentity: callerIdentity(random, []),
        responseElements: { credentials: { accessKeyId: key, expiration: expiration(random, at) } },
      };
    case 1:
      return {
        ...base(random, id, at, "GetFederationToken", account),
        userIdentity: callerIdentity(random, []),
        requestParameters: { name: `f-${id}` },
        responseElements: { credentials: { accessKeyId: key, expiration: expiration(random, at) } },
      };
    case 2:
      return {
        ...base(random, id, at, "CreateSession", account),
        eventSource: random.of(["rolesanywhere.amazonaws.com", "s3.amazonaws.com"]),
        userIdentity: { type: "Unknown" },
        requestParameters: {
          roleArn: role === undefined ? "" : arnOf(role),
          trustAnchorArn: "arn:aws:rolesanywhere:eu-west-1:111111111111:trust-anchor/a",
        },
        responseElements:
          role === undefined
            ? null
            : {
                credentialSet: [
                  {
                    ...issued(random, id, at, role, `c-${id}`, sessions),
                    roleArn: arnOf(role),
                    sourceIdentity: "CN=host",
                  },
                ],
              },
      };
    case 3:
      return {
        ...base(random, id, at, random.of(["GetRoleCredentials", "Federate"]), account),
        eventSource: "sso.amazonaws.com",
        userIdentity: {
          type: "IdentityCenterUser",
          onBehalfOf: {
            userId: "u-1",
            identityStoreArn: "arn:aws:identitystore::111111111111:identitystore/d-1",
          },
        },
        serviceEventDetails: { account_id: account, role_name: random.of(["Admin", "AWSReservedSSO_Admin"]) },
      };
    default:
      return {
        ...base(random, id, at, "AssumeRoot", account),
        userIdentity: callerIdentity(random, sessions),
        requestParameters: { targetPrincipal: random.of(["333333333333", "arn:aws:iam::333333333333:root"]) },
        responseElements: { credentials: { accessKeyId: key, expiration: expiration(random, at) } },
      };
  }
}

function switchRole(random: Numbers, id: string, at: number): JsonRecord {
  const role = roles[random.below(roles.length)] ?? roles[0];
  const identity =
    role === undefined ? {} : sessionIdentity({ key: "ASIASWITCH", role, name: "alice" }, "true");
  return {
    ...base(random, id, at, "SwitchRole", role?.account ?? ""),
    eventSource: "signin.amazonaws.com",
    userIdentity: identity,
    responseElements: { SwitchRole: random.of(["Success", "Success", "Failure"]) },
    additionalEventData: {
      SwitchFrom: random.of([
        "arn:aws:iam::111111111111:user/alice",
        `arn:aws:sts::111111111111:assumed-role/Ci/s-${id}`,
      ]),
      ...(random.below(2) === 0 ? { MFAUsed: "Yes" } : {}),
    },
  };
}

/** Of other calls, and with what is missing or of another type. */
function odd(random: Numbers, id: string, at: number): JsonRecord {
  const whole = {
    ...base(random, id, at, "AssumeRole", random.of(accounts)),
    userIdentity: { type: "IAMUser" },
  };
  switch (random.below(6)) {
    case 0:
      return {
        ...whole,
        eventName: "DescribeInstances",
        eventSource: "ec2.amazonaws.com",
        recipientAccountId: random.of([...accounts, "444444444444"]),
      };
    case 1:
      return { ...whole, eventID: null };
    case 2:
      return { ...whole, userIdentity: null, requestParameters: "text", responseElements: [1, 2] };
    case 3:
      return {
        ...whole,
        userIdentity: { type: random.of(hostile), principalId: random.of(hostile) },
        requestParameters: { roleArn: random.of(hostile), roleSessionName: {} },
      };
    case 4:
      return {
        ...whole,
        requestID: "",
        sharedEventID: "",
        userIdentity: {
          type: "FederatedUser",
          principalId: "111111111111:bob",
          arn: "arn:aws:sts::111111111111:federated-user/bob",
          accountId: "111111111111",
          sessionContext: {
            sessionIssuer: {
              type: "IAMUser",
              principalId: "AIDAX",
              arn: "arn:aws:iam::111111111111:user/bob",
              accountId: "111111111111",
            },
          },
        },
      };
    default:
      return {
        ...whole,
        errorMessage: random.of(hostile),
        userIdentity: {
          type: "AWSAccount",
          accountId: "111111111111",
          principalId: random.of(["AROAX:s", "AIDAX", "x"]),
        },
      };
  }
}
