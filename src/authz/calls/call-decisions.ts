/**
 * Would these calls be allowed, for very many subjects and a fixed list of actions: the same decision as
 * `caller/decide-caller.ts`, with policies read once for all actions and the plain cases told from patterns alone.
 */
import { type AccountId, type AccountIndex, type Snapshot, splitArn } from "../../model/index.ts";
import { resourceGrants } from "../access/resource-grants.ts";
import { assumeLens, lensOf } from "../action-lens.ts";
import { decideCaller } from "../caller/decide-caller.ts";
import type { IdentityStatement } from "../caller/identity-policy.ts";
import { isOneOf } from "../caller/membership.ts";
import { controlLibrary, type Scps } from "../controls/control-library.ts";
import { noControls, type ResourceControls } from "../controls/resource-controls.ts";
import { coverOf } from "../resource-cover.ts";
import { rcpServices } from "../service-facts/rcp-services.ts";
import { situationOf, tagsByKey } from "../trust/situation.ts";
import type { CallerDecision, CallTarget, Guard, OrganizationView, TrustGrant } from "../types.ts";
import type { ActionSet } from "./action-set.ts";
import { type AnyResource, anyResource, type Form } from "./any-resource.ts";
import { boundaryAbout, identityAbout, type Subject } from "./subject.ts";

export type Call = {
  /** One of the set. */
  readonly action: string;
  readonly target: CallTarget;
  /** Keys of the request whose value is fixed. */
  readonly context: Guard;
  /** What the resource's side grants; null: all that its owner's account delegates within RCPs, and nothing else. */
  readonly grants: readonly TrustGrant[] | null;
};

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
  /** By account and action: whether no SCP limits it, and the SCPs. */
  readonly #scps = new Map<number, { readonly scps: Scps; readonly isOpen: boolean }>();

  constructor(snapshot: Snapshot, organization: OrganizationView, actions: ActionSet) {
    this.#snapshot = snapshot;
    this.#organization = organization;
    this.#actions = actions;
  }

  /** The best of what the grants give: a proven Yes, else a *may*, else why not. */
  decide(subject: Subject, call: Call): CallerDecision {
    let best: CallerDecision = { kind: "denied", because: `no policy lets ${subject.name} in` };
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
    const isDelegated =
      call.grants === null
        ? subject.accountId === call.target.account && !this.#isControlled(call)
        : call.grants.some((grant) => isPlainGrant(grant, subject));
    return isDelegated && this.#isPlain(subject, call) ? allowedPlainly : this.decide(subject, call);
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

  #decideGrant(subject: Subject, call: Call, grant: TrustGrant): CallerDecision {
    const { target, action, context } = call;
    const partition = this.#snapshot.accounts[subject.account]?.partition ?? "aws";
    const situation = situationOf(
      subject.party,
      {
        partition,
        organization: this.#organization,
        owner: target.account,
        ownerText: target.account,
        resourceTags: target.tags === null ? null : tagsByKey(target.tags),
      },
      subject.tags,
    );
    const membership = isOneOf(subject.party, grant.party, situation);
    if (membership === "no") return { kind: "denied", because: `no policy lets ${subject.name} in` };
    if ((splitArn(target.arn)?.partition ?? partition) !== partition) {
      return { kind: "denied", because: `${target.arn} is of another partition` };
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

  /** Allowed without any condition, and nothing denies or limits: most of what can be done at all. */
  #isPlain(subject: Subject, { action, target }: Call): boolean {
    const number = this.#actions.numberOf(action);
    if (subject.boundary !== null) return false;
    if (!this.#scpsFor(subject, number).isOpen) return false;
    let isAllowed = subject.hasEverything;
    for (const { policy } of identityAbout(subject, number)) {
      if (policy === null) return false;
      for (const statement of policy.statements) {
        if (statement.effect === "Deny") return false;
        isAllowed ||= covers(statement, target.arn);
      }
    }
    return isAllowed;
  }

  #scpsFor(
    { account, isServiceLinked }: Subject,
    action: number,
  ): { readonly scps: Scps; readonly isOpen: boolean } {
    if (isServiceLinked) return { scps: { kind: "none" }, isOpen: true };
    const key = account * this.#actions.names.length + action;
    let found = this.#scps.get(key);
    if (found === undefined) {
      found = this.#findScps(account, action);
      this.#scps.set(key, found);
    }
    return found;
  }

  #findScps(account: AccountIndex, action: number): { readonly scps: Scps; readonly isOpen: boolean } {
    const name = this.#actions.names[action] ?? "";
    const lens = name === assumeLens.action ? assumeLens : lensOf(name);
    const scps = controlLibrary(this.#snapshot, lens).scpsOf(account);
    return { scps, isOpen: isOpen(scps) };
  }
}

/** It takes the subject in through its account, whatever the request. */
function isPlainGrant({ party, matchedAs, guard, certainty }: TrustGrant, subject: Subject): boolean {
  return (
    party.kind === "account" &&
    party.account === subject.accountId &&
    matchedAs === "account" &&
    guard.length === 0 &&
    certainty.kind === "proven"
  );
}

function isOpen(scps: Scps): boolean {
  if (scps.kind !== "levels") return scps.kind === "none";
  return scps.levels.every(({ policies }) => {
    const statements = policies.flatMap(({ policy }) => policy?.statements ?? []);
    return (
      policies.every(({ policy }) => policy !== null) &&
      statements.every(({ effect }) => effect === "Allow") &&
      statements.some(
        (one) => (one.actions & 1) !== 0 && isPlainStatement(one) && one.resources.includes("*"),
      )
    );
  });
}

function isPlainStatement({ tests, doubts, resourcesNegated }: IdentityStatement): boolean {
  return tests.length === 0 && doubts.length === 0 && !resourcesNegated;
}

function covers(statement: IdentityStatement, arn: string): boolean {
  if (!isPlainStatement(statement) || statement.variables || (statement.actions & 1) === 0) return false;
  const { resources } = statement;
  return (
    resources.includes("*") || coverOf({ texts: resources, negated: false, variables: false }, arn) === "yes"
  );
}

/** What every account delegates to itself: its principals' own policies decide (IAM-SEMANTICS 25). */
export function delegated(account: AccountId, guard: Guard = []): TrustGrant {
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
