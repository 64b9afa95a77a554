import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  accountOf,
  observed,
  observedSnapshot,
  outsider,
  own,
  replayWorldOf,
  roleArn,
  roleCaller,
  sister,
  userCaller,
} from "../../../test/support/observed.ts";
import { decideTrust } from "../../authz/concrete/index.ts";
import type { ObservedUse, UseCaller } from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";
import { trustPolicyOf } from "../../work/simulate/index.ts";
import { auditedUse } from "../audit/index.ts";
import { tightenTrust } from "./index.ts";

const allow = (AWS: string | readonly string[], more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "sts:AssumeRole",
  ...more,
});
const user = (name: string, account = sister) => `arn:aws:iam::${account}:user/${name}`;

const letAll = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };

function tighten(trust: unknown, uses: readonly ObservedUse[]) {
  const snapshot = observedSnapshot({
    roles: [
      { name: "app", trust },
      { name: "inner", trust: allow(own), inline: letAll },
      { name: "hub", trust: allow(own), account: sister, path: "/hubs/", inline: letAll },
    ],
    users: [{ name: "ada" }, { name: "bob" }],
  });
  const world = replayWorldOf(snapshot);
  const role = snapshot.roles.row(snapshot.roles.byArn(roleArn("app")) ?? -1);
  const document = trustPolicyOf(snapshot, role);
  assert.ok(document?.text !== undefined);
  const { text } = document;
  return tightenTrust(
    { role, trust: { ...document, text }, uses: uses.map((use) => auditedUse(use, world)) },
    world,
  );
}

/** Principals of the tightened policy's statements with their conditions, or why there is none. */
function left(answer: ReturnType<typeof tighten>): unknown {
  if (answer.kind === "not-tightened") return answer.why;
  const { Statement } = JSON.parse(answer.after);
  return [Statement]
    .flat()
    .map(({ Principal, Condition }) => [Principal.AWS ?? Principal, Condition ?? null]);
}

const by = (...names: readonly string[]) => names.map((name) => observed({ caller: userCaller(name) }));
const hub = `arn:aws:iam::${sister}:role/hubs/hub`;

type Case = readonly [name: string, trust: unknown, uses: readonly ObservedUse[], left: unknown];
const cases: readonly Case[] = [
  [
    "a whole account becomes who came from there",
    allow(sister),
    by("ada", "bob"),
    [[[user("ada"), user("bob")], null]],
  ],
  [
    "a role by its path",
    allow(`arn:aws:iam::${sister}:root`),
    [observed({ caller: roleCaller("hub") })],
    [[hub, null]],
  ],
  [
    "a service stays that is told without its region",
    {
      Effect: "Allow",
      Principal: { Service: ["ec2.amazonaws.com", "states.eu-west-1.amazonaws.com"] },
      Action: "sts:AssumeRole",
    },
    [observed({ caller: { kind: "service", service: "states.amazonaws.com" } })],
    [[{ Service: "states.eu-west-1.amazonaws.com" }, null]],
  ],
  [
    "an outsider's role stays that the console tells without its path",
    allow([sister, `arn:aws:iam::${outsider}:role/team/theirs`]),
    [observed(), observed({ call: "SwitchRole", caller: { ...roleCaller("theirs", outsider), id: null } })],
    [[[user("ada"), `arn:aws:iam::${outsider}:role/team/theirs`], null]],
  ],
  [
    "and its account, where it would be named without it",
    allow(outsider),
    [observed({ call: "SwitchRole", caller: { ...roleCaller("theirs", outsider), id: null } })],
    "all that the policy names was seen, or can't be named more narrowly",
  ],
  ["who never came goes", allow([user("ada"), user("bob")]), by("ada"), [[user("ada"), null]]],
  [
    "so does a statement that nobody needed",
    [allow(user("ada")), allow(outsider)],
    by("ada"),
    [[user("ada"), null]],
  ],
  ["everybody becomes those who came", allow("*"), by("ada"), [[user("ada"), null]]],
  [
    "of the own account a condition names them, so that their own policies keep their say",
    allow(own),
    [observed({ caller: roleCaller("inner", own) })],
    [[own, { ArnEquals: { "aws:PrincipalArn": roleArn("inner") } }]],
  ],
  [
    "conditions stay",
    allow(sister, { Condition: { StringEquals: { "sts:ExternalId": "x-1" } } }),
    [observed({ externalId: "x-1" })],
    [[user("ada"), { StringEquals: { "sts:ExternalId": "x-1" } }]],
  ],
  [
    "what sessions bring is left alone",
    [allow(sister), allow(sister, { Action: "sts:TagSession" })],
    by("ada"),
    [
      [user("ada"), null],
      [sister, null],
    ],
  ],
  [
    "of a party that can't be named the account stays",
    allow([sister, outsider]),
    [observed({ caller: { kind: "account", account: accountOf(sister) } })],
    [[sister, null]],
  ],
  [
    "where all came there is nothing to do",
    allow(user("ada")),
    by("ada"),
    "all that the policy names was seen, or can't be named more narrowly",
  ],
  [
    "where nobody came nobody would be left",
    allow(sister),
    [],
    "nobody was seen who would be left in: is the role still needed?",
  ],
  [
    "of an account whose caller is gone all stay, as AWS takes no name of one",
    allow([sister, outsider]),
    by("ada", "gone"),
    [[sister, null]],
  ],
  [
    "what can't be told keeps all",
    [allow(user("bob")), allow(outsider)],
    [
      observed({
        call: "GetRoleCredentials",
        caller: { kind: "identity-center-user", user: "ada", store: null },
      }),
    ],
    "of ada the trail does not tell enough to say how it came in",
  ],
  [
    "what is impossible already keeps nothing",
    allow([user("ada"), outsider]),
    by("ada", "bob"),
    [[user("ada"), null]],
  ],
];

