/** The edges of assumptions, and the entrances of those who are no nodes: role after role, by what its trust policy grants. */
import { mayNameAccount, type Subject } from "../../authz/calls/index.ts";
import { type CallerPrincipal, isExternalParty, organizationOfPath } from "../../authz/index.ts";
import type { CallerDecision, Party, TrustGrant } from "../../authz/types.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import type { AccountIndex, Role, RoleIndex } from "../../model/index.ts";
import { arnOfPrincipal, principalOf, principalsOfAccount } from "../principals.ts";
import { isOwnWorkforceOrCluster } from "../workforce.ts";
import { type AskedGrant, askedGrant } from "./asked-grant.ts";
import type { Building } from "./building.ts";
import type { Caller, CallerIndex } from "./caller-index.ts";
import { areForAlone } from "./circular-attempt.ts";
import { edgeKind } from "./edge-table.ts";
import { Entrance, isAnyone } from "./entrance.ts";

export class WaysIntoRoles {
  readonly entrances: Entrance[] = [];
  readonly #building: Building;

  constructor(building: Building) {
    this.#building = building;
  }

  addWaysInto(role: RoleIndex): void {
    const grants = this.#building.scope.assumptions.grantsOf(role);
    const entered: Entered = {
      role,
      target: this.#building.scope.snapshot.roles.row(role),
      grants,
      callers: null,
    };
    for (const grant of grants) {
      if (grant.action !== "sts:AssumeRole") this.#addEntrance(entered, grant);
      else this.#addWay(entered, grant);
    }
  }

  #addWay(entered: Entered, grant: TrustGrant): void {
    const { party } = grant;
    const { snapshot } = this.#building.scope;
    switch (party.kind) {
      case "role":
      case "user":
      case "session": {
        const account = snapshot.accountIndex(party.account);
        if (account === null || snapshot.accounts[account]?.hasData !== true) {
          this.#addEntrance(entered, grant);
          return;
        }
        const principal = principalOf(party.arn, snapshot);
        const subject = principal === null ? null : this.#subjectOf(principal);
        if (principal !== null && subject !== null) {
          const caller = this.#callerOf(principal, subject);
          for (const one of [caller, ...(this.#building.workings.derived.get(caller.node) ?? [])])
            this.#addAssumption(one, entered, grant);
        }
        return;
      }
      case "account":
        this.#addAccountWay(entered, askedGrant(grant), party.account, new Map());
        return;
      case "organization":
      case "organizational-unit":
      case "any-account": {
        this.#addEntrance(entered, grant);
        const kept = new Map<string, CallerDecision>();
        const asked = askedGrant(grant);
        for (const account of this.#accountsOf(party)) this.#addAccountWay(entered, asked, account, kept);
        return;
      }
      case "federated":
        this.#addEntrance(entered, grant);
        return;
      case "service":
        return;
    }
  }

  *#accountsOf(
    party: Extract<Party, { readonly kind: "organization" | "organizational-unit" | "any-account" }>,
  ): Iterable<string> {
    const { snapshot, organization } = this.#building.scope;
    if (party.kind !== "any-account") {
      const id = party.kind === "organization" ? party.id : organizationOfPath(party.path);
      if (id === null || id !== organization.organizationId) return;
    }
    const within = party.kind === "organizational-unit" ? glob(party.path) : null;
    for (const { id } of snapshot.accounts) {
      if (party.kind !== "any-account" && !organization.isOurs(id)) continue;
      const path = organization.pathOf(id);
      if (within === null || path === null || patternMatches(within, path)) yield id;
    }
  }

  /** `kept`: decisions for administrators of accounts that stand alike. */
  #addAccountWay(entered: Entered, asked: AskedGrant, id: string, kept: Map<string, CallerDecision>): void {
    const { snapshot } = this.#building.scope;
    const { grant } = asked;
    const { role, target } = entered;
    const account = snapshot.accountIndex(id);
    if (account === null || snapshot.accounts[account]?.hasData !== true) {
      if (grant.party.kind === "account") this.#addEntrance(entered, grant);
      return;
    }
    const isOwn = snapshot.roles.account[role] === account;
    if (grant.matchedAs === "wildcard" && isOwn) {
      for (const principal of principalsOfAccount(account, snapshot)) {
        this.#addAdmitted(principal, entered, asked, kept);
      }
    } else {
      entered.callers ??= this.#building.workings.callers.of(target.arn);
      for (const caller of entered.callers(account)) this.#addLikely(caller, entered, asked, kept);
    }
    // In its own account it takes over what it may edit anyway.
    if (
      this.#building.workings.administered.has(account) &&
      (!isOwn || !this.#building.workings.takenOver.has(role))
    ) {
      const decision = this.#decideAdministrator(account, entered, asked, kept);
      if (decision.kind === "allowed" && areForAlone(decision.guards, target.arn)) return;
      this.#addDecided(this.#building.nodes.ofAdministrator(account), role, decision);
    }
  }

  #decideAdministrator(
    account: AccountIndex,
    { target }: Entered,
    { grant, asksWho }: AskedGrant,
    kept: Map<string, CallerDecision>,
  ): CallerDecision {
    const id = this.#building.scope.snapshot.accounts[account]?.id ?? "";
    const isNamed =
      asksWho && grant.guard.some(({ values }) => values.some((value) => mayNameAccount(value, id)));
    const { subject, likeness: alike } = this.#building.administratorOf(account);
    const likeness = isNamed || alike === null || target.account === id ? id : alike;
    let decision = kept.get(likeness);
    if (decision === undefined) {
      decision = this.#decide(subject, target, grant);
      kept.set(likeness, decision);
    }
    return decision;
  }

  #addLikely(caller: Caller, entered: Entered, asked: AskedGrant, kept: Map<string, CallerDecision>): void {
    const { node, subject, likeness } = caller;
    const { role, target } = entered;
    if (node === role) return;
    if (subject.arn !== null && asked.refuses(subject.arn)) return;
    if (likeness === null || asked.asksWho || subject.accountId === target.account) {
      this.#addAssumption(caller, entered, asked.grant);
      return;
    }
    let decision = kept.get(likeness);
    if (decision === undefined) {
      decision = this.#decide(subject, target, asked.grant);
      kept.set(likeness, decision);
    }
    this.#addDecided(node, role, decision);
  }

