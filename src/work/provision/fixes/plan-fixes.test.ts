import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyIntent, type Intent } from "../../../findings/intent.ts";
import {
  letIn,
  owner,
  sister,
  stranger,
  type TrialRole,
  trialSnapshot,
  vendor,
} from "../../../findings/rule-trial.ts";
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import { isAccountId, isArn } from "../../../model/index.ts";
import { scanSnapshot } from "../../scan.ts";
import { whyNotWrite } from "./guard-fix.ts";
import { planFixes } from "./plan-fixes.ts";
import { filled, standInsIn } from "./stand-ins.ts";

/** Plans for all findings of these rules. `word`: what to write in place of every stand-in. */
function planOf(
  roles: readonly TrialRole[],
  rules: readonly string[],
  { word, intent = emptyIntent }: { readonly word?: string; readonly intent?: Intent } = {},
) {
  const scan = scanSnapshot(trialSnapshot(roles), { intent });
  const chosen = scan.findings.summaries.filter(({ rule }) => rules.includes(rule));
  const standIns = ["REPLACE-WITH-A-RANDOM-ID-AGREED-WITH-THE-THIRD-PARTY", "REPLACE-WITH-ROLE-NAME"];
  const words = new Map(word === undefined ? [] : standIns.map((one) => [one, word] as const));
  return {
    scan,
    plan: planFixes(scan, chosen, new Map(chosen.map(({ id }) => [id, words])), () => undefined),
  };
}

const anyone = letIn({ AWS: "*" });

test("findings of one policy become one write, all of them gone after it", () => {
  const { plan } = planOf([{ trust: [anyone] }], ["external-access", "organization-bound-missing"]);
  const [fix, ...more] = plan.fixes;
  assert.deepEqual(more, []);
  assert.equal(fix?.state, "planned");
  assert.deepEqual(
    fix.findings.map(({ summary }) => summary.rule),
    ["external-access", "organization-bound-missing"],
  );
  assert.match(fix.after ?? "", /aws:PrincipalOrgID/);
  assert.equal(fix.statements.length, 1);
  assert.deepEqual(
    fix.changes.flatMap(({ lost }) => lost.map(({ kind }) => kind)),
    ["any-account"],
  );
});

