/** The states that an attacker may be in, as actors: everything is looked up in the plan. */
import {
  type AccountPlan,
  allowAll,
  type GroupPlan,
  type Holdings,
  type OrganizationPlan,
  type RolePlan,
  roleArn,
  type Statements,
  type UserPlan,
  userArn,
} from "../../support/planned-organization.ts";
import { type Actor, accountPlan } from "./plain-decision.ts";

export type Principal = {
  readonly kind: "role" | "user";
  readonly arn: string;
  readonly account: string;
  readonly plan: RolePlan | UserPlan;
};

export type State =
  /** `joined`: groups besides its own. `everything`: it was given every permission. `unbound`: its boundary is gone. */
  | {
      readonly kind: "principal";
      readonly principal: Principal;
      readonly joined: readonly string[];
      readonly everything: boolean;
      readonly unbound: boolean;
    }
  | { readonly kind: "administrator"; readonly account: string };

export function principalsOf({ accounts }: OrganizationPlan): readonly Principal[] {
  return accounts.flatMap(({ id, roles = [], users = [] }) => [
    ...roles.map((plan): Principal => ({ kind: "role", arn: roleArn(id, plan.name), account: id, plan })),
    ...users.map((plan): Principal => ({ kind: "user", arn: userArn(id, plan.name), account: id, plan })),
  ]);
}

export function stateKey(state: State): string {
  if (state.kind === "administrator") return `administrator ${state.account}`;
  return `${state.principal.arn} ${state.joined.join("+")} ${state.everything} ${state.unbound}`;
}

export function groupsOf(principal: Principal): readonly string[] {
  return "groups" in principal.plan ? (principal.plan.groups ?? []) : [];
}

function statementsOf(
  { policies = [], attached = [] }: Holdings,
  account: AccountPlan,
): readonly Statements[] {
  return [...policies, ...attached.map((name) => managed(account, name))];
}

function managed({ managed: all = [] }: AccountPlan, name: string): Statements {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the plan has no policy ${name}`);
  return found.statements;
}

function groupPlan({ groups = [] }: AccountPlan, name: string): GroupPlan {
  return groups.find((one) => one.name === name) ?? { name };
}

const everything: Statements = [allowAll];

/** Whoever makes requests in the state: of an administrator, several that it can make. */
export function actorsOf(state: State, plan: OrganizationPlan): readonly Actor[] {
  if (state.kind === "administrator") return administrators(state.account, plan);
  const { principal, joined, everything: hasAll, unbound } = state;
  const account = accountPlan(plan, principal.account);
  const groups = [...groupsOf(principal), ...joined].map((name) => groupPlan(account, name));
  const { boundary, tags = [] } = principal.plan;
  return [
    {
      key: stateKey(state),
      arn: principal.arn,
      account: principal.account,
      identity: [
        ...[principal.plan, ...groups].flatMap((one) => statementsOf(one, account)),
        ...(hasAll ? [everything] : []),
      ],
      boundary: boundary === undefined || unbound ? null : managed(account, boundary),
      context: Object.fromEntries(tags.map(({ key, value }) => [`aws:PrincipalTag/${key}`, value])),
    },
  ];
}

function administrators(account: string, plan: OrganizationPlan): readonly Actor[] {
  const arns = [userArn(account, "new"), roleArn(account, "new"), roleArn(account, "ops-new")];
  const tags: readonly Readonly<Record<string, string>>[] = [{}, { "aws:PrincipalTag/team": "a" }];
  const made = arns.flatMap((arn) => tags.map((context) => madeActor(account, arn, context)));
  const anew = named(account, plan).map((arn): Actor => {
    return { ...madeActor(account, arn, {}), isMadeByName: true };
  });
  return [...made, ...anew];
}

function madeActor(account: string, arn: string, context: Actor["context"]): Actor {
  return {
    key: `new ${arn} ${JSON.stringify(context)}`,
    arn,
    account,
    identity: [everything],
    boundary: null,
    context,
  };
}

const namedBy = new WeakMap<OrganizationPlan, readonly string[]>();

/** Principals that policies speak of: one that is there can be deleted, and made anew. */
function named(account: string, plan: OrganizationPlan): readonly string[] {
  let all = namedBy.get(plan);
  if (all === undefined) {
    all = [...new Set(JSON.stringify(plan).match(/arn:aws:iam::\d{12}:(role|user)\/[\w-]+(?=")/g) ?? [])];
    namedBy.set(plan, all);
  }
  return all.filter((arn) => arn.includes(`:${account}:`));
}

/** Customer-managed policies that are attached to it, its groups' included. */
export function attachedTo(
  principal: Principal,
  joined: readonly string[],
  plan: OrganizationPlan,
): readonly string[] {
  const account = accountPlan(plan, principal.account);
  const groups = [...groupsOf(principal), ...joined].map((name) => groupPlan(account, name));
  return [...new Set([principal.plan, ...groups].flatMap(({ attached = [] }) => attached))];
}
