/**
 * Would these calls be allowed, for very many subjects and a fixed list of actions: the same decision as
 * `caller/decide-caller.ts`, with policies read once for all actions and the plain cases told from patterns alone.
 */
import { type AccountId, type Snapshot, splitArn } from "../../model/index.ts";
import { resourceGrants } from "../access/resource-grants.ts";
import { assumeLens, lensOf } from "../action-lens.ts";
import { decideCaller } from "../caller/decide-caller.ts";
import type { IdentityStatement } from "../caller/identity-policy.ts";
import { isOneOf } from "../caller/membership.ts";
import { testOfTerm } from "../conditions/terms.ts";
import type { Test } from "../conditions/test.ts";
import { controlLibrary } from "../controls/control-library.ts";
import { noControls, type ResourceControls } from "../controls/resource-controls.ts";
import { keyFacts } from "../keys.ts";
import { coverOf } from "../resource-cover.ts";
import { rcpServices } from "../service-facts/rcp-services.ts";
import { canPass } from "../trust/possible.ts";
import { residualOf } from "../trust/residual.ts";
import { type Situation, situationOf, tagsByKey } from "../trust/situation.ts";
import type { CallerDecision, CallTarget, Guard, OrganizationView, TrustGrant } from "../types.ts";
import { ActionScps, followsFromCaller, isPlainStatement, ShortKeys } from "./action-scps.ts";
import type { ActionSet } from "./action-set.ts";
import { type AnyResource, anyResource, type Form } from "./any-resource.ts";
import type { Call } from "./call.ts";
import { boundaryAbout, identityAbout, type Subject } from "./subject.ts";

/** Decisions past this number are made anew. */
const mostRemembered = 200_000;

const allowedPlainly: CallerDecision = {
  kind: "allowed",
  guards: [[]],
  sureGuards: 1,
  certainty: { kind: "proven" },
  evidence: [],
};

export class CallDecisions {
  readonly #snapshot: Snapshot;
  readonly #organization: OrganizationView;
  readonly #actions: ActionSet;
  /** By account and action. */
  readonly #scps = new Map<number, ActionScps>();
  readonly #keys = new ShortKeys();
  readonly #noScps = new ActionScps({ kind: "none" }, this.#keys);
  readonly #kept = new Map<string, CallerDecision>();
  readonly #plain = new WeakMap<Subject, Map<number, "all" | readonly IdentityStatement[]>>();

  constructor(snapshot: Snapshot, organization: OrganizationView, actions: ActionSet) {
    this.#snapshot = snapshot;
    this.#organization = organization;
    this.#actions = actions;
  }

  /** The best of what the grants give: a proven Yes, else a *may*, else why not. */
  decide(subject: Subject, call: Call): CallerDecision {
    let best: CallerDecision = { kind: "denied", because: notLetIn(subject) };
    for (const grant of call.grants ?? this.#delegatedGrants(call)) {
      const decision = this.#decideGrant(subject, call, grant);
      if (decision.kind === "denied") {
        if (best.kind === "denied") best = decision;
        continue;
      }
      if (decision.certainty.kind === "proven") return decision;
      best = decision;
    }
    return best;
  }

  /** Whether all of the requests are allowed on one thing of the form. */
  decideAny(
    subject: Subject,
    requests: readonly Pick<Call, "action" | "context">[],
    form: Form,
  ): AnyResource {
    const account = subject.accountId;
    return anyResource({
      form,
      statements: () =>
        requests.flatMap(({ action }) => this.#statements(subject, this.#actions.numberOf(action))),
      decide: (arn) =>
        requests.map((request) =>
          this.decideQuickly(subject, { ...request, grants: null, target: { arn, account, tags: null } }),
        ),
    });
  }

  /** Of every layer. */
  #statements(subject: Subject, number: number): readonly IdentityStatement[] {
    const { scps } = this.#scpsFor(subject, number);
    const levels = scps.kind === "levels" ? scps.levels : [];
    const boundary = boundaryAbout(subject, number);
    return [
      ...identityAbout(subject, number),
      ...(boundary === null ? [] : [boundary]),
      ...levels.flatMap(({ policies }) => policies),
    ].flatMap(({ policy }) => policy?.statements ?? []);
  }

