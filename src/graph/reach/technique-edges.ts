/** The edges of techniques: account by account in its principals' hands, then in those of its administrator. */
import { type ActionMask, type Subject, withEverything, withoutBoundary } from "../../authz/calls/index.ts";
import type { CallerPrincipal } from "../../authz/index.ts";
import type { AccountIndex, Arn } from "../../model/index.ts";
import { techniques } from "../techniques/catalogue.ts";
import type { Technique } from "../techniques/technique.ts";
import { type Edit, editsBy } from "./administrator-edits.ts";
import { type Attempt, attempts, mayWork, type Workshop } from "./attempt.ts";
import type { Building } from "./building.ts";
import { isForTheTargetAlone } from "./circular-attempt.ts";
import { edgeKind, firstTechnique } from "./edge-table.ts";
import { pushTo } from "./multimap.ts";
import type { Freed } from "./nodes.ts";
import { AccountPlace, isKeptByAws } from "./place.ts";
import { principalOfTarget, selfAt, workshopOf } from "./workshop.ts";

type NumberedTechnique = { readonly technique: Technique; readonly number: number };

/** Sets of permissions past this number are looked at anew. */
const mostMasks = 20_000;

export class TechniqueEdges {
  /** Nodes of principals that were given more than they have, and are no administrators by that. */
  readonly limited: number[] = [];
  readonly #building: Building;

  constructor(building: Building) {
    this.#building = building;
  }

  /** A single account is gone through several times; of many, each would hold all of its roles. */
  #lastShop: Workshop | null = null;

  #shopOf(account: AccountIndex): Workshop {
    if (this.#lastShop?.place.index === account) return this.#lastShop;
    const { snapshot, assumptions } = this.#building.scope;
    const place = new AccountPlace(snapshot, account, (role) => assumptions.grantsOf(role));
    this.#lastShop = workshopOf(this.#building.scope, this.#building.engine, place);
    return this.#lastShop;
  }

  addAccount(account: AccountIndex): void {
    const { snapshot } = this.#building.scope;
    const shop = this.#shopOf(account);
    const [first, end] = snapshot.roles.ofAccount(account);
    for (let index = first; index < end; index++) {
      if ((this.#building.engine.subjects.mayAllowOfRole(index) | shop.grantedByWorkloads) !== 0n)
        this.#addPrincipal({ kind: "role", index }, shop);
    }
    for (const index of shop.place.users.keys()) this.#addPrincipal({ kind: "user", account, index }, shop);
  }

  #addPrincipal(principal: CallerPrincipal, shop: Workshop): void {
    const subject = this.#building.engine.subjects.subjectOf(principal);
    if (subject === null || (subject.mayAllow | shop.grantedByWorkloads) === 0n) return;
    this.#addSubject(this.#building.nodes.ofPrincipal(principal), principal, subject, shop);
  }

  #addSubject(node: number, principal: CallerPrincipal, subject: Subject, shop: Workshop): void {
    if (this.#building.workings.done.has(node)) return;
    this.#building.workings.done.add(node);
    const isAdmin = this.#building.engine.isAdministrator(subject);
    if (isAdmin !== false) {
      this.#building.edges.add(
        node,
        this.#building.nodes.ofAdministrator(subject.account),
        edgeKind.is,
        isAdmin === true,
      );
      this.#building.workings.administered.add(subject.account);
      if (isAdmin === true) return;
    }
    this.#building.addCaller(node, subject);
    const self = selfAt(this.#building.nodes, node, shop.place);
    for (const { technique, number } of this.#techniquesFor(subject.mayAllow | shop.grantedByWorkloads)) {
      for (const attempt of attempts(subject, self, technique, shop)) {
        this.#addAttempt(node, principal, attempt, number, shop);
      }
    }
  }

  /** Of very many principals' permissions few differ in what techniques need. */
  readonly #usable = new Map<ActionMask, readonly NumberedTechnique[]>();

  #techniquesFor(allowed: ActionMask): readonly NumberedTechnique[] {
    let usable = this.#usable.get(allowed);
    if (usable === undefined) {
      usable = techniques.flatMap((technique, number) =>
        mayWork(technique, allowed, this.#building.engine) ? [{ technique, number }] : [],
      );
      if (this.#usable.size >= mostMasks) this.#usable.clear();
      this.#usable.set(allowed, usable);
    }
    return usable;
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
        const to = this.#building.nodes.ofPrincipal(
          principalOfTarget(gives.target, this.#building.scope.snapshot),
        );
        if (to !== from) this.#building.edges.add(from, to, kind, proven);
        return;
      }
      case "changed": {
        const principal = principalOfTarget(gives.target, this.#building.scope.snapshot);
        const isFreed = gives.isFreed || this.#freedAt(from, principal) !== null;
        if (isFreed)
          this.#addFreed(from, principal, { hasEverything: true, group: null }, attempt, kind, shop);
        else {
          const to = this.#building.nodes.ofChanged(principal);
          this.#building.edges.add(from, to, kind, proven);
          this.#addDerived(to, principal, shop, (own) =>
            withEverything(own, this.#building.engine.actions.all),
          );
        }
        return;
      }
      case "freed": {
        const principal = principalOfTarget(gives.target, this.#building.scope.snapshot);
        this.#addFreed(from, principal, this.#moreAt(from, principal), attempt, kind, shop);
        return;
      }
      case "administrators":
        for (const account of gives.accounts) {
          this.#building.workings.administered.add(account);
          this.#building.edges.add(from, this.#building.nodes.ofAdministrator(account), kind, proven);
        }
        return;
      case "organization":
        this.#building.edges.add(from, this.#building.nodes.organization, kind, proven);
        return;
      case "member": {
        if (by === null) return;
        const group = shop.place.groups.indexOf(gives.group);
        if (this.#freedAt(from, by) !== null) {
          this.#addFreed(from, by, { hasEverything: false, group }, attempt, kind, shop);
          return;
        }
        const to = this.#building.nodes.ofMember(by, group);
        this.#building.edges.add(from, to, kind, proven);
        this.#addDerived(to, by, shop, (own) => this.#building.engine.subjects.asMember(own, gives.group));
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
    const to = this.#building.nodes.ofFreed(principal, freed);
    this.#building.edges.add(from, to, kind, certainty.kind === "proven");
    this.#addDerived(to, principal, shop, (own) => {
      const group = freed.group === null ? undefined : shop.place.groups[freed.group];
      const member = group === undefined ? own : this.#building.engine.subjects.asMember(own, group);
      const all = this.#building.engine.actions.all;
      return withoutBoundary(freed.hasEverything ? withEverything(member, all) : member);
    });
  }

  #freedAt(node: number, principal: CallerPrincipal): Freed | null {
    const found = this.#building.nodes.at(node);
    return found.kind === "freed" && this.#isSame(found.principal, principal) ? found : null;
  }

  /** What the principal at the node has more than its own permissions, if it is the same that is freed. */
  #moreAt(node: number, principal: CallerPrincipal): Freed {
    const found = this.#building.nodes.at(node);
    const nothing: Freed = { hasEverything: false, group: null };
    if (!("principal" in found) || !this.#isSame(found.principal, principal)) return nothing;
    if (found.kind === "member") return { hasEverything: false, group: found.group };
    return found.kind === "changed" ? { hasEverything: true, group: null } : nothing;
  }

  #isSame(one: CallerPrincipal, other: CallerPrincipal): boolean {
    return this.#building.nodes.ofPrincipal(one) === this.#building.nodes.ofPrincipal(other);
  }

