/**
 * What can be reached, by trying every technique in every hand with single requests. Written apart from the graph: of the
 * product it takes the catalogue of techniques and the concrete evaluator, and nothing else.
 */
import { techniques } from "../../../src/graph/techniques/catalogue.ts";
import type { Need, Place, Technique } from "../../../src/graph/techniques/technique.ts";
import {
  type OrganizationPlan,
  type RolePlan,
  type Statements,
  trusts,
} from "../../support/planned-organization.ts";
import {
  actorsOf,
  attachedTo,
  groupsOf,
  type Principal,
  principalsOf,
  type State,
  stateKey,
} from "./actors.ts";
import { type Actor, type Answer, accountPlan, PlainDecisions } from "./plain-decision.ts";

type Step = { readonly to: State; readonly sure: boolean };

/** What a technique is done with, besides things that the caller chooses. */
type Binding = {
  readonly target?: Principal;
  readonly service?: string;
  readonly workload?: { readonly arn: string; readonly policy: Statements | null };
  readonly policy?: string;
  readonly group?: string;
  readonly provider?: string;
  /** Whether the target surely trusts the provider. */
  readonly trusted?: Answer;
};

export type Reached = {
  readonly principals: ReadonlySet<string>;
  readonly administered: ReadonlySet<string>;
};

export class PlainReach {
  readonly #plan: OrganizationPlan;
  readonly #decisions: PlainDecisions;
  readonly #principals: readonly Principal[];
  readonly #texts: readonly string[];
  readonly #steps = new Map<string, readonly Step[]>();

  constructor(plan: OrganizationPlan) {
    this.#plan = plan;
    this.#decisions = new PlainDecisions(plan);
    this.#principals = principalsOf(plan);
    this.#texts = [...new Set(JSON.stringify(plan).match(/arn:aws:[^"]+/g) ?? [])];
  }

  get principals(): readonly Principal[] {
    return this.#principals;
  }

  /** `onlySure`: by what is surely allowed and shown by the snapshot. */
  from(principal: Principal, onlySure: boolean): Reached {
    const principals = new Set<string>();
    const administered = new Set<string>();
    const seen = new Set<string>();
    const next: State[] = [asItIs(principal)];
    for (let state = next.pop(); state !== undefined; state = next.pop()) {
      const key = stateKey(state);
      if (seen.has(key)) continue;
      seen.add(key);
      if (state.kind === "administrator") administered.add(state.account);
      else principals.add(state.principal.arn);
      for (const { to, sure } of this.#stepsOf(state)) if (sure || !onlySure) next.push(to);
    }
    principals.delete(principal.arn);
    return { principals, administered };
  }

  #stepsOf(state: State): readonly Step[] {
    const key = stateKey(state);
    let steps = this.#steps.get(key);
    if (steps === undefined) {
      steps = [...this.#find(state)];
      this.#steps.set(key, steps);
    }
    return steps;
  }

  *#find(state: State): Iterable<Step> {
    if (state.kind === "principal" && (state.everything || state.unbound || state.joined.length > 0)) {
      yield { to: asItIs(state.principal), sure: true };
    }
    for (const actor of actorsOf(state, this.#plan)) {
      if (this.#isAdministrator(actor))
        yield { to: { kind: "administrator", account: actor.account }, sure: true };
      for (const target of this.#principals) {
        const answer = this.#assume(actor, target, null);
        if (answer !== "no") yield { to: asItIs(target), sure: answer === "yes" };
      }
      for (const technique of techniques) yield* this.#tried(technique, state, actor);
    }
  }

  /** Of the actions that these organizations speak of, and some besides. */
  #isAdministrator(actor: Actor): boolean {
    const resources = [
      ...this.#texts.map((text) => text.replaceAll("*", "new")),
      "arn:aws:sns:eu-west-1:1:topic",
      "*",
    ];
    return sampleActions.every((action) =>
      resources.every((arn) =>
        this.#decisions.isAllowedAnyway(actor, action, { arn, account: actor.account }),
      ),
    );
  }

  #assume(actor: Actor, target: Principal, trust: Statements | null): Answer {
    if (target.kind === "user" || target.arn === actor.arn) return "no";
    const resource = { arn: target.arn, account: target.account };
    const policy = trust ?? withoutNameOf(actor, trustOf(target));
    return this.#decisions.ask(actor, { action: "sts:AssumeRole", resource, policy });
  }