  /** As `decide`, without evidence where the answer is plain: for edges by the million. */
  decideQuickly(subject: Subject, call: Call): CallerDecision {
    if (call.grants === null || call.grants.length < 2) return this.#decideOneQuickly(subject, call);
    let best: CallerDecision = { kind: "denied", because: notLetIn(subject) };
    for (const grant of call.grants) {
      const decision = this.#decideOneQuickly(subject, { ...call, grants: [grant] });
      if (decision.kind === "denied") continue;
      if (decision.certainty.kind === "proven") return decision;
      best = decision;
    }
    return best;
  }

  /** Of one grant, or of what the owner's account delegates. */
  #decideOneQuickly(subject: Subject, call: Call): CallerDecision {
    const number = this.#actions.numberOf(call.action);
    const grant = this.#onlyGrant(subject, call);
    if (grant === null) return this.decide(subject, call);
    if (!this.#isPlainlyAllowed(subject, number, call.target.arn)) {
      return this.#isPlainlyNotAllowed(subject, number, grant, call.target)
        ? { kind: "denied", because: notLetIn(subject) }
        : this.decide(subject, call);
    }
    const scps = this.#scpsFor(subject, number);
    const isPlain = this.#isPlainGrant(grant, subject);
    if (isPlain && scps.isOpen) return allowedPlainly;
    const grantKey = isPlain ? "" : this.#keyOfGrant(grant, subject, call);
    if (grantKey === "refused") return { kind: "denied", because: notLetIn(subject) };
    const scpKey = scps.keyOf(subject, call, () => this.#situationOf(subject, call.target, call.context));
    if (scpKey === null || grantKey === null) return this.decide(subject, call);
    const key = `${number} ${scpKey}|${grantKey}`;
    let decision = this.#kept.get(key);
    if (decision === undefined) {
      decision = this.decide(subject, call);
      if (this.#kept.size >= mostRemembered) this.#kept.clear();
      this.#kept.set(key, decision);
    }
    return decision;
  }

  /**
   * The same for subjects whose own policies allow the action on everything, and of whom the SCPs over them say the same. They
   * are told apart by grants that ask who calls. Null: there is more to it.
   */
  callerClass(subject: Subject, action: string): string | null {
    const number = this.#actions.numberOf(action);
    return this.#plainOf(subject, number) === "all" ? this.#standingClass(subject, number) : null;
  }

  /**
   * The same for subjects whom nothing of their own keeps from the action, and of whom the SCPs over them say the same: where
   * a resource of their account lets them in without any permission of theirs (IAM-SEMANTICS 23), only grants that ask who
   * calls tell them apart. Null: there is more to it.
   */
  admittedClass(subject: Subject, action: string): string | null {
    const number = this.#actions.numberOf(action);
    if (subject.boundary !== null) return null;
    for (const { policy } of identityAbout(subject, number)) {
      if (policy === null || policy.statements.some(({ effect }) => effect === "Deny")) return null;
    }
    return this.#standingClass(subject, number);
  }

  #standingClass(subject: Subject, action: number): string | null {
    const key = this.#scpsFor(subject, action).callerKey(subject, () => this.standingOf(subject));
    return key === null ? null : `${subject.party.kind} ${subject.isServiceLinked} ${key}`;
  }

  /** What is known of the subject whatever it calls in its own account. */
  standingOf(subject: Subject): Situation {
    return this.#situationOf(subject, { arn: "*", account: subject.accountId, tags: null });
  }

  /** Null: there are several, or RCPs have their say. */
  #onlyGrant(subject: Subject, call: Call): TrustGrant | null {
    if (call.grants !== null) return call.grants.length === 1 ? (call.grants[0] ?? null) : null;
    if (subject.accountId !== call.target.account || this.#isControlled(call)) return null;
    return delegated(call.target.account);
  }

  /** What the owner's account delegates, within RCPs. */
  #delegatedGrants(call: Call): readonly TrustGrant[] {
    const { action, target } = call;
    if (!this.#isControlled(call)) return [delegated(target.account)];
    const lens = lensOf(action);
    return resourceGrants({
      target,
      lens,
      policy: null,
      unknown: null,
      accountDelegates: true,
      organization: this.#organization,
      controls: this.#rcpsOver(action, target),
    });
  }

