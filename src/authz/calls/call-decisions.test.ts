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
