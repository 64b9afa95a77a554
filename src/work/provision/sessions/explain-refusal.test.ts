import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Refusal } from "../../../aws/index.ts";
import { type Files, writeFiles } from "../../../collect/files/fixtures/example-directory.ts";
import { importDirectory } from "../../../collect/files/index.ts";
import { type AssumeCall, planSession, type SessionWish } from "../../../provision/sessions/index.ts";
import { explainRefusal } from "./explain-refusal.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-refusals-"));
after(() => rmSync(folder, { recursive: true }));

const home = "111111111111";
const other = "222222222222";
const secret = "an-external-id-of-ours-7f3c";

const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const trust = (condition?: object, action: string | string[] = "sts:AssumeRole") => ({
  Sid: "LetIn",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${home}:root` },
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
let made = 0;
function role(
  account: string,
  name: string,
  statements: readonly object[],
  own: readonly object[] = [],
  path = "/",
) {
  made += 1;
  return {
    Path: path,
    RoleName: name,
    RoleId: `AROA${String(made).padStart(17, "0")}`,
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: "2026-01-01T00:00:00+00:00",
    AssumeRolePolicyDocument: policy(...statements),
    InstanceProfileList: [],
    RolePolicyList: own.length === 0 ? [] : [{ PolicyName: "own", PolicyDocument: policy(...own) }],
    AttachedManagedPolicies: [],
    Tags: [],
    MaxSessionDuration: 3600,
  };
}
const mayAssume = (action: string | string[], resource = "*") => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});
const everything = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
const details = (roles: readonly object[]) => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: roles,
  Policies: [],
});
const account = (id: string, name: string, parent: string) => ({
  Id: id,
  Name: name,
  Status: "ACTIVE",
  ParentId: parent,
});

const files: Files = {
  "organization.json": {
    Organization: { Id: "o-refusals01", MasterAccountId: "999999999999" },
    Roots: [{ Id: "r-refu", Name: "Root" }],
    OrganizationalUnits: [{ Id: "ou-refu-sandboxes", Name: "Sandboxes", ParentId: "r-refu" }],
    Accounts: [
      account("999999999999", "management", "r-refu"),
      account(home, "home", "ou-refu-sandboxes"),
      account(other, "other", "r-refu"),
    ],
    Policies: [
      {
        Id: "p-FullAWSAccess",
        Name: "FullAWSAccess",
        Type: "SERVICE_CONTROL_POLICY",
        Content: policy({ Effect: "Allow", Action: "*", Resource: "*" }),
        Targets: ["r-refu", "ou-refu-sandboxes", home, other],
      },
      {
        Id: "p-sandboxes1",
        Name: "no-audit-role",
        Type: "SERVICE_CONTROL_POLICY",
        Content: policy({
          Sid: "NoAudit",
          Effect: "Deny",
          Action: "sts:AssumeRole",
          Resource: "arn:aws:iam::*:role/Audit",
        }),
        Targets: ["ou-refu-sandboxes"],
      },
    ],
  },
  [`accounts/${home}/authorization-details.json`]: details([
    role(home, "Hub", [], [mayAssume(everything)], "/hub/"),
    role(home, "Plain", [], [mayAssume("sts:AssumeRole", "arn:aws:iam::*:role/Open")]),
  ]),
  [`accounts/${other}/authorization-details.json`]: details([
    role(other, "Open", [trust()]),
    role(other, "Audit", [trust(undefined, everything)]),
    role(other, "Vendor", [trust({ StringEquals: { "sts:ExternalId": secret } })]),
    role(other, "Theirs", [{ ...trust(), Principal: { AWS: "arn:aws:iam::333333333333:root" } }]),
    role(other, "Ours", [trust({ StringEquals: { "aws:PrincipalOrgID": "o-elsewhere1" } })]),
    role(other, "Careful", [trust({ Bool: { "aws:MultiFactorAuthPresent": "true" } })]),
    role(other, "Near", [trust({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })]),
    role(other, "Tagged", [trust({ StringEquals: { "aws:RequestTag/Team": "security" } }, everything)]),
    role(other, "Denying", [
      trust(),
      { Effect: "Deny", Principal: { AWS: `arn:aws:iam::${home}:role/hub/Hub` }, Action: "sts:AssumeRole" },
    ]),
    role(other, "Deep", [trust()], [], "/a/b/"),
  ]),
};
writeFiles(folder, files);
const imported = await importDirectory(folder, { keepGoing: false, createdAt: 0 });
assert.ok(imported.ok, JSON.stringify(imported));
const snapshot = imported.value.snapshot;

const denied: Refusal = {
  kind: "denied",
  code: "AccessDenied",
  message: "not authorized to perform: sts:AssumeRole",
};

function call(name: string, changes: Partial<SessionWish> = {}, seconds?: number): AssumeCall {
  const arn = name.startsWith("arn:") ? name : `arn:aws:iam::${other}:role/${name}`;
  const plan = planSession(
    {
      roles: [arn],
      name: "ada@laptop",
      tags: [],
      transitive: [],
      sourceIdentity: null,
      externalIdsOnTheWay: {},
      externalId: null,
      policies: { inline: null, arns: [] },
      seconds: seconds ?? null,
      ...changes,
    },
    { isSession: false, roleSeconds: null },
  );
  assert.ok(plan.ok);
  const [only] = plan.value;
  assert.ok(only !== undefined);
  return only;
}

function explained(
  asked: AssumeCall,
  by = "Hub",
  refusal = denied,
  inherited: Readonly<Record<string, string>> = {},
) {
  return explainRefusal(snapshot, {
    call: asked,
    caller: `arn:aws:sts::${home}:assumed-role/${by}/ada`,
    callerRole: null,
    inherited,
    refusal,
  });
}

const tags = [{ key: "Team", value: "red" }];
const cases: readonly (readonly [
  what: string,
  AssumeCall,
  by: string,
  kinds: readonly string[],
  says: RegExp,
])[] = [
  [
    "an external ID that was not sent",
    call("Vendor"),
    "Hub",
    ["external-id-missing"],
    /asks for an external ID, and none was sent/,
  ],
  [
    "another external ID",
    call("Vendor", { externalId: "a-wrong-one" }),
    "Hub",
    ["external-id-wrong"],
    /another external ID than the one/,
  ],
  [
    "tags that the trust does not take",
    call("Open", { tags }),
    "Hub",
    ["tags-not-allowed"],
    /trust policy does not allow sts:TagSession/,
  ],
  [
    "a source identity that the trust does not take",
    call("Open", { sourceIdentity: "ada" }),
    "Hub",
    ["source-identity-not-allowed"],
    /does not allow sts:SetSourceIdentity/,
  ],
  [
    "a trust in others",
    call("Theirs"),
    "Hub",
    ["not-trusted"],
    /neither arn:aws:iam::111111111111:role\/hub\/Hub nor account 111111111111/,
  ],
  [
    "a trust in another organization",
    call("Ours"),
    "Hub",
    ["organization"],
    /"o-elsewhere1".*has "o-refusals01"/,
  ],
  ["a second factor", call("Careful"), "Hub", ["second-factor"], /--mfa-serial/],
  [
    "an address that nobody here knows",
    call("Near"),
    "Hub",
    ["condition"],
    /aws:SourceIp.*of which nobody knows here/,
  ],
  [
    "a tag of another value",
    call("Tagged", { tags }),
    "Hub",
    ["condition", "condition"],
    /"security", where this has "red"/,
  ],
  ["a tag that was not sent", call("Tagged"), "Hub", ["condition"], /"security", where there is none/],
  [
    "an SCP of a unit",
    call("Audit"),
    "Hub",
    ["denied"],
    /policy no-audit-role, attached to the unit Sandboxes \(ou-refu-sandboxes\), denies/,
  ],
  ["a Deny of the trust policy", call("Denying"), "Hub", ["denied"], /trust policy denies sts:AssumeRole/],
  [
    "the caller's own policies",
    call("Tagged", { tags: [{ key: "Team", value: "security" }] }),
    "Plain",
    ["not-allowed", "not-allowed"],
    /own identity policies do not allow sts:AssumeRole on the role; closest/,
  ],
  [
    "a role that is not there",
    call("Absent"),
    "Hub",
    ["no-such-role"],
    /has no role arn:aws:iam::222222222222:role\/Absent/,
  ],
  [
    "a role without its path",
    call("Deep"),
    "Hub",
    ["no-such-role"],
    /ARN is arn:aws:iam::222222222222:role\/a\/b\/Deep, with its path/,
  ],
];
for (const [what, asked, by, kinds, says] of cases) {
  test(`A refusal is explained by ${what}`, () => {
    const { reasons } = explained(asked, by);
    assert.deepEqual(
      reasons.map(({ kind }) => kind),
      kinds,
      JSON.stringify(reasons),
    );
    assert.match(reasons[0]?.text ?? "", says);
  });
}

test("A reason comes with its statement and lines, and no external ID stands in it", () => {
  const told = explained(call("Vendor"));
  const [statement] = told.reasons[0]?.statements ?? [];
  assert.deepEqual(
    [statement?.layer, statement?.policy, statement?.statement, statement?.sid, statement?.effect],
    ["resource", "trust policy", 0, "LetIn", "Allow"],
  );
  assert.match(statement?.text ?? "", /"sts:ExternalId": "<masked, 27 characters>"/);
  assert.doesNotMatch(JSON.stringify(told), new RegExp(secret));
  const wrong = explained(call("Vendor", { externalId: "a-wrong-one" }));
  assert.doesNotMatch(JSON.stringify(wrong), /a-wrong-one/);
});

test("What AWS names as missing comes first", () => {
  const asked = call("Open", { tags, sourceIdentity: "ada" });
  const first = (action: string) =>
    explained(asked, "Hub", { ...denied, message: `not authorized to perform: ${action} on` }).reasons[0]
      ?.action;
  assert.equal(first("sts:TagSession"), "sts:TagSession");
  assert.equal(first("sts:SetSourceIdentity"), "sts:SetSourceIdentity");
});

test("What AWS names is explained even where the call alone would not need it: tags of an earlier session go on", () => {
  const refusal = { ...denied, message: "not authorized to perform: sts:TagSession on" };
  const { reasons } = explained(call("Open"), "Hub", refusal, { "aws:PrincipalTag/Team": "red" });
  assert.deepEqual(
    reasons.map(({ kind }) => kind),
    ["tags-not-allowed"],
  );
});

test("Where the snapshot would allow it, that is said, and what no snapshot holds", () => {
  const { reasons, notKnown } = explained(call("Open"));
  assert.deepEqual(reasons, []);
  assert.match(notKnown.join(), /By the snapshot it is allowed: policies changed since/);
});

test("What a session on the way has from before is asked for at the next role, too", () => {
  const kinds = (inherited: Readonly<Record<string, string>>) =>
    explained(call("Open"), "Hub", denied, inherited).reasons.map(({ kind }) => kind);
  assert.deepEqual(kinds({ "aws:SourceIdentity": "ada" }), ["source-identity-not-allowed"]);
  const careful = (inherited: Readonly<Record<string, string>>) =>
    explained(call("Careful"), "Hub", denied, inherited).reasons.map(({ kind }) => kind);
  assert.deepEqual(careful({ "aws:MultiFactorAuthPresent": "true" }), []);
});

test("Accounts that are not in the snapshot are not known, and nothing is made up about them", () => {
  const { reasons, notKnown } = explained(call("arn:aws:iam::444444444444:role/X"));
  assert.deepEqual(reasons, []);
  assert.ok(notKnown.length > 0);
});

test("A duration that STS refuses is told as that, with the role's maximum", () => {
  const refusal: Refusal = {
    kind: "failed",
    code: "ValidationError",
    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  };
  const { reasons } = explained(call("Open", {}, 7200), "Hub", refusal);
  assert.deepEqual(
    reasons.map(({ kind, text }) => [kind, text]),
    [["too-long", "7200 seconds are more than the role's MaxSessionDuration of 3600."]],
  );
});
