/** IAM-SEMANTICS 3, 23–27 and the table of A2: what the caller's own policies add to the trust policy's word. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallerDecision } from "../../src/authz/index.ts";
import { answersFor, type CallerCase, member, outsider, own } from "../support/caller-world.ts";

const target = `arn:aws:iam::${own}:role/target`;
const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const trust = (principal: unknown, condition?: object) =>
  policy({
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: "sts:AssumeRole",
    ...(condition === undefined ? {} : { Condition: condition }),
  });
const identity = (
  effect: string,
  resource: unknown,
  condition?: object,
  action: unknown = "sts:AssumeRole",
) =>
  policy({
    Effect: effect,
    Action: action,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  });
const allowIt = identity("Allow", target);
const externalId = (id: string) => ({ StringEquals: { "sts:ExternalId": id } });
const app = (account: string) => `arn:aws:iam::${account}:role/app`;
const ada = (account: string) => `arn:aws:iam::${account}:user/ada`;

const tagging = policy({
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::${member}:saml-provider/okta` },
  Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
});

type Row = CallerCase & { readonly rule: string; readonly says: string; readonly expected: string };

const role = (account: string) => ({ account, kind: "role" }) as const;
const user = (account: string) => ({ account, kind: "user" }) as const;

const rows: readonly Row[] = [
  {
    rule: "24",
    says: "across accounts a named role still needs its own permission",
    caller: role(member),
    trust: trust(app(member)),
    identity: [],
    expected: "denied",
  },
  {
    rule: "24",
    says: "across accounts both sides together allow",
    caller: role(member),
    trust: trust(member),
    identity: [allowIt],
    expected: "allowed",
  },
  {
    rule: "23",
    says: "in the same account a named role needs no permission of its own",
    caller: role(own),
    trust: trust(app(own)),
    identity: [],
    expected: "allowed",
  },
  {
    rule: "23",
    says: "in the same account trust in the account needs the identity policy",
    caller: role(own),
    trust: trust(own),
    identity: [],
    expected: "denied",
  },
  {
    rule: "10",
    says: "a Deny of its own stops a named role too",
    caller: role(own),
    trust: trust(app(own)),
    identity: [identity("Deny", "*")],
    expected: "denied",
  },
  {
    rule: "A2",
    says: "a boundary limits a role that is named",
    caller: role(own),
    trust: trust(app(own)),
    identity: [],
    boundary: identity("Allow", "*", undefined, "s3:*"),
    expected: "denied",
  },
  {
    rule: "26",
    says: "whether a boundary limits a user that is named is not settled",
    caller: user(own),
    trust: trust(ada(own)),
    identity: [],
    boundary: identity("Allow", "*", undefined, "s3:*"),
    expected: "may",
  },
  {
    rule: "A2",
    says: "a boundary does not limit a role that a wildcard's condition names",
    caller: role(own),
    trust: trust("*", { ArnEquals: { "aws:PrincipalArn": app(own) } }),
    identity: [],
    boundary: identity("Allow", "*", undefined, "s3:*"),
    expected: "allowed",
  },
  {
    rule: "A2",
    says: "across accounts a boundary must allow as well",
    caller: user(member),
    trust: trust(ada(member)),
    identity: [allowIt],
    boundary: identity("Allow", "*", undefined, "s3:*"),
    expected: "denied",
  },
  {
    rule: "3",
    says: "different external ids on both sides exclude each other",
    caller: role(member),
    trust: trust(member, externalId("theirs")),
    identity: [identity("Allow", target, externalId("ours"))],
    expected: "denied",
  },
  {
    rule: "3",
    says: "the same external id on both sides is one guard",
    caller: role(member),
    trust: trust(member, externalId("same")),
    identity: [identity("Allow", target, externalId("same"))],
    expected: "allowed if StringEquals sts:ExternalId [same]",
  },
  {
    rule: "3",
    says: "conditions of both sides are a guard together",
    caller: role(member),
    trust: trust(member, externalId("x")),
    identity: [identity("Allow", "*", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
    expected: "allowed if IpAddress aws:SourceIp [203.0.113.0/24] and StringEquals sts:ExternalId [x]",
  },
  {
    rule: "51",
    says: "a star in a resource matches paths too",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", `arn:aws:iam::*:role/ta*`)],
    expected: "allowed",
  },
  {
    rule: "51",
    says: "another role's ARN does not match",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", `${target}s`)],
    expected: "denied",
  },
  {
    rule: "53",
    says: "the caller's own tags are put into resources",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", `arn:aws:iam::${own}:role/\${aws:PrincipalTag/may}`)],
    callerTags: [{ key: "may", value: "target" }],
    expected: "allowed",
  },
  {
    rule: "53",
    says: "a variable without a value matches nothing",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", `arn:aws:iam::${own}:role/\${aws:PrincipalTag/may}`)],
    expected: "denied",
  },
  {
    rule: "A5",
    says: "the caller's own tags decide the trust policy's conditions",
    caller: role(member),
    trust: trust(member, { StringEquals: { "aws:PrincipalTag/team": "blue" } }),
    identity: [allowIt],
    callerTags: [{ key: "Team", value: "blue" }],
    expected: "allowed",
  },
  {
    rule: "A5",
    says: "a role whose sessions nobody can tag has its own tags and no others",
    caller: role(member),
    trust: trust(member, { StringEquals: { "aws:PrincipalTag/team": "blue" } }),
    identity: [allowIt],
    callerTags: [{ key: "team", value: "red" }],
    expected: "denied",
  },
  {
    rule: "30",
    says: "a session's tags come before those of its role",
    caller: role(member),
    trust: trust(member, { StringEquals: { "aws:PrincipalTag/team": "blue" } }),
    identity: [allowIt],
    callerTags: [{ key: "team", value: "red" }],
    callerTrust: tagging,
    expected: "allowed if StringEquals aws:PrincipalTag/team [blue]",
  },
  {
    rule: "30",
    says: "a session can bring a tag that its role lacks",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", "*", { StringEquals: { "aws:PrincipalTag/team": "blue" } })],
    callerTrust: tagging,
    expected: "allowed if StringEquals aws:PrincipalTag/team [blue]",
  },
  {
    rule: "30",
    says: "a session does not take its role's tags away",
    caller: role(member),
    trust: trust(member, { Null: { "aws:PrincipalTag/team": "true" } }),
    identity: [allowIt],
    callerTags: [{ key: "team", value: "red" }],
    callerTrust: tagging,
    expected: "denied",
  },
  {
    rule: "30",
    says: "a user has no sessions to tag that could assume a role with other tags",
    caller: user(member),
    trust: trust(member, { StringEquals: { "aws:PrincipalTag/team": "blue" } }),
    identity: [allowIt],
    callerTags: [{ key: "team", value: "red" }],
    expected: "denied",
  },
  {
    rule: "A5",
    says: "the role's tags decide the identity policy's conditions",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", "*", { StringEquals: { "aws:ResourceTag/open": "yes" } })],
    roleTags: [{ key: "open", value: "no" }],
    expected: "denied",
  },
  {
    rule: "A5",
    says: "the organization of the role is known",
    caller: role(member),
    trust: trust(member),
    identity: [identity("Allow", "*", { StringEquals: { "aws:ResourceOrgID": "o-exampleorg1" } })],
    expected: "allowed",
  },
  {
    rule: "A8",
    says: "a policy whose text is not at hand makes it a may",
    caller: role(member),
    trust: trust(member),
    identity: [],
    attached: "missing",
    expected: "may",
  },
  {
    rule: "A8",
    says: "an account that stands outside our organization may be in the one that is trusted",
    caller: role(outsider),
    trust: trust("*", { StringEquals: { "aws:PrincipalOrgID": "o-partner0001" } }),
    identity: [allowIt],
    expected: "may",
  },
  {
    rule: "A8",
    says: "an account that stands outside our organization is not in ours",
    caller: role(outsider),
    trust: trust("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } }),
    identity: [allowIt],
    expected: "denied",
  },
  {
    rule: "30",
    says: "across accounts session tags need the caller's own sts:TagSession",
    caller: role(member),
    trust: policy({
      Effect: "Allow",
      Principal: { AWS: member },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
    }),
    identity: [allowIt],
    expected: "denied",
  },
];

for (const { rule, says, expected, ...question } of rows) {
  test(`IAM-SEMANTICS ${rule}: ${says}`, () => {
    const [only, ...others] = answersFor(question);
    assert.ok(only !== undefined && others.length === 0, "the trust policy of a row makes one grant");
    assert.equal(told(only.decision), expected);
  });
}

function told(decision: CallerDecision): string {
  if (decision.kind === "denied") return "denied";
  if (decision.certainty.kind === "may") return "may";
  const guards = decision.guards.map((guard) =>
    guard
      .map(({ operator, key, values }) => `${operator} ${key} [${values.join(", ")}]`)
      .toSorted()
      .join(" and "),
  );
  const text = guards.join(" or ");
  return text === "" ? "allowed" : `allowed if ${text}`;
}
