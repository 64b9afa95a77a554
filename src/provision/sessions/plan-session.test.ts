import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CallerFacts, contextOf, planSession, type SessionWish } from "./plan-session.ts";
import { parseTag } from "./session-tags.ts";

const hub = "arn:aws:iam::111111111111:role/hub/Hub";
const spoke = "arn:aws:iam::222222222222:role/Spoke";
const third = "arn:aws:iam::333333333333:role/Third";
const user: CallerFacts = { isSession: false, roleSeconds: null };

function wish(changes: Partial<SessionWish> = {}): SessionWish {
  return {
    roles: [spoke],
    name: "ada@laptop",
    tags: [],
    transitive: [],
    sourceIdentity: null,
    externalId: null,
    externalIdsOnTheWay: {},
    policies: { inline: null, arns: [] },
    seconds: null,
    ...changes,
  };
}

/** What is wrong, by the option that says it. */
function faults(changes: Partial<SessionWish>, caller = user): readonly string[] {
  const plan = planSession(wish(changes), caller);
  return plan.ok ? [] : plan.error.map(({ what, message }) => `${what}: ${message}`);
}

const tag = (key: string, value = "x") => ({ key, value });
const tags = (count: number) => Array.from({ length: count }, (_, index) => tag(`k${index}`));

const refused: readonly (readonly [what: string, Partial<SessionWish>, RegExp])[] = [
  ["a user's ARN", { roles: ["arn:aws:iam::111111111111:user/ada"] }, /^role: /],
  ["a session's ARN", { roles: ["arn:aws:sts::111111111111:assumed-role/Hub/ada"] }, /^role: /],
  ["a role on the way that is none", { roles: ["Hub", spoke] }, /^role: "Hub"/],
  ["a name with a slash", { name: "a/b" }, /^session-name: /],
  ["a name of one character", { name: "a" }, /^session-name: /],
  ["a source identity that is too long", { sourceIdentity: "a".repeat(65) }, /^source-identity: /],
  ["a source identity of AWS's", { sourceIdentity: "aws:ada" }, /^source-identity: /],
  ["an external ID with a blank", { externalId: "a b" }, /^external-id: /],
  [
    "an external ID with a blank on the way",
    { roles: [hub, spoke], externalIdsOnTheWay: { [hub]: "a b" } },
    /^via-external-id: the external ID of arn:aws:iam::111111111111:role\/hub\/Hub/,
  ],
  [
    "an external ID of a role that is not on the way",
    { roles: [hub, spoke], externalIdsOnTheWay: { [spoke]: "held-by-nobody" } },
    /^via-external-id: "arn:aws:iam::222222222222:role\/Spoke" is no role on the way/,
  ],
  ["51 tags", { tags: tags(51) }, /there are 51 tags/],
  ["a tag of AWS's", { tags: [tag("AWS:team")] }, /begins with aws:/],
  ["a key of 129 characters", { tags: [tag("k".repeat(129))] }, /129 characters/],
  ["a value of 257 characters", { tags: [tag("k", "v".repeat(257))] }, /257 characters/],
  ["a key with a line break", { tags: [tag("a\nb")] }, /characters that STS refuses/],
  ["a value with a quote", { tags: [tag("a", "it's")] }, /value of "a" has characters/],
  [
    "keys that differ in case alone",
    { tags: [tag("Team"), tag("team")] },
    /"team" and "Team" differ in case/,
  ],
  ["a key that is given twice", { tags: [tag("Team"), tag("Team")] }, /is given twice/],
  ["a transitive key without its tag", { tags: [tag("Team")], transitive: ["team"] }, /^transitive: "team"/],
  ["a quarter of an hour less a second", { seconds: 899 }, /^duration: 899/],
  ["12 hours and a second", { seconds: 43_201 }, /^duration: 43201/],
  ["half a second", { seconds: 1000.5 }, /^duration: /],
  ["a chain of two hours", { roles: [hub, spoke], seconds: 7200 }, /longer than a chained session/],
  [
    "11 managed policies",
    { policies: { inline: null, arns: Array(11).fill("arn:aws:iam::aws:policy/A") } },
    /there are 11/,
  ],
  [
    "a managed policy of another account",
    { policies: { inline: null, arns: ["arn:aws:iam::333333333333:policy/A"] } },
    /another account/,
  ],
  [
    "a managed policy of another partition",
    { policies: { inline: null, arns: ["arn:aws-cn:iam::aws:policy/A"] } },
    /another partition/,
  ],
  [
    "a managed policy without its account",
    { policies: { inline: null, arns: ["arn:aws:iam::policy/SecurityAudit"] } },
    /no managed policy/,
  ],
];
for (const [what, changes, says] of refused) {
  test(`STS is not asked for ${what}`, () => {
    const found = faults(changes);
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0] ?? "", says);
  });
}

