/** What the parts of a graph's building share: what is known of the whole organization, and the edges that were found. */
import type { CallEngine, Subject } from "../../authz/calls/index.ts";
import type { AccountIndex } from "../../model/index.ts";
import { type Caller, CallerIndex } from "./caller-index.ts";
import { EdgeTable } from "./edge-table.ts";
import { Likenesses } from "./likeness.ts";
import { ReachNodes } from "./nodes.ts";
import type { ReachScope } from "./reach-scope.ts";

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

export class Building {
  readonly scope: ReachScope;
  readonly engine: CallEngine;
  readonly nodes: ReachNodes;
  readonly workings: Workings;
  readonly edges = new EdgeTable();
  readonly #assumes: bigint;
  readonly #likenesses: Likenesses;

  /** `nodes`: numbers that stay as they are, where some of the graph is at hand; `workings` likewise. */
  constructor(
    scope: ReachScope,
    engine: CallEngine,
    nodes: ReachNodes = new ReachNodes(scope.snapshot),
    workings: Workings = newWorkings(),
  ) {
    this.scope = scope;
    this.engine = engine;
    this.nodes = nodes;
    this.workings = workings;
    this.#assumes = engine.actions.maskOf(["sts:AssumeRole"]);
    this.#likenesses = new Likenesses(scope.snapshot);
  }

  /** Somebody who may assume roles, by its own policies; whoever is surely an administrator is none of them. */
  addCaller(node: number, subject: Subject): void {
    if ((subject.mayAllow & this.#assumes) === 0n) return;
    this.workings.callers.add(
      { node, subject, likeness: this.likenessOf(subject) },
      this.engine.actions.numberOf("sts:AssumeRole"),
    );
  }

  readonly #administrators = new Map<AccountIndex, Pick<Caller, "subject" | "likeness">>();

  administratorOf(account: AccountIndex): Pick<Caller, "subject" | "likeness"> {
    let known = this.#administrators.get(account);
    if (known === undefined) {
      const subject = this.engine.subjects.administratorOf(account);
      known = { subject, likeness: this.likenessOf(subject) };
      this.#administrators.set(account, known);
    }
    return known;
  }

  likenessOf(subject: Subject): string | null {
    const alike = this.engine.decisions.callerClass(subject, "sts:AssumeRole");
    return alike === null ? null : `${this.#likenesses.of(subject.account)} ${alike}`;
  }
}
