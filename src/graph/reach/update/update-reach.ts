/**
 * The graph after a change of trust policies, out of the graph before it. What hangs on a trust policy is evaluated again: the
 * ways into its role, the techniques of the role's account, the edits of those whom it names. Where more could hang on it, the
 * graph is built anew, and that is said.
 */
import { type CallEngine, callEngineAfterTrust, type Subject } from "../../../authz/calls/index.ts";
import type { CallerPrincipal } from "../../../authz/index.ts";
import type { AccountIndex, Arn, RoleIndex, Snapshot } from "../../../model/index.ts";
import { principalOf } from "../../principals.ts";
import { buildReachGraph, namedOfOthers } from "../build-reach.ts";
import { Building } from "../building.ts";
import { type Edge, edgeKind } from "../edge-table.ts";
import { ReachNodes } from "../nodes.ts";
import { ReachGraph } from "../reach-graph.ts";
import type { ReachScope } from "../reach-scope.ts";
import { subjectAt } from "../subject-at.ts";
import { TechniqueEdges } from "../technique-edges.ts";
import { WaysIntoRoles } from "../ways-into-roles.ts";
import { changedRows, spliceEdges, spliceTurned } from "./splice-edges.ts";
import { ownSideAsksForTags, rolesThatMayLetIn } from "./tagged-sessions.ts";
import { isAdministratorNode, isDerived, type Memory, memoryOf, moveMemory } from "./update-memory.ts";

export type ReachUpdate = {
  readonly graph: ReachGraph;
  /** Why the graph was built anew; null where only what hangs on the change was evaluated again. */
  readonly rebuilt: string | null;
  /** Nodes from which other edges lead than before, and roles into which others may come; null: any may be. */
  readonly changed: ReadonlySet<number> | null;
};

/**
 * `scope`: of a snapshot that differs from the graph's in the trust policies of `roles` alone. The first update of a graph takes
 * longer: see {@link prepareUpdates}.
 */
export function updateReachGraph(
  graph: ReachGraph,
  scope: ReachScope,
  roles: readonly RoleIndex[],
): ReachUpdate {
  const update = new Update(graph, scope, roles, memoryOf(graph));
  const because = update.obstacle();
  if (because !== null) {
    moveMemory(graph, null);
    return { graph: buildReachGraph(scope), rebuilt: because, changed: null };
  }
  const updated = update.graph();
  moveMemory(graph, updated);
  return { graph: updated, rebuilt: null, changed: update.changed };
}

/** Works out what every update needs of the whole graph, so that the first one is as quick as those after it. */
export function prepareUpdates(graph: ReachGraph): void {
  memoryOf(graph);
}

/** Under a permissions boundary, which others may take away. */
function isBounded(principal: CallerPrincipal, snapshot: Snapshot): boolean {
  const row =
    principal.kind === "role"
      ? snapshot.roles.row(principal.index)
      : snapshot.accountData(principal.account)?.users[principal.index];
  return (row?.permissionsBoundary ?? null) !== null;
}

class Update {
  readonly #old: ReachGraph;
  readonly #scope: ReachScope;
  readonly #memory: Memory;
  readonly #nodes: ReachNodes;
  readonly #engine: CallEngine;
  /** Of the changed roles. */
  readonly #accounts: ReadonlySet<AccountIndex>;
  readonly #changed: ReadonlySet<RoleIndex>;
  /** The techniques of those accounts, tried again. */
  readonly #again: TechniqueEdges;
  readonly #againIn: Building;
  /** Ways into roles, over what is known of all accounts. */
  readonly #ways: WaysIntoRoles;
  readonly #waysIn: Building;
  readonly #dropped = new Map<number, Set<number>>();
  /** Once the graph is made. */
  readonly changed = new Set<number>();

  constructor(old: ReachGraph, scope: ReachScope, roles: readonly RoleIndex[], memory: Memory) {
    this.#old = old;
    this.#scope = scope;
    this.#memory = memory;
    this.#nodes = new ReachNodes(scope.snapshot).withMembers(old.nodes.members);
    this.#changed = new Set(roles);
    this.#accounts = new Set(roles.flatMap((role) => scope.snapshot.roles.account[role] ?? []));
    this.#engine = callEngineAfterTrust(old.engine, scope, roles);
    this.#againIn = new Building(scope, this.#engine, this.#nodes);
    this.#again = new TechniqueEdges(this.#againIn);
    this.#waysIn = new Building(scope, this.#engine, this.#nodes, memory.workings);
    this.#ways = new WaysIntoRoles(this.#waysIn);
  }