const taken: readonly (readonly [what: string, Partial<SessionWish>])[] = [
  ["50 tags", { tags: tags(50) }],
  ["a tag with an empty value", { tags: [tag("Team", "")] }],
  ["a tag in another script", { tags: [tag("チーム", "安全 1_.:/=+-@")] }],
  ["12 hours", { seconds: 43_200 }],
  ["an hour through a chain", { roles: [hub, spoke], seconds: 3600 }],
  [
    "a managed policy of AWS's and one of the role's account",
    {
      policies: {
        inline: null,
        arns: ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", "arn:aws:iam::222222222222:policy/A"],
      },
    },
  ],
];
for (const [what, changes] of taken) {
  test(`STS is asked for ${what}`, () => assert.deepEqual(faults(changes), []));
}

test("A role's session that assumes a role gets an hour at most, and is told why", () => {
  const caller = { isSession: true, roleSeconds: 43_200 };
  assert.match(faults({ seconds: 3601 }, caller).join(), /longer than a chained session/);
  assert.deepEqual(faults({ seconds: 3600 }, caller), []);
});

test("The role's own maximum counts where it is known, and an hour is asked for otherwise", () => {
  const short = { isSession: false, roleSeconds: 7200 };
  assert.match(faults({ seconds: 7201 }, short).join(), /role's maximum of 7200/);
  const plan = planSession(wish(), short);
  assert.deepEqual(plan.ok && plan.value.map(({ seconds }) => seconds), [3600]);
});

test("On a way through roles, what goes on is set at the first, and the rest at the last", () => {
  const plan = planSession(
    wish({
      roles: [hub, spoke, third],
      tags: [tag("Team", "security"), tag("Ticket", "12")],
      transitive: ["Team"],
      sourceIdentity: "ada",
      externalId: "held-by-nobody-else",
      externalIdsOnTheWay: { [spoke]: "of-the-spoke-alone" },
      policies: { inline: "{}", arns: [] },
    }),
    user,
  );
  assert.ok(plan.ok);
  assert.deepEqual(
    plan.value.map((call) => ({ seconds: call.seconds, ...contextOf(call) })),
    [
      {
        seconds: 900,
        "sts:RoleSessionName": "ada@laptop",
        "sts:SourceIdentity": "ada",
        "aws:RequestTag/Team": "security",
        "aws:TagKeys": ["Team"],
        "sts:TransitiveTagKeys": ["Team"],
      },
      { seconds: 900, "sts:RoleSessionName": "ada@laptop", "sts:ExternalId": "of-the-spoke-alone" },
      {
        seconds: 3600,
        "sts:RoleSessionName": "ada@laptop",
        "sts:ExternalId": "held-by-nobody-else",
        "aws:RequestTag/Ticket": "12",
        "aws:TagKeys": ["Ticket"],
      },
    ],
  );
  assert.deepEqual(
    plan.value.map(({ policies }) => policies.inline),
    [null, null, "{}"],
  );
});

test("Over all calls of a plan, each tag is given once, and whatever is planned is within what STS takes", () => {
  const key = fc.string({ unit: "binary", maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ key, value: key }), { maxLength: 5 }),
      fc.array(key, { maxLength: 2 }),
      fc.integer({ min: 0, max: 50_000 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      (given, more, seconds, length, isSession) => {
        const transitive = [...given.slice(0, 1).map((one) => one.key), ...more];
        const roles = [hub, spoke, third].slice(0, length);
        const plan = planSession(wish({ tags: given, transitive, seconds, roles }), {
          isSession,
          roleSeconds: null,
        });
        if (!plan.ok) return;
        const told = plan.value.flatMap((call) => call.tags.map((one) => one.key));
        assert.deepEqual(told.toSorted(), given.map((one) => one.key).toSorted());
        const last = plan.value.at(-1);
        assert.ok(
          last !== undefined &&
            last.seconds >= 900 &&
            last.seconds <= (isSession || length > 1 ? 3600 : 43_200),
        );
        for (const { key: one, value } of given) assert.doesNotMatch(one + value, /[\n\r"'`$\\;]|^aws:/i);
      },
    ),
  );
});

test("A tag's value begins behind the first equals sign", () => {
  assert.deepEqual(parseTag("a=b=c"), { ok: true, value: tag("a", "b=c") });
  assert.deepEqual(parseTag("a="), { ok: true, value: tag("a", "") });
  for (const text of ["=a", "a", ""]) assert.equal(parseTag(text).ok, false);
});
