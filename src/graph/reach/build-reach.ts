/** Builds the graph of what can be reached: account by account its techniques, then every role's ways in. */
import {
  type CallEngine,
  callEngine,
  mayNameAccount,
  type Subject,
  withEverything,
  withoutBoundary,
} from "../../authz/calls/index.ts";
import { type CallerPrincipal, isExternalParty, organizationOfPath } from "../../authz/index.ts";
import type { CallerDecision, Party, TrustGrant } from "../../authz/types.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import type { AccountIndex, Arn, Role, RoleIndex } from "../../model/index.ts";
import { arnOfPrincipal, principalOf, principalsOfAccount } from "../principals.ts";
import { techniques } from "../techniques/catalogue.ts";
import type { Technique } from "../techniques/technique.ts";
import { isOwnWorkforceOrCluster } from "../workforce.ts";
import { type Edit, editsBy } from "./administrator-edits.ts";
import { type AskedGrant, askedGrant } from "./asked-grant.ts";
import { type Attempt, attempts, type Workshop } from "./attempt.ts";
import { type Caller, CallerIndex } from "./caller-index.ts";
import { areForAlone, isForTheTargetAlone } from "./circular-attempt.ts";
import { EdgeTable, edgeKind, firstTechnique } from "./edge-table.ts";
import { Entrance, isAnyone } from "./entrance.ts";
import { Likenesses } from "./likeness.ts";
import { pushTo } from "./multimap.ts";
import { type Freed, ReachNodes } from "./nodes.ts";
import { AccountPlace, isKeptByAws } from "./place.ts";
import { ReachGraph } from "./reach-graph.ts";
import type { ReachScope } from "./reach-scope.ts";
import { principalOfTarget, selfAt, workshopOf } from "./workshop.ts";

export function buildReachGraph(scope: ReachScope): ReachGraph {
  return new ReachBuilder(scope, techniqueEngine(scope)).build();
}

/** Knows every action that a technique needs. */
export function techniqueEngine({ snapshot, organization }: ReachScope): CallEngine {
  const actions = techniques.flatMap(({ needs }) => needs.map(({ action }) => action));
  return callEngine(snapshot, organization, actions);
}

/** What is known of the whole organization while its graph is built, and when a part of it is built again. */
export type Workings = {
  readonly callers: CallerIndex;
  /** Accounts whose administrator somebody is or can become. */
  readonly administered: Set<AccountIndex>;
  /** Nodes of principals that an administrator of their account surely takes over. */
  readonly takenOver: Set<number>;
  /** By a principal's node: the same with more than its own permissions. */
  readonly derived: Map<number, Caller[]>;
  /** Nodes whose subject is looked at already. */
  readonly done: Set<number>;
};

export function newWorkings(): Workings {
  return {
    callers: new CallerIndex(),
    administered: new Set(),
    takenOver: new Set(),
    derived: new Map(),
    done: new Set(),
  };
}

/** Builds all, or one part after the other. */
export class ReachBuilder {
  readonly edges = new EdgeTable();
  readonly entrances: Entrance[] = [];
  readonly workings: Workings;
  readonly #scope: ReachScope;
  readonly #engine: CallEngine;
  readonly #nodes: ReachNodes;
  readonly #assumes: bigint;
  readonly #likenesses: Likenesses;
  readonly #limited: number[] = [];

  /** `nodes`: numbers that stay as they are, where some of the graph is at hand; `workings` likewise. */
  constructor(
    scope: ReachScope,
    engine: CallEngine,
    nodes: ReachNodes = new ReachNodes(scope.snapshot),
    workings: Workings = newWorkings(),
  ) {
    this.#scope = scope;
    this.#engine = engine;
    this.#nodes = nodes;
    this.workings = workings;
    this.#assumes = engine.actions.maskOf(["sts:AssumeRole"]);
    this.#likenesses = new Likenesses(scope.snapshot);
  }