  #isControlled({ action, target }: Call): boolean {
    return this.#rcpsOver(action, target) !== noControls;
  }

  #rcpsOver(action: string, { account, arn }: CallTarget): ResourceControls {
    const lens = lensOf(action);
    const index = this.#snapshot.accountIndex(account);
    return index === null || !rcpServices.has(lens.service)
      ? noControls
      : controlLibrary(this.#snapshot, lens).rcpsOfResource(index, arn);
  }

  #situationOf(subject: Subject, target: CallTarget, context: Guard = []): Situation {
    const world = {
      partition: this.#snapshot.accounts[subject.account]?.partition ?? "aws",
      organization: this.#organization,
      owner: target.account,
      ownerText: target.account,
      resourceTags: target.tags === null ? null : tagsByKey(target.tags),
      ...(context.length === 0 ? {} : { brings: broughtBy(context) }),
    };
    return situationOf(subject.party, world, subject.tags);
  }

  /** The same for subjects that the grant treats alike, whose own side allows the call; null: that can't be told. */
  #keyOfGrant(grant: TrustGrant, subject: Subject, { target, context }: Call): string | null {
    const situation = this.#situationOf(subject, target, context);
    const membership = isOneOf(subject.party, grant.party, situation);
    if (membership === "no") return "refused";
    if (membership !== "yes") return null;
    const { number, tests } = numberedGrant(grant);
    const residual = residualOf(tests, situation);
    if (residual.kind === "failed") return "refused";
    // What sessions need besides hangs on more of the subject's policies than was looked at.
    if (residual.tests.some(({ facts }) => facts.needs !== null)) return null;
    const open = residual.tests.map((test) => tests.indexOf(test)).join(",");
    const isOwn = residual.tests.some(({ name }) => followsFromCaller(name));
    return `${number}:${open}${isOwn ? subject.name : ""}`;
  }

  #decideGrant(subject: Subject, call: Call, grant: TrustGrant): CallerDecision {
    const { target, action, context } = call;
    const situation = this.#situationOf(subject, target, context);
    const { partition } = situation.world;
    const membership = isOneOf(subject.party, grant.party, situation);
    if (membership === "no") return { kind: "denied", because: notLetIn(subject) };
    if ((splitArn(target.arn)?.partition ?? partition) !== partition) {
      return { kind: "denied", because: `${target.arn} is of another partition` };
    }
    if (contradicts(context, grant.guard, situation)) {
      return {
        kind: "denied",
        because: `what ${action} has to bring is not what the resource's side asks for`,
      };
    }
    const number = this.#actions.numberOf(action);
    return decideCaller({
      name: subject.name,
      policies: { identity: identityAbout(subject, number), boundary: boundaryAbout(subject, number) },
      grant: context.length === 0 ? grant : { ...grant, guard: [...context, ...grant.guard] },
      situation,
      targetArn: target.arn,
      action,
      sameAccount: subject.accountId === target.account,
      membershipDoubt: membership === "yes" ? null : membership.doubt,
      ownSideUnknown: null,
      scps: this.#scpsFor(subject, number).scps,
    });
  }

  /** Whether the subject's own policies allow the request whatever its keys, as most of what can be done at all. */
  #isPlainlyAllowed(subject: Subject, action: number, arn: string): boolean {
    const plain = this.#plainOf(subject, action);
    return plain === "all" || plain.some((statement) => covers(statement, arn));
  }

  /** Whether it takes a permission of the subject's own, and no policy of its own speaks of the target. */
  #isPlainlyNotAllowed(
    subject: Subject,
    action: number,
    grant: TrustGrant,
    { account, arn }: CallTarget,
  ): boolean {
    // Whom a resource of the own account names needs none (IAM-SEMANTICS 23).
    if (subject.accountId === account && grant.matchedAs !== "account") return false;
    return identityAbout(subject, action).every(
      ({ policy }) => policy?.statements.every((statement) => doesNotAllow(statement, arn)) === true,
    );
  }

  #plainOf(subject: Subject, action: number): "all" | readonly IdentityStatement[] {
    let byAction = this.#plain.get(subject);
    if (byAction === undefined) {
      byAction = new Map();
      this.#plain.set(subject, byAction);
    }
    let plain = byAction.get(action);
    if (plain === undefined) {
      plain = plainStatements(subject, action);
      byAction.set(action, plain);
    }
    return plain;
  }

  /** It takes the subject in by where its account stands, whatever the request. */
  #isPlainGrant({ party, guard, certainty }: TrustGrant, { accountId }: Subject): boolean {
    if (guard.length > 0 || certainty.kind !== "proven") return false;
    switch (party.kind) {
      case "account":
        return party.account === accountId;
      case "organization":
        return party.id === this.#organization.organizationId && this.#organization.isOurs(accountId);
      case "any-account":
        return true;
      default:
        return false;
    }
  }

  #scpsFor({ account, isServiceLinked }: Subject, action: number): ActionScps {
    if (isServiceLinked) return this.#noScps;
    const key = account * this.#actions.names.length + action;
    let found = this.#scps.get(key);
    if (found === undefined) {
      const name = this.#actions.names[action] ?? "";
      const lens = name === assumeLens.action ? assumeLens : lensOf(name);
      found = new ActionScps(controlLibrary(this.#snapshot, lens).scpsOf(account), this.#keys);
      this.#scps.set(key, found);
    }
    return found;
  }
}

