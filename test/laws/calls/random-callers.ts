/** Random organizations for questions about calls: the policies of the other laws, held by several principals each. */
import {
  type AccountPlan,
  type ControlPlan,
  type OrganizationPlan,
  type RolePlan,
  type Statements,
  type UserPlan,
  unitId,
} from "../../support/planned-organization.ts";
import { randomControls } from "../caller/random-controls.ts";
import { randomIdentity } from "../caller/random-identity.ts";
import type { Random } from "../trust/random.ts";
import { randomPolicy } from "../trust/random-policy.ts";
import { member, owner } from "../trust/world.ts";

export function randomCallers(random: Random): OrganizationPlan {
  // Several have the same policies, so that what is remembered of one is asked for by another.
  const shared = Array.from({ length: 3 }, (): Statements => randomIdentity(random, false).Statement);
  const holds = () => ({
    policies: random.chance(60)
      ? [random.pick(["*", "sts:*", "sts:AssumeRole"] as const)].map(everywhere)
      : [pickOf(random, shared)],
    ...(random.chance(20) ? { boundary: "limit" } : {}),
    ...(random.chance(40) ? { tags: [{ key: "team", value: random.pick(["a", "b"] as const) }] } : {}),
  });
  const account = (id: string, parent?: string): AccountPlan => ({
    id,
    ...(parent === undefined ? {} : { parent }),
    roles: [
      ...(id === owner
        ? [{ name: "target", trust: [...randomPolicy(random).Statement, ...asksForTags(random)] }]
        : []),
      ...["app", "deploy"].map(
        (name): RolePlan => ({ name, trust: randomPolicy(random).Statement, ...holds() }),
      ),
    ],
    users: ["ada", "bob"].map((name): UserPlan => ({ name, ...holds() })),
    managed: [{ name: "limit", statements: randomIdentity(random, true).Statement }],
  });
  const controls = randomControls(random);
  const planned = [
    ...planOf("scp", controls?.scps ?? new Map()),
    ...planOf("rcp", controls?.rcps ?? new Map()),
  ];
  // The random levels have FullAWSAccess where they have it.
  const withoutFullAccess = controls === null ? [] : [...controls.scps.keys()];
  return { accounts: [account(owner), account(member, unitId)], controls: planned, withoutFullAccess };
}

/** What not everybody may put into a session whom the trust policy lets in. */
function asksForTags(random: Random): Statements {
  if (random.chance(50)) return [];
  return [
    {
      Effect: "Allow",
      Principal: { AWS: random.pick([owner, member, "*"]) },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: { StringEquals: { "aws:RequestTag/team": "a" } },
    },
  ];
}

function everywhere(action: string): Statements {
  return [{ Effect: "Allow", Action: action, Resource: "*" }];
}

function pickOf(random: Random, all: readonly Statements[]): Statements {
  const [first = [], ...rest] = all;
  return random.pick([first, ...rest]);
}

function planOf(
  kind: ControlPlan["kind"],
  byTarget: ReadonlyMap<string, readonly { readonly Statement: Statements }[]>,
): readonly ControlPlan[] {
  return [...byTarget].flatMap(([target, policies]) =>
    policies.map(({ Statement }, at) => ({
      kind,
      name: `${kind}-${target}-${at}`,
      statements: Statement,
      targets: [target],
    })),
  );
}
