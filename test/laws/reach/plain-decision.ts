/** Single requests of a planned organization, put to the concrete evaluator; policies are read from the plan itself. */
import { decideRequest } from "../../../src/authz/concrete/index.ts";
import { organizationView } from "../../../src/authz/index.ts";
import type { ControlLevel, NamedPolicy } from "../../../src/authz/request-question.ts";
import type { PolicyKind } from "../../../src/policy/index.ts";
import {
  type AccountPlan,
  allowAll,
  type ControlPlan,
  managementId,
  type OrganizationPlan,
  rootId,
  type Statements,
  snapshotOf,
  trusts,
} from "../../support/planned-organization.ts";
import { policyOf } from "../../support/policies.ts";

/** Somebody who makes requests, with the policies that it has by then. */
export type Actor = {
  /** The same for the same policies. */
  readonly key: string;
  readonly arn: string;
  readonly account: string;
  readonly identity: readonly Statements[];
  readonly boundary: Statements | null;
  readonly context: Readonly<Record<string, string>>;
  /** It was made under a name that policies know: AWS keeps no name of somebody who is not there in a Principal element. */
  readonly isMadeByName?: true;
};

export type Asked = {
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string };
  readonly context?: Readonly<Record<string, string>>;
  /** Of the resource; null: it has none. */
  readonly policy: Statements | null;
};

/** `maybe`: what decides is not settled by what AWS says. */
export type Answer = "yes" | "maybe" | "no";

export class PlainDecisions {
  readonly plan: OrganizationPlan;
  readonly #organization;
  readonly #known = new Map<string, Answer>();
  readonly #parsed = new Map<Statements, Map<PolicyKind, NamedPolicy>>();
  readonly #contexts: readonly Readonly<Record<string, string>>[];
  readonly #keys = new Map<Statements, string>();

  constructor(plan: OrganizationPlan) {
    this.plan = plan;
    this.#organization = organizationView(snapshotOf(plan));
    this.#contexts = contextsFor(JSON.stringify(plan));
  }

  /** Whether the actor can make the request, with whatever it may choose. */
  ask(actor: Actor, asked: Asked): Answer {
    const { action, resource, context = {}, policy } = asked;
    const key = `${actor.key}|${action}|${resource.arn}|${JSON.stringify(context)}|${this.#keyOf(policy)}`;
    let answer = this.#known.get(key);
    if (answer === undefined) {
      answer = this.#decide(actor, asked);
      this.#known.set(key, answer);
    }
    return answer;
  }