  #addDerived(
    node: number,
    principal: CallerPrincipal,
    shop: Workshop,
    derive: (own: Subject) => Subject,
  ): void {
    if (this.#building.workings.done.has(node)) return;
    const own = this.#building.engine.subjects.subjectOf(principal);
    if (own === null) return;
    this.#building.edges.add(node, this.#building.nodes.ofPrincipal(principal), edgeKind.is, true);
    const subject = derive(own);
    pushTo(this.#building.workings.derived, this.#building.nodes.ofPrincipal(principal), {
      node,
      subject,
      likeness: null,
    });
    if (this.#building.engine.isAdministrator(subject) !== true) this.limited.push(node);
    this.#addSubject(node, principal, subject, shop);
  }

  /** Some of them come to administer further accounts. */
  addAdministrators(): void {
    const done = new Set<AccountIndex>();
    for (;;) {
      const next = [...this.#building.workings.administered].filter((account) => !done.has(account));
      if (next.length === 0) return;
      for (const account of next) {
        done.add(account);
        this.addAdministrator(account);
      }
    }
  }

  addAdministrator(account: AccountIndex): void {
    if (this.#building.scope.snapshot.accounts[account]?.hasData !== true) return;
    this.#addAdministrator(account, this.#shopOf(account));
  }

  /** The administrator takes over whomever IAM lets be taken over, by the first technique that works. */
  #addAdministrator(account: AccountIndex, shop: Workshop): void {
    const subject = this.#building.engine.subjects.administratorOf(account);
    const node = this.#building.nodes.ofAdministrator(account);
    const reached = new Map<number, { readonly kind: number; readonly proven: boolean }>();
    const attempted = (technique: Technique, number: number): void => {
      for (const attempt of attempts(subject, null, technique, shop)) {
        if (attempt.gives.kind !== "principal") {
          this.#addAttempt(node, null, attempt, number, shop);
          continue;
        }
        if (isForTheTargetAlone(attempt)) continue;
        const to = this.#building.nodes.ofPrincipal(
          principalOfTarget(attempt.gives.target, this.#building.scope.snapshot),
        );
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
      this.#building.edges.add(node, to, kind, proven);
      if (proven) this.#building.workings.takenOver.add(to);
    }
  }

  /**
   * Who is named by another account's role has to be allowed by its own policies, too: an administrator of its account can
   * write that, and then act as the one who is named. `named`: principals of the account whom roles of other accounts name.
   */
  addEditsOf(account: AccountIndex, named: ReadonlySet<Arn>): void {
    const shop = this.#shopOf(account);
    const from = this.#building.nodes.ofAdministrator(account);
    const { subject } = this.#building.administratorOf(account);
    for (const edit of editsBy(subject, shop, named, false)) this.#addEdit(from, edit, false);
    for (const edit of editsBy(subject, shop, named, true)) this.#addEdit(from, edit, true);
  }

  #addEdit(from: number, [arn, { kind, proven }]: readonly [Arn, Edit], frees: boolean): void {
    const number = this.#building.nodes.ofArn(arn);
    if (number === null) return;
    const principal = this.#building.nodes.principalAt(number);
    const to = frees
      ? this.#building.nodes.ofFreed(principal, { hasEverything: true, group: null })
      : this.#building.nodes.changedOf(number);
    this.#building.edges.add(from, to, kind, proven);
    if (this.#building.workings.done.has(to)) return;
    const own = this.#building.engine.subjects.subjectOf(principal);
    if (own === null) return;
    // Whatever else it could do, the administrator can do, too.
    const edited = withEverything(own, this.#building.engine.actions.all);
    pushTo(this.#building.workings.derived, number, {
      node: to,
      subject: frees ? withoutBoundary(edited) : edited,
      likeness: null,
    });
    this.#building.edges.add(to, number, edgeKind.is, true);
  }
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