  /** Null: what hangs on the change can be bounded. */
  obstacle(): string | null {
    const { workings } = this.#memory;
    for (const account of this.#accounts) {
      this.#again.addAccount(account);
      if (workings.administered.has(account)) this.#again.addAdministrator(account);
    }
    const { derived, administered } = this.#againIn.workings;
    const nowDerived = new Set([...derived.values()].flat().map(({ node }) => node));
    const wereDerived = [...workings.done].filter((node) => this.#accounts.has(this.#accountOf(node)));
    if (nowDerived.size !== wereDerived.length || wereDerived.some((node) => !nowDerived.has(node))) {
      return "other principals can be edited";
    }
    for (const role of this.#changed) {
      if (this.#isTaggedOtherwise(role) && this.#isAdministratorByTags(role)) {
        return "the role's sessions may carry other tags, by which it is an administrator";
      }
      if (this.#isEditedOtherwise(role))
        return "a role that other accounts name can be edited in another way";
    }
    if (this.#namesSomebodyBounded()) {
      return "somebody under a permissions boundary is named by another account, or no more";
    }
    const were = this.#administeredBefore();
    for (const account of administered) {
      if (!workings.administered.has(account)) return "another account comes to be administered";
    }
    for (const account of were) {
      if (!administered.has(account) && !this.#isAdministeredByOthers(account))
        return "an account may be administered no more";
    }
    return null;
  }

  /** A role's trust policy says what its sessions bring to every later call. */
  #isTaggedOtherwise(index: RoleIndex): boolean {
    const [before, after] = [this.#old.engine, this.#engine].map(
      ({ subjects }) => subjects.subjectOf({ kind: "role", index })?.tags?.sessionsMayBeTagged() === true,
    );
    return before !== after;
  }

  /** As far as others ask for those tags. Whoever made calls with the old ones makes them with the new ones. */
  #tagAgain(): readonly RoleIndex[] {
    const { workings } = this.#memory;
    const again = [...this.#changed].filter((role) => this.#isTaggedOtherwise(role));
    for (const role of again) {
      const own = subjectAt(this.#old, role, this.#engine);
      if (own !== null) this.#callAgain(role, own);
      const derived = (workings.derived.get(role) ?? []).flatMap((one) => {
        const subject = subjectAt(this.#old, one.node, this.#engine);
        if (subject !== null) this.#callAgain(one.node, subject);
        return subject === null ? [] : [{ ...one, subject }];
      });
      if (derived.length > 0) workings.derived.set(role, derived);
    }
    return again.flatMap((role) =>
      rolesThatMayLetIn(this.#scope, role, !ownSideAsksForTags(this.#scope, role)),
    );
  }

  #callAgain(node: number, subject: Subject): void {
    this.#memory.workings.callers.replace({ node, subject, likeness: this.#waysIn.likenessOf(subject) });
  }

  /** Whether the role, or the role with every permission, is an administrator with some tags and not with others. */
  #isAdministratorByTags(role: RoleIndex): boolean {
    const derived = (this.#memory.workings.derived.get(role) ?? []).map(({ node }) => node);
    return [role, ...derived].some((node) => {
      const [before, after] = [this.#old.engine, this.#engine].map((engine) => {
        const subject = subjectAt(this.#old, node, engine);
        return subject === null ? null : engine.isAdministrator(subject);
      });
      return before !== after;
    });
  }

  /** Some edits need the role's trust policy as it is; who is edited is decided over all accounts that name it. */
  /** An administrator who edits those whom others name takes a boundary away, too: by nodes that may be new. */
  #namesSomebodyBounded(): boolean {
    const { snapshot } = this.#scope;
    for (const role of this.#changed) {
      const before = namedOfOthers(this.#old, role);
      const after = namedOfOthers(this.#scope, role);
      for (const arn of new Set([...before.keys(), ...after.keys()])) {
        if (before.has(arn) === after.has(arn)) continue;
        const principal = principalOf(arn, snapshot);
        if (principal !== null && isBounded(principal, snapshot)) return true;
      }
    }
    return false;
  }

  #isEditedOtherwise(role: RoleIndex): boolean {
    const { snapshot } = this.#scope;
    const arn = snapshot.roles.arn(role);
    const account = snapshot.roles.account[role] ?? 0;
    if (!this.#memory.named.has(arn) || !this.#memory.workings.administered.has(account)) return false;
    const probe = new Building(this.#scope, this.#engine, this.#nodes);
    new TechniqueEdges(probe).addEditsOf(account, new Set([arn]));
    const { nodes, forward } = this.#old;
    const from = nodes.ofAdministrator(account);
    const changed = this.#nodes.changedOf(role);
    const isEdited = (to: number): boolean => {
      if (to === changed) return true;
      const found = to > this.#nodes.organization ? this.#nodes.at(to) : null;
      return found?.kind === "freed" && this.#nodes.ofPrincipal(found.principal) === role;
    };
    const before: string[] = [];
    for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
      if (isEdited(forward.other[at] ?? 0)) before.push(`${forward.kind[at]} ${forward.proven[at]}`);
    }
    const after = [...probe.edges.all()]
      .filter((edge) => edge.from === from && isEdited(edge.to))
      .map(({ kind, proven }) => `${kind} ${proven ? 1 : 0}`);
    return before.join() !== after.join();
  }

  graph(): ReachGraph {
    this.#dropTechniques();
    const ways = new Set([
      ...this.#changed,
      ...this.#moreOrLessTakenOver(),
      ...this.#nameAgain(),
      ...this.#tagAgain(),
    ]);
    this.#dropWaysInto(ways);
    const sorted = [...ways].sort((a, b) => a - b);
    for (const role of sorted) this.#ways.addWaysInto(role);
    const added: Edge[] = [...this.#againIn.edges.all(), ...this.#waysIn.edges.all()];
    const entrances = this.#old.entrances
      .filter(({ role }) => !ways.has(role))
      .concat(this.#ways.entrances.map((one) => one.alone()))
      .sort((a, b) => a.role - b.role);
    const forward = spliceEdges(this.#old.forward, this.#dropped, added);
    for (const role of ways) this.changed.add(role);
    for (const from of changedRows(this.#old.forward, this.#dropped, added)) this.changed.add(from);
    const turned = this.#old.madeBackward;
    return new ReachGraph(this.#scope, this.#engine, this.#nodes, forward, {
      entrances,
      administered: this.#old.administered,
      limited: this.#old.limited,
      ...(turned === null ? {} : { backward: spliceTurned(turned, this.#old.forward, this.#dropped, added) }),
    });
  }

  #accountOf(node: number): AccountIndex {
    return this.#old.nodes.accountOf(node);
  }

  /** What the techniques of these accounts gave before, as positions of edges. */
  *#techniqueEdges(): Iterable<{ readonly from: number; readonly at: number }> {
    const { nodes, forward, snapshot } = this.#old;
    for (const from of this.#nodesOfAccounts()) {
      const isAdministrator = isAdministratorNode(nodes, from, snapshot.accounts.length);
      for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
        if (forward.kind[at] === edgeKind.assume) continue;
        // Edits of those whom other accounts name hang on those accounts' trust policies.
        if (isAdministrator && isDerived(nodes, forward.other[at] ?? 0)) continue;
        yield { from, at };
      }
    }
  }

  *#nodesOfAccounts(): Iterable<number> {
    const { nodes, snapshot } = this.#old;
    for (const account of this.#accounts) {
      const [first, end] = snapshot.roles.ofAccount(account);
      for (let role = first; role < end; role++) yield role;
      for (const index of (snapshot.accountData(account)?.users ?? []).keys()) {
        yield nodes.ofPrincipal({ kind: "user", account, index });
      }
      yield nodes.ofAdministrator(account);
    }
    for (const node of this.#memory.workings.done) {
      if (this.#accounts.has(this.#accountOf(node))) yield node;
    }
  }

  #administeredBefore(): ReadonlySet<AccountIndex> {
    const { nodes, forward, snapshot } = this.#old;
    const found = new Set<AccountIndex>();
    for (const { at } of this.#techniqueEdges()) {
      const to = forward.other[at] ?? 0;
      if (isAdministratorNode(nodes, to, snapshot.accounts.length)) found.add(to - nodes.ofAdministrator(0));
    }
    return found;
  }

  /** By some principal of another account, whatever administrators can do: they may owe it to one another. */
  #isAdministeredByOthers(account: AccountIndex): boolean {
    const { nodes, forward, snapshot } = this.#old;
    const administrator = nodes.ofAdministrator(account);
    for (let from = 0; from < nodes.count; from++) {
      for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
        if (forward.other[at] !== administrator) continue;
        if (isAdministratorNode(nodes, from, snapshot.accounts.length)) continue;
        if (!this.#accounts.has(this.#accountOf(from))) return true;
      }
    }
    return false;
  }

  #drop(from: number, at: number): void {
    const known = this.#dropped.get(from);
    if (known === undefined) this.#dropped.set(from, new Set([at]));
    else known.add(at);
  }

  #dropTechniques(): void {
    for (const { from, at } of this.#techniqueEdges()) this.#drop(from, at);
  }

  #dropWaysInto(roles: ReadonlySet<RoleIndex>): void {
    const { nodes, forward } = this.#old;
    const { start, other, kind } = forward;
    // Every edge is looked at, and next to none goes.
    const goes = new Uint8Array(nodes.count);
    for (const role of roles) goes[role] = 1;
    let from = 0;
    for (let at = 0; at < other.length; at++) {
      if (goes[other[at] ?? 0] !== 1 || kind[at] !== edgeKind.assume) continue;
      while ((start[from + 1] ?? other.length) <= at) from++;
      this.#drop(from, at);
    }
  }

  /** An administrator has no way into a role that it takes over anyway. */
  #moreOrLessTakenOver(): readonly RoleIndex[] {
    const { takenOver } = this.#memory.workings;
    const now = this.#againIn.workings.takenOver;
    const were = [...this.#nodesOfAccounts()].filter((node) => takenOver.has(node));
    for (const node of were) takenOver.delete(node);
    for (const node of now) takenOver.add(node);
    const before = new Set(were);
    const other = [...were.filter((node) => !now.has(node)), ...[...now].filter((node) => !before.has(node))];
    return other.filter((node) => node < this.#scope.snapshot.roles.count);
  }

  /** Whom other accounts name from now on, or no more; the roles whose ways in that changes. */
  #nameAgain(): readonly RoleIndex[] {
    const { named, workings } = this.#memory;
    const change = new Map<Arn, { readonly account: AccountIndex; by: number }>();
    for (const role of this.#changed) {
      for (const [scope, by] of [
        [this.#old, -1],
        [this.#scope, 1],
      ] as const) {
        for (const [arn, account] of namedOfOthers(scope, role)) {
          const known = change.get(arn);
          if (known === undefined) change.set(arn, { account, by });
          else known.by += by;
        }
      }
    }
    const again: RoleIndex[] = [];
    for (const [arn, { account, by }] of change) {
      const before = named.get(arn) ?? 0;
      const after = before + by;
      if (after > 0) named.set(arn, after);
      else named.delete(arn);
      if (before > 0 === after > 0 || !workings.administered.has(account)) continue;
      if (after > 0) {
        new TechniqueEdges(this.#waysIn).addEditsOf(account, new Set([arn]));
        again.push(...this.#rolesNaming(arn, account));
      } else this.#dropEditsOf(arn, account);
    }
    return again;
  }

  #rolesNaming(arn: Arn, account: AccountIndex): readonly RoleIndex[] {
    const { snapshot, assumptions } = this.#scope;
    const [first, end] = snapshot.roles.ofAccount(account);
    const node = this.#nodes.ofArn(arn);
    const found: RoleIndex[] = [];
    for (let role = first; role < end; role++) {
      const names = assumptions.grantsOf(role).some(({ party }) => {
        if (party.kind !== "role" && party.kind !== "user" && party.kind !== "session") return false;
        const principal = principalOf(party.arn, snapshot);
        return principal !== null && this.#nodes.ofPrincipal(principal) === node;
      });
      if (names) found.push(role);
    }
    return found;
  }

  #dropEditsOf(arn: Arn, account: AccountIndex): void {
    const { nodes, forward } = this.#old;
    const { workings } = this.#memory;
    const own = nodes.ofArn(arn);
    if (own === null) return;
    const changed = nodes.changedOf(own);
    const from = nodes.ofAdministrator(account);
    for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
      if (forward.other[at] === changed) this.#drop(from, at);
    }
    if (workings.done.has(changed)) return;
    for (let at = forward.start[changed] ?? 0; at < (forward.start[changed + 1] ?? 0); at++)
      this.#drop(changed, at);
    const left = (workings.derived.get(own) ?? []).filter(({ node }) => node !== changed);
    if (left.length > 0) workings.derived.set(own, left);
    else workings.derived.delete(own);
  }
}