  /** Somebody of the role's own account, which asks for no permission of theirs. */
  #addAdmitted(
    principal: CallerPrincipal,
    entered: Entered,
    { grant, asksWho, refuses }: AskedGrant,
    kept: Map<string, CallerDecision>,
  ): void {
    const { role, target } = entered;
    const node = this.#building.nodes.ofPrincipal(principal);
    if (node === role) return;
    if (asksWho && refuses(arnOfPrincipal(principal, this.#building.scope.snapshot))) return;
    const subject = this.#subjectOf(principal);
    if (subject === null) return;
    const alike = asksWho ? null : this.#admittedClassOf(subject);
    if (alike === null) {
      this.#addDecided(node, role, this.#decide(subject, target, grant));
      return;
    }
    // Others who stand alike need a permission of theirs.
    const likeness = `own ${alike}`;
    let decision = kept.get(likeness);
    if (decision === undefined) {
      decision = this.#decide(subject, target, grant);
      kept.set(likeness, decision);
    }
    this.#addDecided(node, role, decision);
  }

  #callerOf(principal: CallerPrincipal, subject: Subject): Caller {
    return { node: this.#building.nodes.ofPrincipal(principal), subject, likeness: null };
  }

  #addAssumption({ node, subject }: Caller, { role, target }: Entered, grant: TrustGrant): void {
    if (node !== role) this.#addDecided(node, role, this.#decide(subject, target, grant));
  }

  #decide(subject: Subject, target: Role, grant: TrustGrant): CallerDecision {
    const call = { action: "sts:AssumeRole", target, context: [], grants: [grant] };
    return this.#building.engine.decisions.decideQuickly(subject, call);
  }

  #addDecided(node: number, role: RoleIndex, decision: CallerDecision): void {
    if (decision.kind === "denied") return;
    this.#building.edges.add(node, role, edgeKind.assume, decision.certainty.kind === "proven");
  }

  #addEntrance({ role, target, grants }: Entered, grant: TrustGrant): void {
    const { assumptions, organization } = this.#building.scope;
    const { party } = grant;
    const isOwnPeople = party.kind === "federated" && isOwnWorkforceOrCluster(party);
    this.entrances.push(
      new Entrance(assumptions, role, grants.indexOf(grant), {
        external: !isOwnPeople && isExternalParty(party, target.account, organization),
        anyone: isAnyone(party),
        proven: grant.certainty.kind === "proven",
      }),
    );
  }

  readonly #subjects = new Map<number, Subject | null>();

  #subjectOf(principal: CallerPrincipal): Subject | null {
    const node = this.#building.nodes.ofPrincipal(principal);
    let subject = this.#subjects.get(node);
    if (subject === undefined) {
      subject = this.#building.engine.subjects.subjectOf(principal);
      if (this.#subjects.size > mostSubjects) this.#subjects.clear();
      this.#subjects.set(node, subject);
    }
    return subject;
  }

  readonly #admittedClasses = new WeakMap<Subject, string | null>();

  #admittedClassOf(subject: Subject): string | null {
    let known = this.#admittedClasses.get(subject);
    if (known === undefined) {
      known = this.#building.engine.decisions.admittedClass(subject, "sts:AssumeRole");
      this.#admittedClasses.set(subject, known);
    }
    return known;
  }
}

const mostSubjects = 20_000;

/** A role whose ways in are looked for; who could come is looked up when first needed. */
type Entered = {
  readonly role: RoleIndex;
  readonly target: Role;
  readonly grants: readonly TrustGrant[];
  callers: ReturnType<CallerIndex["of"]> | null;
};