  build(): ReachGraph {
    const { snapshot } = this.#scope;
    for (let account = 0; account < snapshot.accounts.length; account++) {
      if (snapshot.accounts[account]?.hasData === true) this.addAccount(account);
    }
    this.#addAdministrators();
    this.#addEditsOfNamed();
    for (let role = 0; role < snapshot.roles.count; role++) this.addWaysInto(role);
    return new ReachGraph(this.#scope, this.#engine, this.#nodes, this.edges.edges(this.#nodes.count), {
      entrances: this.entrances,
      administered: this.workings.administered,
      limited: this.#limited,
    });
  }

  addAccount(account: AccountIndex): void {
    const { snapshot, assumptions } = this.#scope;
    const place = new AccountPlace(snapshot, account, (role) => assumptions.grantsOf(role));
    const shop = workshopOf(this.#scope, this.#engine, place);
    const [first, end] = snapshot.roles.ofAccount(account);
    for (let index = first; index < end; index++) {
      if ((this.#engine.subjects.mayAllowOfRole(index) | shop.grantedByWorkloads) !== 0n)
        this.#addPrincipal({ kind: "role", index }, shop);
    }
    for (const index of place.users.keys()) this.#addPrincipal({ kind: "user", account, index }, shop);
  }

  #addPrincipal(principal: CallerPrincipal, shop: Workshop): void {
    const subject = this.#engine.subjects.subjectOf(principal);
    if (subject === null || (subject.mayAllow | shop.grantedByWorkloads) === 0n) return;
    this.#addSubject(this.#nodes.ofPrincipal(principal), principal, subject, shop);
  }

  #addSubject(node: number, principal: CallerPrincipal, subject: Subject, shop: Workshop): void {
    if (this.workings.done.has(node)) return;
    this.workings.done.add(node);
    const isAdmin = this.#engine.isAdministrator(subject);
    if (isAdmin !== false) {
      this.edges.add(node, this.#nodes.ofAdministrator(subject.account), edgeKind.is, isAdmin === true);
      this.workings.administered.add(subject.account);
      if (isAdmin === true) return;
    }
    this.addCaller(node, subject);
    const self = selfAt(this.#nodes, node, shop.place);
    techniques.forEach((technique, number) => {
      for (const attempt of attempts(subject, self, technique, shop)) {
        this.#addAttempt(node, principal, attempt, number, shop);
      }
    });
  }

  /** Somebody who may assume roles, by its own policies; whoever is surely an administrator is none of them. */
  addCaller(node: number, subject: Subject): void {
    if ((subject.mayAllow & this.#assumes) === 0n) return;
    this.workings.callers.add(
      { node, subject, likeness: this.likenessOf(subject) },
      this.#engine.actions.numberOf("sts:AssumeRole"),
    );
  }

  #addAttempt(
    from: number,
    by: CallerPrincipal | null,
    attempt: Attempt,
    technique: number,
    shop: Workshop,
  ): void {
    const { gives, certainty } = attempt;
    const kind = firstTechnique + technique;
    const proven = certainty.kind === "proven";
    switch (gives.kind) {
      case "principal": {
        const to = this.#nodes.ofPrincipal(principalOfTarget(gives.target, this.#scope.snapshot));
        if (to !== from) this.edges.add(from, to, kind, proven);
        return;
      }
      case "changed": {
        const principal = principalOfTarget(gives.target, this.#scope.snapshot);
        const isFreed = gives.isFreed || this.#freedAt(from, principal) !== null;
        if (isFreed)
          this.#addFreed(from, principal, { hasEverything: true, group: null }, attempt, kind, shop);
        else {
          const to = this.#nodes.ofChanged(principal);
          this.edges.add(from, to, kind, proven);
          this.#addDerived(to, principal, shop, (own) => withEverything(own, this.#engine.actions.all));
        }
        return;
      }
      case "freed": {
        const principal = principalOfTarget(gives.target, this.#scope.snapshot);
        this.#addFreed(from, principal, this.#moreAt(from, principal), attempt, kind, shop);
        return;
      }
      case "administrators":
        for (const account of gives.accounts) {
          this.workings.administered.add(account);
          this.edges.add(from, this.#nodes.ofAdministrator(account), kind, proven);
        }
        return;
      case "organization":
        this.edges.add(from, this.#nodes.organization, kind, proven);
        return;
      case "member": {
        if (by === null) return;
        const group = shop.place.groups.indexOf(gives.group);
        if (this.#freedAt(from, by) !== null) {
          this.#addFreed(from, by, { hasEverything: false, group }, attempt, kind, shop);
          return;
        }
        const to = this.#nodes.ofMember(by, group);
        this.edges.add(from, to, kind, proven);
        this.#addDerived(to, by, shop, (own) => this.#engine.subjects.asMember(own, gives.group));
        return;
      }
    }
  }

  /** Without its boundary. */
  #addFreed(
    from: number,
    principal: CallerPrincipal,
    freed: Freed,
    { certainty }: Attempt,
    kind: number,
    shop: Workshop,
  ): void {
    const to = this.#nodes.ofFreed(principal, freed);
    this.edges.add(from, to, kind, certainty.kind === "proven");
    this.#addDerived(to, principal, shop, (own) => {
      const group = freed.group === null ? undefined : shop.place.groups[freed.group];
      const member = group === undefined ? own : this.#engine.subjects.asMember(own, group);
      const all = this.#engine.actions.all;
      return withoutBoundary(freed.hasEverything ? withEverything(member, all) : member);
    });
  }

  #freedAt(node: number, principal: CallerPrincipal): Freed | null {
    const found = this.#nodes.at(node);
    return found.kind === "freed" && this.#isSame(found.principal, principal) ? found : null;
  }

  /** What the principal at the node has more than its own permissions, if it is the same that is freed. */
  #moreAt(node: number, principal: CallerPrincipal): Freed {
    const found = this.#nodes.at(node);
    const nothing: Freed = { hasEverything: false, group: null };
    if (!("principal" in found) || !this.#isSame(found.principal, principal)) return nothing;
    if (found.kind === "member") return { hasEverything: false, group: found.group };
    return found.kind === "changed" ? { hasEverything: true, group: null } : nothing;
  }

  #isSame(one: CallerPrincipal, other: CallerPrincipal): boolean {
    return this.#nodes.ofPrincipal(one) === this.#nodes.ofPrincipal(other);
  }

  #addDerived(
    node: number,
    principal: CallerPrincipal,
    shop: Workshop,
    derive: (own: Subject) => Subject,
  ): void {
    if (this.workings.done.has(node)) return;
    const own = this.#engine.subjects.subjectOf(principal);
    if (own === null) return;
    this.edges.add(node, this.#nodes.ofPrincipal(principal), edgeKind.is, true);
    const subject = derive(own);
    pushTo(this.workings.derived, this.#nodes.ofPrincipal(principal), { node, subject, likeness: null });
    if (this.#engine.isAdministrator(subject) !== true) this.#limited.push(node);
    this.#addSubject(node, principal, subject, shop);
  }

  /** Some of them come to administer further accounts. */
  #addAdministrators(): void {
    const done = new Set<AccountIndex>();
    for (;;) {
      const next = [...this.workings.administered].filter((account) => !done.has(account));
      if (next.length === 0) return;
      for (const account of next) {
        done.add(account);
        this.addAdministrator(account);
      }
    }
  }

  addAdministrator(account: AccountIndex): void {
    const { snapshot, assumptions } = this.#scope;
    if (snapshot.accounts[account]?.hasData !== true) return;
    const place = new AccountPlace(snapshot, account, (role) => assumptions.grantsOf(role));
    this.#addAdministrator(account, workshopOf(this.#scope, this.#engine, place));
  }

  /** The administrator takes over whomever IAM lets be taken over, by the first technique that works. */
  #addAdministrator(account: AccountIndex, shop: Workshop): void {
    const subject = this.#engine.subjects.administratorOf(account);
    const node = this.#nodes.ofAdministrator(account);
    const reached = new Map<number, { readonly kind: number; readonly proven: boolean }>();
    const attempted = (technique: Technique, number: number): void => {
      for (const attempt of attempts(subject, null, technique, shop)) {
        if (attempt.gives.kind !== "principal") {
          this.#addAttempt(node, null, attempt, number, shop);
          continue;
        }
        if (isForTheTargetAlone(attempt)) continue;
        const to = this.#nodes.ofPrincipal(principalOfTarget(attempt.gives.target, this.#scope.snapshot));
        const proven = attempt.certainty.kind === "proven";
        const known = reached.get(to);
        if (known === undefined || (!known.proven && proven)) {
          reached.set(to, { kind: firstTechnique + number, proven });
        }
      }
    };
    techniques.forEach((technique, number) => {
      if (isForAdministrators(technique)) attempted(technique, number);
    });
    // Where SCPs keep it from editing, it may still have a role's permissions by what runs as the role.
    if (shop.place.roles.some((role) => !isKeptByAws(role) && reached.get(role.index)?.proven !== true)) {
      techniques.forEach((technique, number) => {
        if (givesRoleAsItIs(technique)) attempted(technique, number);
      });
    }
    for (const [to, { kind, proven }] of reached) {
      this.edges.add(node, to, kind, proven);
      if (proven) this.workings.takenOver.add(to);
    }
  }

  /**
   * Who is named by another account's role has to be allowed by its own policies, too: an administrator of its account can
   * write that, and then act as the one who is named.
   */
  #addEditsOfNamed(): void {
    for (const [account, named] of this.#namedElsewhere()) this.addEditsOf(account, named);
  }

  /** `named`: principals of the account whom roles of other accounts name. */
  addEditsOf(account: AccountIndex, named: ReadonlySet<Arn>): void {
    const { snapshot, assumptions } = this.#scope;
    const place = new AccountPlace(snapshot, account, (role) => assumptions.grantsOf(role));
    const shop = workshopOf(this.#scope, this.#engine, place);
    const from = this.#nodes.ofAdministrator(account);
    const { subject } = this.#administratorOf(account);
    for (const edit of editsBy(subject, shop, named, false)) this.#addEdit(from, edit, false);
    for (const edit of editsBy(subject, shop, named, true)) this.#addEdit(from, edit, true);
  }

  #addEdit(from: number, [arn, { kind, proven }]: readonly [Arn, Edit], frees: boolean): void {
    const number = this.#nodes.ofArn(arn);
    if (number === null) return;
    const principal = this.#nodes.principalAt(number);
    const to = frees
      ? this.#nodes.ofFreed(principal, { hasEverything: true, group: null })
      : this.#nodes.changedOf(number);
    this.edges.add(from, to, kind, proven);
    if (this.workings.done.has(to)) return;
    const own = this.#engine.subjects.subjectOf(principal);
    if (own === null) return;
    // Whatever else it could do, the administrator can do, too.
    const edited = withEverything(own, this.#engine.actions.all);
    pushTo(this.workings.derived, number, {
      node: to,
      subject: frees ? withoutBoundary(edited) : edited,
      likeness: null,
    });
    this.edges.add(to, number, edgeKind.is, true);
  }

  /** Principals of administered accounts whom roles of other accounts name, by account. */
  #namedElsewhere(): ReadonlyMap<AccountIndex, ReadonlySet<Arn>> {
    const { snapshot } = this.#scope;
    const found = new Map<AccountIndex, Set<Arn>>();
    for (let role = 0; role < snapshot.roles.count; role++) {
      for (const [arn, account] of namedOfOthers(this.#scope, role)) {
        if (!this.workings.administered.has(account)) continue;
        const known = found.get(account) ?? new Set();
        found.set(account, known.add(arn));
      }
    }
    return found;
  }

  addWaysInto(role: RoleIndex): void {
    const grants = this.#scope.assumptions.grantsOf(role);
    const entered: Entered = { role, target: this.#scope.snapshot.roles.row(role), grants, callers: null };
    for (const grant of grants) {
      if (grant.action !== "sts:AssumeRole") this.#addEntrance(entered, grant);
      else this.#addWay(entered, grant);
    }
  }

  #addWay(entered: Entered, grant: TrustGrant): void {
    const { party } = grant;
    const { snapshot } = this.#scope;
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
          for (const one of [caller, ...(this.workings.derived.get(caller.node) ?? [])])
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
    const { snapshot, organization } = this.#scope;
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
    const { snapshot } = this.#scope;
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
        const subject = this.#subjectOf(principal);
        if (subject !== null) {
          this.#addAssumption(this.#callerOf(principal, subject), entered, grant);
        }
      }
    } else {
      entered.callers ??= this.workings.callers.of(target.arn);
      for (const caller of entered.callers(account)) this.#addLikely(caller, entered, asked, kept);
    }
    // In its own account it takes over what it may edit anyway.
    if (this.workings.administered.has(account) && (!isOwn || !this.workings.takenOver.has(role))) {
      const decision = this.#decideAdministrator(account, entered, asked, kept);
      if (decision.kind === "allowed" && areForAlone(decision.guards, target.arn)) return;
      this.#addDecided(this.#nodes.ofAdministrator(account), role, decision);
    }
  }

  #decideAdministrator(
    account: AccountIndex,
    { target }: Entered,
    { grant, asksWho }: AskedGrant,
    kept: Map<string, CallerDecision>,
  ): CallerDecision {
    const id = this.#scope.snapshot.accounts[account]?.id ?? "";
    const isNamed =
      asksWho && grant.guard.some(({ values }) => values.some((value) => mayNameAccount(value, id)));
    const { subject, likeness: alike } = this.#administratorOf(account);
    const likeness = isNamed || alike === null || target.account === id ? id : alike;
    let decision = kept.get(likeness);
    if (decision === undefined) {
      decision = this.#decide(subject, target, grant);
      kept.set(likeness, decision);
    }
    return decision;
  }

  readonly #administrators = new Map<AccountIndex, Pick<Caller, "subject" | "likeness">>();

  #administratorOf(account: AccountIndex): Pick<Caller, "subject" | "likeness"> {
    let known = this.#administrators.get(account);
    if (known === undefined) {
      const subject = this.#engine.subjects.administratorOf(account);
      known = { subject, likeness: this.likenessOf(subject) };
      this.#administrators.set(account, known);
    }
    return known;
  }

  likenessOf(subject: Subject): string | null {
    const alike = this.#engine.decisions.callerClass(subject, "sts:AssumeRole");
    return alike === null ? null : `${this.#likenesses.of(subject.account)} ${alike}`;
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

  #callerOf(principal: CallerPrincipal, subject: Subject): Caller {
    return { node: this.#nodes.ofPrincipal(principal), subject, likeness: null };
  }

  #addAssumption({ node, subject }: Caller, { role, target }: Entered, grant: TrustGrant): void {
    if (node !== role) this.#addDecided(node, role, this.#decide(subject, target, grant));
  }

  #decide(subject: Subject, target: Role, grant: TrustGrant): CallerDecision {
    const call = { action: "sts:AssumeRole", target, context: [], grants: [grant] };
    return this.#engine.decisions.decideQuickly(subject, call);
  }

  #addDecided(node: number, role: RoleIndex, decision: CallerDecision): void {
    if (decision.kind === "denied") return;
    this.edges.add(node, role, edgeKind.assume, decision.certainty.kind === "proven");
  }

  #addEntrance({ role, target, grants }: Entered, grant: TrustGrant): void {
    const { assumptions, organization } = this.#scope;
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
    const node = this.#nodes.ofPrincipal(principal);
    let subject = this.#subjects.get(node);
    if (subject === undefined) {
      subject = this.#engine.subjects.subjectOf(principal);
      if (this.#subjects.size > mostSubjects) this.#subjects.clear();
      this.#subjects.set(node, subject);
    }
    return subject;
  }
}