test("what only people know is asked for, and verified like all else", () => {
  const roles = [{ trust: [letIn({ AWS: vendor })] }];
  const { plan: asking } = planOf(roles, ["external-id-missing"]);
  assert.deepEqual(asking.fixes, []);
  assert.match(asking.notApplicable[0]?.why ?? "", /REPLACE-WITH-A-RANDOM-ID/);
  const { plan } = planOf(roles, ["external-id-missing"], { word: "3f0c1d5e-8a77-4a55-9e0b-52d9e6c4a001" });
  assert.equal(plan.fixes[0]?.state, "planned", JSON.stringify(plan));
  assert.match(plan.fixes[0].after ?? "", /"sts:ExternalId":"3f0c1d5e/);
  const { plan: weak } = planOf(roles, ["external-id-missing"], { word: "example" });
  assert.equal(weak.fixes[0]?.state, "refused", "a guessable one would be a finding of its own");
});

test("stand-ins are words in capitals that the policy had not", () => {
  const before = '{"Sid":"ALLOWED","Condition":{"StringEquals":{"x":"repo:ACME/site"}}}';
  const after = before.replace("ACME/site", "ACME/REPOSITORY:ref").replace('"x"', '"SAML:aud"');
  assert.deepEqual(standInsIn(after, before), ["REPOSITORY"]);
  assert.match(filled(after, ["REPOSITORY"], new Map([["REPOSITORY", 'a"b']])), /ACME\/a\\"b:ref/);
});

// The sister account is less trusted, and a finding's fix takes its principals out.
const tiers: Intent = {
  ...emptyIntent,
  tiers: [
    { name: "low", level: 0, units: [sister] },
    { name: "high", level: 1, units: [owner] },
  ],
};
const administrator = {
  inline: { all: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } },
  attached: [],
};
const service = letIn({ Service: "lambda.amazonaws.com" });
const operator = {
  name: "operator",
  account: sister,
  trust: [letIn({ AWS: sister })],
  attached: [],
};
const theirs = letIn({ AWS: `arn:aws:iam::${sister}:role/operator` });

test("who alone could change the policy is not locked out", () => {
  const first = { ...administrator, name: "first", trust: [theirs, service] };
  const { plan } = planOf([first, operator], ["ou-crossing"], { intent: tiers });
  const [fix] = plan.fixes;
  assert.equal(fix?.state, "refused", JSON.stringify(plan.notApplicable));
  assert.match(fix.reason?.why ?? "", /nobody .* could change the policy any more/);
  const other = { ...administrator, name: "other", trust: [letIn({ AWS: `arn:aws:iam::${owner}:root` })] };
  const { plan: safe } = planOf([first, operator, other], ["ou-crossing"], { intent: tiers });
  assert.equal(safe.fixes[0]?.state, "planned", JSON.stringify(safe.fixes[0]?.reason));
});

test("two fixes that lock out together are both refused", () => {
  const roles = ["first", "second"].map((name) => ({ ...administrator, name, trust: [theirs, service] }));
  const { plan } = planOf([...roles, operator], ["ou-crossing"], { intent: tiers });
  assert.deepEqual(
    plan.fixes.map(({ state, reason }) => [state, reason?.why.slice(0, 20)]),
    [
      ["refused", "with the other fixes"],
      ["refused", "with the other fixes"],
    ],
  );
});

test("an access that intent approves is not taken away", () => {
  const approved: Intent = {
    ...emptyIntent,
    vendors: [{ name: "Datadog", accounts: [vendor], owner: null, roles: [], until: null }],
  };
  const { scan } = planOf([{ trust: [letIn({ AWS: vendor }), service] }], [], { intent: approved });
  const role = `arn:aws:iam::${owner}:role/trial`;
  assert.ok(isArn(role));
  const trust: RemovablePlace = { kind: "trust-policy", role };
  const party = {
    kind: "account",
    id: vendor,
    external: true,
    proven: true,
    guard: [],
    via: "direct",
  } as const;
  const whether = (
    lost: readonly (typeof party)[],
    more = 0,
    place: RemovablePlace = trust,
    engine = scan.engine,
  ) =>
    whyNotWrite({
      place,
      ...{ before: "{}", after: "{}", engines: { before: engine, after: engine } },
      changes: [
        {
          ...{
            subject: role,
            kind: "trust-policy",
            account: owner,
            happened: "changed",
            meaning: "narrower",
          },
          ...{ summary: "", gained: [], lost, more: { gained: 0, lost: more }, guards: [] },
          ...{ findings: { opened: [], closed: [] }, examples: { gained: null, lost: null } },
          ...{ reaches: [], notes: [], before: null, after: null },
        },
      ],
    });
  assert.match(whether([party])?.why ?? "", /vendor Datadog is approved/);
  assert.equal(whether([]), null);
  // Of whom it loses, not all may be named.
  assert.match(whether([], 1)?.why ?? "", /may mean some of them/);
  const queue = `arn:aws:sqs:eu-west-1:${owner}:orders`;
  assert.ok(isArn(queue) && isAccountId(owner));
  const place = { kind: "resource-policy", account: owner, resource: queue } as const;
  assert.equal(whether([party], 0, place), null);
  const trusting: Intent = { ...emptyIntent, accounts: [vendor] };
  const { scan: trusted } = planOf([{ trust: [letIn({ AWS: vendor }), service] }], [], { intent: trusting });
  assert.match(whether([party], 0, place, trusted.engine)?.why ?? "", /the account is trusted/);
});

test("a chain is cut by an edit of a statement on it, and all that can be reached is looked at again", () => {
  const assume = { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }] };
  const entry = { name: "entry", inline: { assume }, attached: [], trust: [letIn({ AWS: stranger })] };
  const trusting = letIn({
    AWS: [`arn:aws:iam::${owner}:role/entry`, `arn:aws:iam::${sister}:role/operator`],
  });
  const roles = [entry, operator, { ...administrator, name: "administrator", trust: [trusting] }];
  const scan = scanSnapshot(trialSnapshot(roles), {}, { chains: true });
  const chosen = scan.findings.summaries.filter(({ rule }) => rule === "outsider-reaches-administrator");
  assert.equal(chosen.length, 1);
  const { fixes } = planFixes(scan, chosen, new Map(), () => undefined);
  assert.equal(fixes[0]?.state, "planned", JSON.stringify(fixes[0]?.reason));
  assert.equal(fixes[0].policy, `trust policy of arn:aws:iam::${owner}:role/administrator`);
  assert.equal(fixes[0].after?.includes("role/entry"), false);
  assert.deepEqual(fixes[0].alsoLost, { accesses: [], more: 0 });
});
