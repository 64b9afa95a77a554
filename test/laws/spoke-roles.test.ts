/** Spoke roles over random declarations and random roles that are there: what comes out is what is declared, and nothing else on the way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decideTrust } from "../../src/authz/concrete/index.ts";
import { organizationView } from "../../src/authz/index.ts";
import { parsePolicy } from "../../src/policy/index.ts";
import {
  afterStep,
  differencesBetween,
  managedTag,
  planRoles,
  type RoleState,
  removalSteps,
  stepsBetween,
  withRoleStates,
} from "../../src/provision/roles/index.ts";
import { engineOf } from "../../src/work/engine.ts";
import { askWhoCanAssume } from "../../src/work/questions.ts";
import { hubArn, setOf, spokes, spokeWorld } from "../support/spoke-roles.ts";
import { contextOf, isMeant, randomDeclaration, randomRequest } from "./spoke-roles/random-declaration.ts";
import { actions, allows, callers, can, managed, randomState } from "./spoke-roles/random-state.ts";
import { seeded } from "./trust/random.ts";
import { randomPolicy } from "./trust/random-policy.ts";

// 1,000 and more by ACCESSLENS_CASES.
const cases = Number(process.env.ACCESSLENS_CASES ?? 300);
const seed = 20_261_126;

test(`after the calls, those can assume the role who are declared, whatever stood there: ${cases} times (seed ${seed})`, () => {
  const hubMay = [
    { Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Resource: "*" },
  ];
  const bare = spokeWorld({ hubMay });
  const view = organizationView(bare);
  const [first = spokes[0]] = spokes;
  let [letIn, refused, changed] = [0, 0, 0];
  for (let number = 0; number < cases; number += 1) {
    const random = seeded(seed + number);
    const role = randomDeclaration(random);
    const snapshot = spokeWorld({
      hubMay,
      roles: [
        { name: "reader", trust: JSON.stringify(randomPolicy(random)), tags: { [managedTag]: "spokes" } },
      ],
    });
    const plan = planRoles({ set: setOf(role), snapshot, catalogue: null, adopt: false, unread: () => null });
    const told = `seed ${seed + number}: ${JSON.stringify(role.trust)}`;
    for (const planned of plan.roles) {
      assert.notEqual(planned.state, "error", `${planned.why}\n${told}`);
      if (planned.state === "update") changed += 1;
    }
    const states = plan.roles.map(({ account, current, steps, role: { name } }) => {
      assert.ok(account !== null);
      const state = steps.reduce<RoleState | null>(afterStep, current);
      return { account: account.id, name, state };
    });
    const after = engineOf(withRoleStates(snapshot, states));
    const answer = askWhoCanAssume(after, `arn:aws:iam::${first}:role/reader`);
    const declared = role.trust.flatMap(({ principals }) =>
      principals.map((one) => (one.kind === "account" ? one.account : one.arn)),
    );
    assert.deepEqual(new Set(answer?.who.map(({ id }) => id)), new Set(declared), told);
    const policy = parsePolicy(states[0]?.state?.trust ?? "", { kind: "trust" });
    assert.ok(policy.ok, told);
    for (let asked = 0; asked < 10; asked += 1) {
      const request = randomRequest(role, random);
      const { decision } = decideTrust({
        trust: policy.value,
        request: {
          ...{ principal: request.principal, action: "sts:AssumeRole", context: contextOf(request) },
          resource: { arn: `arn:aws:iam::${first}:role/reader`, account: first ?? "" },
        },
        organization: view,
      });
      const meant = isMeant(role, request);
      assert.equal(
        decision === "Allowed",
        meant,
        `${told}\n${JSON.stringify(request)} ${JSON.stringify([...request.tags])}`,
      );
      if (meant) letIn += 1;
      else refused += 1;
    }
  }
  // The law says little where hardly anybody is let in.
  assert.ok(
    letIn > cases && refused > cases && changed > cases / 2,
    `${letIn} let in, ${refused} refused, ${changed} changed`,
  );
});

const denies = (arn: string) => ((managed.get(arn)?.denies.length ?? 0) > 0 ? "all" : "none");

test("on the way from any role to any other, nobody can do what neither lets them do, wherever it stops", () => {
  let [steps, narrower] = [0, 0];
  for (let number = 0; number < cases / 2; number += 1) {
    const random = seeded(seed + number);
    const before = random.chance(15) ? null : randomState(random);
    const desired = randomState(random);
    let role = before;
    const made = stepsBetween(before, desired, { denies });
    for (const step of made) {
      role = afterStep(role, step);
      steps += 1;
      for (const caller of callers) {
        for (const action of actions) {
          if (can(role, caller, action)) {
            assert.ok(
              can(before, caller, action) || can(desired, caller, action),
              `seed ${seed + number}: after ${step.kind}, ${caller} can ${action}`,
            );
          } else if (can(desired, caller, action)) narrower += 1;
        }
      }
      // Sessions that are there already have it, whoever may come in.
      for (const action of actions) {
        if (before !== null && role !== null && allows(role, action)) {
          assert.ok(
            allows(before, action) || allows(desired, action),
            `seed ${seed + number}: ${step.kind} gives ${action}`,
          );
        }
      }
    }
    assert.ok(role !== null);
    assert.deepEqual(differencesBetween(role, desired), [], `seed ${seed + number}`);
    assert.deepEqual(stepsBetween(role, desired, { denies }), [], "and then there is nothing more to do");
    for (const gone of removalSteps(role, { denies })) {
      const had: RoleState = role;
      const left: RoleState | null = afterStep(role, gone);
      for (const action of actions) {
        assert.ok(
          left === null || !allows(left, action) || allows(had, action),
          `seed ${seed + number}: ${gone.kind}`,
        );
      }
      if (left === null) break;
      role = left;
    }
  }
  assert.ok(steps > cases * 3 && narrower > 0, `${steps} steps`);
  assert.ok(callers.includes(hubArn));
});