const mostSubjects = 20_000;

/** The principals of other accounts whom the role's trust policy names, and whose account was read. */
export function namedOfOthers(
  { snapshot, assumptions }: Pick<ReachScope, "snapshot" | "assumptions">,
  role: RoleIndex,
): ReadonlyMap<Arn, AccountIndex> {
  const found = new Map<Arn, AccountIndex>();
  for (const { party, action } of assumptions.grantsOf(role)) {
    if (action !== "sts:AssumeRole") continue;
    if (party.kind !== "role" && party.kind !== "user" && party.kind !== "session") continue;
    const account = snapshot.accountIndex(party.account);
    if (account === null || account === snapshot.roles.account[role]) continue;
    if (snapshot.accounts[account]?.hasData !== true) continue;
    const principal = principalOf(party.arn, snapshot);
    if (principal !== null) found.set(arnOfPrincipal(principal, snapshot), account);
  }
  return found;
}

function givesRoleAsItIs({ gives: { kind } }: Technique): boolean {
  return kind === "passed-role" || kind === "workload-role";
}

const forAdministrators: ReadonlySet<Technique["gives"]["kind"]> = new Set([
  "trusting-role",
  "user",
  // Roles of Identity Center can't be edited, but the provider that they trust can.
  "federated-role",
  "member-administrators",
  "member-root",
  "organization",
]);

/** Whoever may do everything needs no other way to its account's principals than IAM's own. */
function isForAdministrators({ gives: { kind } }: Technique): boolean {
  return forAdministrators.has(kind);
}

/** A role whose ways in are looked for; who could come is looked up when first needed. */
type Entered = {
  readonly role: RoleIndex;
  readonly target: Role;
  readonly grants: readonly TrustGrant[];
  callers: ReturnType<CallerIndex["of"]> | null;
};