describe("a trust policy is tightened to its use:", () => {
  for (const [name, trust, uses, expected] of cases) {
    test(name, () => assert.deepEqual(left(tighten(trust, uses)), expected));
  }

  test("it keeps everybody who was let in, and lets in nobody new, whatever the policy", () => {
    const callers: readonly UseCaller[] = [
      userCaller("ada"),
      userCaller("bob"),
      roleCaller("hub"),
      roleCaller("inner", own),
      roleCaller("far", outsider),
    ];
    const principal = fc.constantFrom(
      sister,
      own,
      outsider,
      "*",
      user("ada"),
      user("bob"),
      hub,
      roleArn("inner"),
    );
    const statement = fc.record({
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      Principal: fc.record({ AWS: fc.uniqueArray(principal, { minLength: 1, maxLength: 3 }) }),
      Action: fc.constantFrom("sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]),
      Condition: fc.constantFrom(
        {},
        { StringEquals: { "sts:ExternalId": "x-1" } },
        { Bool: { "aws:MultiFactorAuthPresent": "true" } },
        { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
      ),
    });
    const use = fc.record({
      caller: fc.constantFrom(...callers),
      externalId: fc.constantFrom(null, "x-1"),
      mfa: fc.constantFrom(true, false, null),
    });
    let tightened = 0;
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 4 }),
        fc.array(use, { maxLength: 4 }),
        (trust, given) => {
          const answer = tighten(
            trust,
            given.map((one) => observed(one)),
          );
          if (answer.kind === "not-tightened") return;
          tightened += 1;
          // Asked apart from the replay: every caller in every way, of both policies.
          for (const caller of callers) {
            for (const externalId of [null, "x-1"]) {
              for (const mfa of ["true", "false", null]) {
                const isAllowed = (text: string): boolean => letsIn(text, caller, externalId, mfa);
                const was = isAllowed(answer.before);
                if (isAllowed(answer.after)) assert.ok(was, "it lets in somebody new");
                else if (was) {
                  const isSeen = given.some(
                    (one) =>
                      one.caller === caller &&
                      one.externalId === externalId &&
                      String(one.mfa) === mfa &&
                      one.mfa === true,
                  );
                  assert.ok(!isSeen, "it refuses somebody who was seen");
                }
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(tightened > 5);
  });
});

function letsIn(text: string, caller: UseCaller, externalId: string | null, mfa: string | null): boolean {
  const parsed = parsePolicy(text, { kind: "trust" });
  assert.ok(parsed.ok && "arn" in caller && caller.arn !== null);
  const principal = caller.arn.replace("role/hub", "role/hubs/hub");
  const { decision } = decideTrust({
    trust: parsed.value,
    request: {
      principal,
      action: "sts:AssumeRole",
      resource: { arn: roleArn("app"), account: own },
      context: {
        ...(externalId === null ? {} : { "sts:ExternalId": externalId }),
        ...(mfa === null ? {} : { "aws:MultiFactorAuthPresent": mfa }),
      },
    },
    organization: replayWorldOf(observedSnapshot({ roles: [] })).organization,
  });
  return decision === "Allowed";
}