  /** Whether every request is allowed whatever stands in its context, SCPs aside. */
  isAllowedAnyway(actor: Actor, action: string, resource: Asked["resource"]): boolean {
    // Assuming a role takes its trust as well.
    const policy = action === "sts:AssumeRole" ? [trusts({ AWS: actor.account })] : null;
    return this.#contexts.every(
      (context) => this.#once(actor, { action, resource, context, policy }, false) === "yes",
    );
  }

  /** Whether the service may take the role up for something of the role's account. */
  serves(service: string, role: Asked["resource"], trust: Statements): boolean {
    return this.#contexts.some((context) => this.#servesIn(context, service, role, trust));
  }

  /** Whether the role lets in somebody of whom the SAML provider may say anything. */
  federates(provider: string, role: Asked["resource"], trust: Statements): Answer {
    const answers = ["ada", "bob"].map((subject) => this.#federatesAs(subject, provider, role, trust));
    return answers.find((one) => one === "yes") ?? answers.find((one) => one === "maybe") ?? "no";
  }

  #federatesAs(subject: string, provider: string, role: Asked["resource"], trust: Statements): Answer {
    const { decision } = decideRequest({
      request: {
        principal: { federated: provider },
        action: "sts:AssumeRoleWithSAML",
        resource: role,
        context: { "SAML:sub": subject },
      },
      policies: {
        identity: [],
        resource: this.#named(trust, "trust"),
        boundary: null,
        session: null,
        scps: null,
        rcps: this.#levels(role.account, "rcp"),
        endpoint: null,
        attributes: {},
      },
      organization: this.#organization,
    });
    return decision === "Allowed" ? "yes" : decision === "Unknown" ? "maybe" : "no";
  }

  #servesIn(
    context: Readonly<Record<string, string>>,
    service: string,
    role: Asked["resource"],
    trust: Statements,
  ): boolean {
    const { decision } = decideRequest({
      request: {
        principal: service,
        action: "sts:AssumeRole",
        resource: role,
        context: { ...context, "aws:SourceAccount": role.account },
      },
      policies: {
        identity: [],
        resource: this.#named(trust, "trust"),
        boundary: null,
        session: null,
        scps: null,
        rcps: null,
        endpoint: null,
        attributes: {},
      },
      organization: this.#organization,
    });
    return decision === "Allowed" || decision === "Unknown";
  }

  #decide(actor: Actor, asked: Asked): Answer {
    let best: Answer = "no";
    for (const context of this.#contexts) {
      const answer = this.#once(actor, { ...asked, context: { ...context, ...asked.context } }, true);
      if (answer === "yes") return "yes";
      if (answer === "maybe") best = "maybe";
    }
    return best;
  }

  #once(actor: Actor, { action, resource, context = {}, policy }: Asked, underScps: boolean): Answer {
    const isSts = action.startsWith("sts:");
    const { decision } = decideRequest({
      request: {
        principal: actor.arn,
        action,
        resource,
        context: { ...actor.context, ...context },
        ...(actor.arn.includes(":role/") ? { role: actor.arn } : {}),
      },
      policies: {
        identity: actor.identity.map((one) => this.#named(one, "identity")),
        resource: policy === null ? null : this.#named(policy, isSts ? "trust" : "resource"),
        boundary: actor.boundary === null ? null : [this.#named(actor.boundary, "boundary")],
        session: null,
        scps: underScps ? this.#levels(actor.account, "scp") : null,
        rcps: isSts ? this.#levels(resource.account, "rcp") : null,
        endpoint: null,
        attributes: {},
      },
      organization: this.#organization,
    });
    return decision === "Allowed" ? "yes" : decision === "Unknown" ? "maybe" : "no";
  }

  readonly #kept = new Map<string, readonly ControlLevel[] | null>();

  #levels(account: string, kind: ControlPlan["kind"]): readonly ControlLevel[] | null {
    const key = `${kind} ${account}`;
    let levels = this.#kept.get(key);
    if (levels === undefined) {
      levels = this.#levelsOf(account, kind);
      this.#kept.set(key, levels);
    }
    return levels;
  }

  #levelsOf(account: string, kind: ControlPlan["kind"]): readonly ControlLevel[] | null {
    const { accounts, controls = [], withoutFullAccess = [] } = this.plan;
    const own = accounts.find(({ id }) => id === account);
    if (own === undefined || account === managementId) return null;
    const path = [
      rootId,
      ...(own.parent === undefined || own.parent === rootId ? [] : [own.parent ?? ""]),
      account,
    ];
    return path.map((target) => {
      const attached = controls.filter((one) => one.kind === kind && one.targets.includes(target));
      const full = kind === "scp" && !withoutFullAccess.includes(target) ? [fullAccess] : [];
      return {
        target,
        policies: [...full, ...attached.map(({ statements }) => statements)].map((one) =>
          this.#named(one, kind),
        ),
      };
    });
  }

  #keyOf(statements: Statements | null): string {
    if (statements === null) return "";
    let key = this.#keys.get(statements);
    if (key === undefined) {
      key = JSON.stringify(statements);
      this.#keys.set(statements, key);
    }
    return key;
  }

  #named(statements: Statements, kind: PolicyKind): NamedPolicy {
    let byKind = this.#parsed.get(statements);
    if (byKind === undefined) {
      byKind = new Map();
      this.#parsed.set(statements, byKind);
    }
    let policy = byKind.get(kind);
    if (policy === undefined) {
      policy = { name: kind, document: policyOf({ Version: "2012-10-17", Statement: statements }, kind) };
      byKind.set(kind, policy);
    }
    return policy;
  }
}

const fullAccess: Statements = [allowAll];

/** Every choice of what a caller chooses, as far as the policies ask for it. */
function contextsFor(text: string): readonly Readonly<Record<string, string>>[] {
  const mfa = text.includes("MultiFactorAuth")
    ? [{}, { "aws:MultiFactorAuthPresent": "true" }, { "aws:MultiFactorAuthPresent": "false" }]
    : [{}];
  const external = text.includes("sts:ExternalId") ? [{}, { "sts:ExternalId": "x" }] : [{}];
  // Of an action that does not have the key, the product leaves its value open.
  const passed = text.includes("iam:PassedToService")
    ? [{}, { "iam:PassedToService": "lambda.amazonaws.com" }, { "iam:PassedToService": "ec2.amazonaws.com" }]
    : [{}];
  return mfa.flatMap((one) =>
    external.flatMap((two) => passed.map((three) => ({ ...one, ...two, ...three }))),
  );
}

export function accountPlan(plan: OrganizationPlan, id: string): AccountPlan {
  return plan.accounts.find((one) => one.id === id) ?? { id };
}
