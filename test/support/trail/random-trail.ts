/** Random trails for properties: few texts, so that copies, repetitions, chains and groups come up; an hour or several. */
import fc from "fast-check";
import type { AccountId, Arn, TrailCaller, TrailEvent, TrailQuestion } from "../../../src/model/index.ts";

const account = (digit: number) => String(digit).repeat(12) as AccountId;
const roleArn = (owner: number, name: string) => `arn:aws:iam::${account(owner)}:role/${name}` as Arn;
const roles = [roleArn(1, "a"), roleArn(1, "team/a"), roleArn(2, "b"), roleArn(2, "c"), roleArn(3, "ü")];
const start = Date.UTC(2026, 4, 4, 9, 0, 0);

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const seldom = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, value);
const mostly = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: value }, fc.constant(null));

const session = orNull(fc.constantFrom("deploy", "i-0123", "sitzung-ü", ""));

const caller: fc.Arbitrary<TrailCaller> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("role" as const),
      account: fc.constant(account(1)),
      arn: orNull(fc.constantFrom(...roles.slice(0, 2))),
      id: seldom(fc.constantFrom("AROAAAAA", "AROABBBB")),
      session,
    }),
  },
  fc.record({
    kind: fc.constant("user" as const),
    account: fc.constant(account(1)),
    arn: orNull(fc.constant(`arn:aws:iam::${account(1)}:user/u` as Arn)),
    id: orNull(fc.constant("AIDAAAAA")),
  }),
  fc.record({ kind: fc.constantFrom("root" as const, "account" as const), account: fc.constant(account(2)) }),
  fc.record({ kind: fc.constant("service" as const), service: fc.constantFrom("ec2.amazonaws.com", "x") }),
  fc.record({
    kind: fc.constant("federated" as const),
    protocol: fc.constantFrom("oidc" as const, "saml" as const),
    provider: fc.constantFrom("p", "q"),
    subject: fc.constantFrom("repo:o/r", "s"),
    audience: orNull(fc.constant("sts.amazonaws.com")),
  }),
  fc.record({
    kind: fc.constant("certificate" as const),
    subject: fc.constant("CN=x"),
    trustAnchor: session,
  }),
  fc.record({ kind: fc.constant("identity-center-user" as const), user: fc.constant("me"), store: session }),
  fc.record({ kind: fc.constant("unknown" as const), type: fc.constantFrom("new", "newer") }),
);

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Keys in AWS's form, and not. */
const keyNamed = (number: number) =>
  number % 3 === 0 ? `odd-${number}` : `ASIA${String(number).padStart(16, "Z0")}`;

const tag = fc.tuple(fc.constantFrom("k", "ключ"), fc.constantFrom("v", ""));

const event = fc.record({
  second: fc.integer({ min: 0, max: 40 }),
  late: fc.constantFrom(0, 0, 0, 0, 280, 300, 560, 620),
  hour: fc.constantFrom(0, 0, 0, 1, 2, 30, 40),
  milliseconds: fc.constantFrom(0, 0, 0, 250),
  call: fc.constantFrom(
    ...Array.from({ length: 9 }, () => "AssumeRole" as const),
    "AssumeRoleWithWebIdentity" as const,
    "GetSessionToken" as const,
    "CreateSession" as const,
  ),
  request: mostly(fc.integer({ min: 0, max: 25 }).map((number) => `request-${number}`)),
  shared: orNull(fc.integer({ min: 0, max: 4 }).map((number) => uuid(number))),
  account: orNull(fc.constantFrom(account(1), account(2))),
  region: fc.constantFrom("us-east-1", "eu-west-1"),
  caller,
  /** How many events back the key was issued that this is called with; none for 0. */
  back: fc.integer({ min: 0, max: 5 }),
  role: mostly(fc.constantFrom(...roles)),
  refused: fc.constantFrom(null, null, null, null, null, null, "AccessDenied", "ValidationError"),
  hasKey: fc.constantFrom(true, true, true, false),
  seconds: orNull(fc.constantFrom(3600, 43_200)),
  sessionName: session,
  externalId: seldom(fc.constantFrom("one", "two 2:x")),
  sourceIdentity: seldom(fc.constantFrom("me", "")),
  tags: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(tag, { maxLength: 2 })),
  transitiveTagKeys: fc.array(fc.constant("k"), { maxLength: 1 }),
  narrowed: fc.boolean(),
  mfa: seldom(fc.boolean()),
  sourceIp: orNull(fc.constantFrom("203.0.113.7", "203.0.113.8", "2001:db8::1", "ec2.amazonaws.com")),
  vpcEndpoint: seldom(fc.constant("vpce-1")),
  userAgent: orNull(fc.constantFrom("aws-cli/2", "Boto3")),
  console: fc.constantFrom(false, false, false, true),
});

/** Events of distinct ids. A key is used by events that come later in the list, at whatever time. */
export const randomTrail: fc.Arbitrary<readonly TrailEvent[]> = fc
  .array(event, { maxLength: 60, size: "max" })
  .map((drafts) =>
    drafts.map(
      ({ second, late, hour, milliseconds, back, refused, hasKey, seconds, ...rest }, at): TrailEvent => ({
        ...rest,
        caller: { ...rest.caller },
        // Copies of one call have about the same time; some don't.
        request: rest.request && `${rest.request} of ${hour}`,
        shared: rest.shared && `${hour}${rest.shared.slice(String(hour).length)}`,
        id: at % 7 === 0 ? `Ereignis №${at}` : uuid((at * 7919) % 1000),
        time: start + hour * 3_600_000 + (second + late) * 1000 + milliseconds,
        callerKey: back === 0 || at < back ? null : keyNamed(at - back),
        outcome:
          refused === null
            ? { kind: "granted", key: hasKey ? keyNamed(at) : null, seconds }
            : { kind: "refused", code: refused },
      }),
    ),
  );

export const randomQuestion: fc.Arbitrary<TrailQuestion> = fc.record({
  from: orNull(fc.constantFrom(start + 20_000, start + 3_600_000)),
  to: orNull(fc.constantFrom(start + 3_610_000, start + 31 * 3_600_000)),
  longerThan: fc.constant(3600),
  evidence: fc.integer({ min: 1, max: 3 }),
  detailed: fc.constantFrom(new Set<Arn>(), new Set(roles.slice(0, 2))),
  places: fc.boolean(),
  chains: fc.boolean(),
  days: fc.boolean(),
  sessions: orNull(
    fc.record({
      role: orNull(fc.constantFrom(...roles)),
      order: fc.constantFrom("longest" as const, "latest" as const),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  ),
});
