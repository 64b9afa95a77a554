import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allowAll,
  deny,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
} from "../../../test/support/planned-organization.ts";
import { isAccountId } from "../../model/index.ts";
import { organizationView } from "../index.ts";
import type { Guard, TrustGrant } from "../types.ts";
import { callEngine } from "./call-engine.ts";

const own = "111111111111";
const password = "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword";
const audit = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials";

function brings(task: string): Guard {
  return [{ key: "sts:TaskPolicyArn", operator: "StringEquals", values: [task], controlledBy: "caller" }];
}

/** Two administrators of an account under the SCP, and calls to a member's root user. */
function callers(scp: readonly Statement[]) {
  assert.ok(isAccountId(own));
  const roles = ["dev", "security"].map((name) => ({
    name,
    trust: [trusts({ AWS: own })],
    policies: [[allowAll]],
  }));
  const snapshot = snapshotOf({
    accounts: [{ id: own, roles }],
    controls: scp.length === 0 ? [] : [{ kind: "scp", name: "limits", statements: scp, targets: ["r-root"] }],
  });
  const engine = callEngine(snapshot, organizationView(snapshot), ["sts:AssumeRoot"]);
  const target = { arn: `arn:aws:iam::${own}:root`, account: own, tags: null };
  return (name: string) => {
    const subject = engine.subjects.subjectOf({
      kind: "role",
      index: snapshot.roles.byArn(roleArn(own, name)) ?? 0,
    });
    assert.ok(subject !== null);
    return (context: Guard, grants: readonly TrustGrant[] | null = null) => {
      const call = { action: "sts:AssumeRoot", target, context, grants };
      const quick = engine.decisions.decideQuickly(subject, call).kind;
      assert.equal(quick, engine.decisions.decide(subject, call).kind, "quickly as at length");
      return quick;
    };
  };
}

test("what a call brings counts under SCPs, whatever the same caller was asked about before", () => {
  const Condition = {
    StringEquals: { "sts:TaskPolicyArn": password },
    ArnNotLike: { "aws:PrincipalArn": roleArn(own, "security") },
  };
  const asked = callers([{ ...deny("sts:AssumeRoot"), Condition }]);
  for (const [name, kind] of [
    ["security", "allowed"],
    ["dev", "denied"],
  ] as const) {
    const ask = asked(name);
    assert.equal(ask([]), "allowed");
    assert.equal(ask(brings(password)), kind, `${name} with the task of the SCP`);
    assert.equal(ask(brings(audit)), "allowed", `${name} with another task`);
  }
});

test("what a call brings counts for what the resource's side asks for", () => {
  const ask = callers([])("dev");
  assert.ok(isAccountId(own));
  const grant: TrustGrant = {
    party: { kind: "account", account: own },
    action: "sts:AssumeRole",
    guard: brings(password),
    certainty: { kind: "proven" },
    session: { tagSession: true, setSourceIdentity: true, setContext: true },
    matchedAs: "account",
    allowedBy: [],
    narrowedBy: [],
    narrowedByControls: [],
  };
  assert.equal(ask(brings(password), [grant]), "allowed");
  assert.equal(ask(brings(audit), [grant]), "denied");
});

test("who is let in without a permission of their own stands alike but for denials, boundaries, texts that are not at hand, and SCPs", () => {
  const trust = [trusts({ AWS: own })];
  const scp = {
    ...deny("sts:AssumeRole"),
    Condition: { ArnLike: { "aws:PrincipalArn": roleArn(own, "named") } },
  };
  const snapshot = snapshotOf({
    accounts: [
      {
        id: own,
        managed: [{ name: "limits", statements: [allowAll] }],
        roles: [
          { name: "nothing", trust },
          { name: "everything", trust, policies: [[allowAll]] },
          { name: "named", trust },
          { name: "denied", trust, policies: [[allowAll, deny("sts:*", roleArn(own, "open"))]] },
          { name: "bounded", trust, boundary: "limits" },
          { name: "unread", trust, attached: ["arn:aws:iam::aws:policy/NotAtHand"] },
          { name: "linked", trust, path: "/aws-service-role/x.amazonaws.com/" },
        ],
        users: [{ name: "person" }],
      },
    ],
    controls: [{ kind: "scp", name: "not-this-one", statements: [scp], targets: ["r-root"] }],
  });
  const engine = callEngine(snapshot, organizationView(snapshot), []);
  const classes = new Map<string, string | null>();
  for (let index = 0; index < snapshot.roles.count; index++) {
    const subject = engine.subjects.subjectOf({ kind: "role", index });
    const name = snapshot.roles.arn(index).split("/").at(-1) ?? "";
    if (subject !== null) classes.set(name, engine.decisions.admittedClass(subject, "sts:AssumeRole"));
  }
  const account = snapshot.accountIndex(own) ?? -1;
  const person = engine.subjects.subjectOf({ kind: "user", account, index: 0 });
  assert.ok(person !== null);
  const alike = classes.get("nothing");
  assert.ok(typeof alike === "string");
  assert.equal(classes.get("everything"), alike);
  for (const other of ["named", "linked"]) {
    assert.equal(typeof classes.get(other), "string", other);
    assert.notEqual(classes.get(other), alike, other);
  }
  assert.notEqual(engine.decisions.admittedClass(person, "sts:AssumeRole"), alike);
  for (const alone of ["denied", "bounded", "unread"]) assert.equal(classes.get(alone), null, alone);
});