  *#tried(technique: Technique, state: State, actor: Actor): Iterable<Step> {
    const { gives } = technique;
    const account = accountPlan(this.#plan, actor.account);
    const own = this.#principals.filter((one) => one.account === actor.account);
    const roles = own.filter(({ kind }) => kind === "role");
    switch (gives.kind) {
      case "passed-role":
        for (const target of roles) {
          if (gives.instanceProfile === true && !hasProfile(target)) continue;
          for (const service of gives.services) {
            if (this.#decisions.serves(service, target, trustOf(target)))
              yield* this.#given(technique, actor, { target, service }, asItIs(target));
          }
        }
        return;
      case "workload-role":
        for (const { arn, type, policy = null, attributes = {} } of account.resources ?? []) {
          const target = roles.find((role) =>
            gives.workload.roleFrom.some((name) => attributes[name] === role.arn),
          );
          if (target !== undefined && gives.workload.types.includes(type))
            yield* this.#given(technique, actor, { target, workload: { arn, policy } }, asItIs(target));
        }
        return;
      case "federated-role": {
        const provider = samlProviderArn(actor.account);
        const isThere = account.samlProviders?.includes(provider) === true;
        if (gives.provider !== (isThere ? "existing-saml" : "missing-saml")) return;
        for (const target of roles) {
          const trusted = this.#decisions.federates(provider, target, trustOf(target));
          yield* this.#given(technique, actor, { target, provider, trusted }, asItIs(target));
        }
        return;
      }
      case "user":
        for (const target of own) {
          if (target.kind === "user") yield* this.#given(technique, actor, { target }, asItIs(target));
        }
        return;
      case "trusting-role":
        for (const target of roles) yield* this.#given(technique, actor, { target }, asItIs(target));
        return;
      case "new-administrator":
        yield* this.#given(technique, actor, {}, { kind: "administrator", account: actor.account });
        return;
      case "self":
        if (state.kind === "principal" && gives.principals.includes(state.principal.kind))
          yield* this.#changed(technique, actor, selfIn(state), state);
        return;
      case "edited":
        for (const target of own) {
          if (target.kind === gives.principal && target.arn !== actor.arn)
            yield* this.#changed(technique, actor, target, asItIs(target));
        }
        return;
      default:
        // Assumptions are tried in the exact words of both policies; the organization's account has no data here.
        return;
    }
  }

  *#changed(
    technique: Technique,
    actor: Actor,
    target: Principal,
    before: Extract<State, { readonly kind: "principal" }>,
  ): Iterable<Step> {
    const { gives } = technique;
    if (gives.kind !== "self" && gives.kind !== "edited") return;
    const { principal, joined } = before;
    const frees = gives.kind === "edited" && gives.frees === true;
    if ((frees || gives.by === "boundary") && target.plan.boundary === undefined) return;
    const everything: State = {
      kind: "principal",
      principal,
      joined: [],
      everything: true,
      unbound: frees || before.unbound,
    };
    const groups = [...groupsOf(target), ...joined];
    switch (gives.by) {
      case "boundary":
        yield* this.#given(technique, actor, { target }, { ...before, unbound: true });
        return;
      case "principal":
        yield* this.#given(technique, actor, { target }, everything);
        return;
      case "attached-policy":
        for (const policy of attachedTo(target, joined, this.#plan))
          yield* this.#given(technique, actor, { target, policy }, everything);
        return;
      case "own-group":
        for (const group of groups) yield* this.#given(technique, actor, { target, group }, everything);
        return;
      case "joined-group":
        for (const { name: group } of accountPlan(this.#plan, target.account).groups ?? []) {
          if (groups.includes(group)) continue;
          // The graph does not tell what two groups give that are joined one after the other.
          const member: State = { ...before, joined: [group], everything: false };
          yield* this.#given(technique, actor, { target, group }, member);
        }
    }
  }

  *#given(technique: Technique, actor: Actor, binding: Binding, to: State): Iterable<Step> {
    const { gives, needs } = technique;
    const { target } = binding;
    if (gives.kind !== "self" && target?.arn === actor.arn) return;
    let answer: Answer = technique.unseen === undefined ? "yes" : "maybe";
    answer = worse(answer, binding.trusted ?? "yes");
    if (answer === "no") return;
    for (const step of this.#needsOf(technique, actor, binding)) {
      answer = worse(answer, step());
      if (answer === "no") return;
    }
    const takes = gives.kind === "edited" && gives.taken === "assume";
    const rewrites = needs.some(({ action }) => action === "iam:UpdateAssumeRolePolicy");
    if (target !== undefined && takes) answer = worse(answer, this.#assume(actor, target, null));
    if (target?.kind === "role" && rewrites)
      answer = worse(answer, this.#assume(actor, target, [trusts({ AWS: actor.arn })]));
    if (answer !== "no") yield { to, sure: answer === "yes" };
  }

  /** One for each thing that is asked, cheap ones first. */
  *#needsOf(technique: Technique, actor: Actor, binding: Binding): Iterable<() => Answer> {
    const byThing = new Map<string, Need[]>();
    for (const need of technique.needs) {
      const { on } = need;
      if (typeof on === "string")
        yield () => this.#need(need, actor, binding, this.#bound(on, actor, binding));
      else byThing.set(JSON.stringify(on), [...(byThing.get(JSON.stringify(on)) ?? []), need]);
    }
    for (const needs of byThing.values()) yield () => this.#onThing(needs, actor, binding);
  }

  #bound(
    on: Extract<Place, string>,
    { account }: Actor,
    { target, workload, policy, group, provider }: Binding,
  ): string {
    switch (on) {
      case "nothing":
        return "*";
      case "target":
        return target?.arn ?? "";
      case "workload":
        return workload?.arn ?? "";
      case "boundary":
        return `arn:aws:iam::${account}:policy/${target?.plan.boundary}`;
      case "provider":
        return provider ?? "";
      case "member-root":
        // No account here manages the organization.
        return "";
      case "policy":
        return `arn:aws:iam::${account}:policy/${policy}`;
      case "group":
        return `arn:aws:iam::${account}:group/${group}`;
    }
  }

  /** All of them on one thing. */
  #onThing(needs: readonly Need[], actor: Actor, binding: Binding): Answer {
    const [{ on } = { on: "nothing" as const }] = needs;
    if (typeof on === "string") return "no";
    const all = accountPlan(this.#plan, actor.account).resources ?? [];
    const there =
      "existing" in on ? all.filter(({ type }) => type === on.existing).map(({ arn }) => arn) : [];
    const isMade = "existing" in on && there.length === 0;
    let best: Answer = "no";
    for (const arn of there.length > 0 ? there : this.#named(on.form, actor.account)) {
      let answer: Answer = isMade ? "maybe" : "yes";
      for (const need of needs) {
        answer = worse(answer, this.#need(need, actor, binding, arn));
        if (answer === "no") break;
      }
      answer = worse(answer, this.#makes(needs, actor, arn));
      if (answer === "yes") return "yes";
      if (answer === "maybe") best = "maybe";
    }
    return best;
  }

  /** A new role is assumed in the end, by the trust policy that it was made with. */
  #makes(needs: readonly Need[], actor: Actor, arn: string): Answer {
    if (!needs.some(({ action }) => action === "iam:CreateRole")) return "yes";
    const policy = [trusts({ AWS: actor.arn })];
    return this.#decisions.ask(actor, {
      action: "sts:AssumeRole",
      resource: { arn, account: actor.account },
      policy,
    });
  }

  /** ARNs of the form: those that policies tell apart, and one that none knows. */
  #named(form: string, account: string): readonly string[] {
    const text = form.replaceAll("${Partition}", "aws").replaceAll("${Account}", account);
    const matches = new RegExp(`^${text.split("*").map(escaped).join(".*")}$`);
    const filled = (one: string): string =>
      one
        .split(":")
        .map((part, at) =>
          part === "*" && at === 3 ? "us-east-1" : part === "*" && at === 4 ? account : part,
        )
        .join(":")
        .replaceAll("*", "new");
    return [filled(text), ...this.#texts.map(filled).filter((one) => matches.test(one))];
  }

  #need(need: Need, actor: Actor, binding: Binding, arn: string): Answer {
    const { action } = need;
    if (!mentions(actor, action) && (binding.workload?.policy ?? null) === null) return "no";
    const own = binding.workload?.arn === arn ? binding.workload.policy : null;
    const policy = own === null ? null : withoutNameOf(actor, own);
    const resource = { arn, account: actor.account };
    return this.#decisions.ask(actor, { action, resource, context: contextOf(need, binding), policy });
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const sampleActions = [
  "sts:AssumeRole",
  "iam:PassRole",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:AddUserToGroup",
  "iam:CreatePolicyVersion",
  "iam:CreateAccessKey",
  "iam:DeleteAccessKey",
  "iam:UpdateAssumeRolePolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutRolePermissionsBoundary",
  "iam:PutUserPermissionsBoundary",
  "iam:CreateSAMLProvider",
  "iam:UpdateSAMLProvider",
  "iam:GetRole",
  "lambda:CreateFunction",
  "lambda:InvokeFunction",
  "lambda:UpdateFunctionCode",
  "lambda:GetFunction",
  "sts:GetCallerIdentity",
  "s3:GetObject",
  "sns:Publish",
];

/** The one that roles here trust. */
function samlProviderArn(account: string): string {
  return `arn:aws:iam::${account}:saml-provider/corp`;
}

function asItIs(principal: Principal): Extract<State, { readonly kind: "principal" }> {
  return { kind: "principal", principal, joined: [], everything: false, unbound: false };
}

/** Whoever acts, as a target of its own. */
function selfIn({ principal, unbound }: Extract<State, { readonly kind: "principal" }>): Principal {
  const { boundary: _, ...plan } = principal.plan;
  return unbound ? { ...principal, plan } : principal;
}

function trustOf({ plan }: Principal): Statements {
  return "trust" in plan ? (plan.trust ?? []) : [];
}

function withoutNameOf({ arn, isMadeByName }: Actor, policy: Statements): Statements {
  if (isMadeByName !== true) return policy;
  return policy.filter(({ Principal }) => !JSON.stringify(Principal ?? "").includes(`"${arn}"`));
}

function hasProfile({ plan }: Principal): boolean {
  const role: Partial<RolePlan> = plan;
  return role.hasInstanceProfile === true;
}

function worse(one: Answer, other: Answer): Answer {
  if (one === "no" || other === "no") return "no";
  return one === "maybe" || other === "maybe" ? "maybe" : "yes";
}

/** Whether some statement could be about the action: most can't, and need not be asked about. */
function mentions({ identity }: Actor, action: string): boolean {
  return identity.flat().some(({ Action, NotAction }) => {
    if (NotAction !== undefined) return true;
    return [Action].flat().some((one) => {
      const pattern = String(one).split("*").map(escaped).join(".*");
      return new RegExp(`^${pattern}$`, "i").test(action);
    });
  });
}

const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";

function contextOf(
  { action, context = {} }: Need,
  { target, service }: Binding,
): Readonly<Record<string, string>> {
  const fixed = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, value.replace("${Partition}", "aws")]),
  );
  const attached = /^iam:Attach/.test(action) ? { "iam:PolicyARN": administratorAccess } : {};
  const passed = action === "iam:PassRole" && service !== undefined ? { "iam:PassedToService": service } : {};
  const boundary = target?.plan.boundary;
  const bounded =
    boundary !== undefined &&
    /^iam:((Attach|Put)(Role|User)Policy|Delete(Role|User)PermissionsBoundary|UpdateAssumeRolePolicy|GetRole)$/.test(
      action,
    )
      ? { "iam:PermissionsBoundary": `arn:aws:iam::${target?.account}:policy/${boundary}` }
      : {};
  return { ...attached, ...bounded, ...passed, ...fixed };
}