/** Whether no request that brings the context meets what a grant asks for. */
function contradicts(context: Guard, guard: Guard, situation: Situation): boolean {
  if (context.length === 0 || guard.length === 0) return false;
  const left = residualOf([...context, ...guard].map(testOfTerm), situation);
  if (left.kind === "failed") return false;
  const possible = canPass(left.tests, situation);
  return possible.kind === "exact" && !possible.value;
}

/** Empty where anything else may have its say: a Deny, a boundary, a policy that is not at hand. */
function plainStatements(subject: Subject, action: number): "all" | readonly IdentityStatement[] {
  if (subject.boundary !== null) return [];
  const found: IdentityStatement[] = [];
  for (const { policy } of identityAbout(subject, action)) {
    if (policy === null) return [];
    for (const statement of policy.statements) {
      if (statement.effect === "Deny") return [];
      if (isPlainStatement(statement) && (statement.actions & 1) !== 0) found.push(statement);
    }
  }
  return subject.hasEverything || found.some(({ resources }) => resources.includes("*")) ? "all" : found;
}

function broughtBy(context: Guard): ReadonlySet<string> {
  return new Set(context.map(({ key }) => key.toLowerCase()).filter(isOfNoAssumption));
}

/** The table of keys is about assumptions, which bring no `sts:TaskPolicyArn`. */
export function isOfNoAssumption(key: string): boolean {
  return keyFacts(key.toLowerCase()).presence.iam === "never";
}

type NumberedGrant = { readonly number: number; readonly tests: readonly Test[] };

const numberedGrants = new WeakMap<TrustGrant, NumberedGrant>();
let nextGrant = 0;

function numberedGrant(grant: TrustGrant): NumberedGrant {
  let numbered = numberedGrants.get(grant);
  if (numbered === undefined) {
    numbered = { number: nextGrant++, tests: grant.guard.map(testOfTerm) };
    numberedGrants.set(grant, numbered);
  }
  return numbered;
}

function notLetIn({ name }: Subject): string {
  return `no policy lets ${name} in`;
}

function covers(statement: IdentityStatement, arn: string): boolean {
  if (!isPlainStatement(statement) || statement.variables || (statement.actions & 1) === 0) return false;
  const { resources } = statement;
  return (
    resources.includes("*") || coverOf({ texts: resources, negated: false, variables: false }, arn) === "yes"
  );
}

/** Variables could stand for any part of the target. */
function doesNotAllow(
  { effect, resources, resourcesNegated, variables }: IdentityStatement,
  arn: string,
): boolean {
  if (effect === "Deny") return true;
  return !variables && coverOf({ texts: resources, negated: resourcesNegated, variables }, arn) === "no";
}

/** What every account delegates to itself: its principals' own policies decide (IAM-SEMANTICS 25). */
function delegated(account: AccountId, guard: Guard = []): TrustGrant {
  return {
    party: { kind: "account", account },
    action: "sts:AssumeRole",
    guard,
    certainty: { kind: "proven" },
    session: { tagSession: true, setSourceIdentity: true, setContext: true },
    matchedAs: "account",
    allowedBy: [],
    narrowedBy: [],
    narrowedByControls: [],
  };
}
