/**
 * Statements whose removal leaves no way to a target, as few as can be found. To find the fewest is NP-hard, so that two
 * bounds close in on them: every way has statements without which it does not hold, of which one has to go (that is proven by
 * building the organization with those alone), so that as many have to go as hit all ways found; and a set of statements is
 * told as a cut only where no way is left in the organization that is built without them.
 */
import type { CallerPrincipal } from "../../../authz/index.ts";
import type { Arn, CoverageGap, Snapshot } from "../../../model/index.ts";
import { notesFor } from "../../coverage.ts";
import type { Evidence } from "../../evidence.ts";
import { principalsOfAccount } from "../../principals.ts";
import type { Path } from "../paths.ts";
import type { ReachGraph } from "../reach-graph.ts";
import type { CutQuestion } from "./chokepoints.ts";
import { type HittingSet, type Steps, smallestHittingSet } from "./hitting-set.ts";
import { accessesAround, partAround, partOnWays } from "./on-ways.ts";
import { partOfSnapshot } from "./part-of-snapshot.ts";
import { concernedBy, type RemovablePlace } from "./policy-place.ts";
import {
  accountOfRemovable,
  evidenceOfRemovable,
  type Removable,
  removablesOf,
  withoutStatements,
} from "./removable-statements.ts";
import { supportOf } from "./way-support.ts";
import { graphOf, WaysLeft } from "./ways-left.ts";

export type StatementCutQuestion = CutQuestion & {
  /** Steps of the search: one for each set tried, a hundred for each way proven, a thousand for each organization built. */
  readonly budget: number;
};

export type CutStatement = {
  readonly place: RemovablePlace;
  /** From 0; null: the policy whole. */
  readonly statement: number | null;
  /** Null: the policy whole, by detaching it where it is an attachment. */
  readonly evidence: Evidence | null;
  /** Whom its removal concerns: principals, or the resource. */
  readonly principals: readonly Arn[];
  /** How many of the ways that were looked at it cuts. */
  readonly ways: number;
  /** With it, and without the others, there is this way again. */
  readonly needed: Path;
};

export type StatementCut = {
  /** `uncuttable`: some way rests on no statement. `unfinished`: the budget ended before a cut was found. */
  readonly kind: "cut" | "uncuttable" | "unfinished";
  readonly cut: readonly CutStatement[];
  /** No set of fewer statements cuts every way. */
  readonly atLeast: number;
  /** Whether it is proven that fewer do not suffice. */
  readonly minimum: boolean;
  /** Targets that can be come to before the cut; resources are not counted. */
  readonly targets: number;
  /** Accesses between two principals that the cut takes besides, though they lie on no way to a target. */
  readonly otherAccessesLost: number;
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

export const defaultBudget = 300_000;
const costOfGraph = 1000;
const costOfWay = 100;

export function statementCut(graph: ReachGraph, question: StatementCutQuestion): StatementCut {
  return new CutSearch(graph, question).run();
}

/** A way, and the statements of which one has to go. */
type Found = { readonly path: Path; readonly row: ReadonlySet<string> };

class CutSearch {
  readonly #graph: ReachGraph;
  readonly #question: StatementCutQuestion;
  readonly #steps: Steps;
  /** Of which half is for choosing: past it, what hits most ways is chosen. */
  readonly #choosing: Steps;
  readonly #found: Found[] = [];
  #atLeast = 0;
  readonly #removables = new Map<string, Removable>();

  constructor(graph: ReachGraph, question: StatementCutQuestion) {
    this.#graph = graph;
    this.#question = question;
    this.#steps = { left: question.budget };
    this.#choosing = { left: question.budget / 2 };
  }

  run(): StatementCut {
    const whole = new WaysLeft(this.#graph, this.#question);
    let left = whole;
    let onWays: Snapshot | null = null;
    let chosen: ReadonlySet<string> = new Set();
    for (;;) {
      const outcome = this.#exhaust(left, chosen);
      if (outcome === "uncuttable") return this.#answer("uncuttable", new Set(), whole);
      if (outcome === chosen) return this.#answer("cut", chosen, whole);
      chosen = outcome;
      if (this.#steps.left <= 0) return this.#answer("unfinished", chosen, whole);
      this.#steps.left -= costOfGraph;
      onWays ??= partOnWays(this.#graph, this.#question);
      left = new WaysLeft(graphOf(without(onWays, this.#named(chosen))), this.#question);
    }
  }

  /** Chooses anew until no way is left that is not known to be cut. The same set: there was none to begin with. */
  #exhaust(left: WaysLeft, before: ReadonlySet<string>): ReadonlySet<string> | "uncuttable" {
    let chosen = before;
    for (let isFirst = true; ; isFirst = false) {
      const paths = left.next(isFirst ? new Set() : chosen);
      if (paths.length === 0) return chosen;
      let isAnyNew = false;
      for (const path of paths) {
        const row = this.#rowOf(left, path, before);
        if (row.size === 0) return "uncuttable";
        isAnyNew ||= isDisjoint(row, chosen);
        this.#found.push({ path, row });
      }
      // All are cut by what they rest on besides what their hops tell: that shows in the organization without it.
      if (!isAnyNew) return chosen;
      const next = this.#solve();
      if (next === null) return "uncuttable";
      chosen = next.members;
      if (this.#steps.left <= 0) return chosen;
    }
  }

  #solve(): HittingSet | null {
    const solved = smallestHittingSet(
      this.#found.map(({ row }) => row),
      this.#choosing,
    );
    this.#atLeast = Math.max(this.#atLeast, solved?.atLeast ?? 0);
    return solved;
  }

  /** Statements that a way of the graph holds by, none of which was removed before: with those alone it is proven to be there. */
  #rowOf(left: WaysLeft, path: Path, before: ReadonlySet<string>): ReadonlySet<string> {
    const { graph } = left;
    const support = supportOf(graph, path);
    left.note(support.steps);
    const part = partOfSnapshot(graph.snapshot, support.principals, support.accounts);
    const all = removablesOf(part, everybodyOf(part), support.accounts);
    for (const one of all) if (!this.#removables.has(one.key)) this.#removables.set(one.key, one);
    const keys = new Set(support.steps.flatMap((step) => step.keys));
    if (this.#holdsBy(part, all, keys)) return keys;
    const whole = new Set(all.map(({ key }) => key));
    if (this.#holdsBy(part, all, whole)) return this.#narrowed(part, all, whole);
    // The way needs more than who stands on it: every statement that is left.
    const every = this.#all().filter(({ key }) => !before.has(key));
    for (const one of every) this.#removables.set(one.key, one);
    return new Set(every.map(({ key }) => key));
  }

  #narrowed(part: Snapshot, all: readonly Removable[], whole: ReadonlySet<string>): ReadonlySet<string> {
    const kept = new Set(whole);
    for (const key of whole) {
      kept.delete(key);
      if (!this.#holdsBy(part, all, kept)) kept.add(key);
    }
    return kept;
  }

  #holdsBy(part: Snapshot, all: readonly Removable[], keys: ReadonlySet<string>): boolean {
    this.#steps.left -= costOfWay;
    const removed = all.filter(({ key }) => !keys.has(key));
    const edited = withoutStatements(part, removed);
    return edited.ok && new WaysLeft(graphOf(edited.value), this.#question).next(new Set()).length > 0;
  }

  #all(): readonly Removable[] {
    const { snapshot } = this.#graph;
    return removablesOf(snapshot, everybodyOf(snapshot), snapshot.accounts.keys());
  }

  #named(keys: ReadonlySet<string>): readonly Removable[] {
    return [...keys].flatMap((key) => this.#removables.get(key) ?? []);
  }

  #answer(kind: StatementCut["kind"], chosen: ReadonlySet<string>, whole: WaysLeft): StatementCut {
    const graph = this.#graph;
    const { targets, coverage } = whole;
    const base = { targets, coverage, notes: notesFor(graph.snapshot) };
    if (kind === "uncuttable")
      return { ...base, kind, cut: [], atLeast: 0, minimum: false, otherAccessesLost: 0 };
    const atLeast = this.#atLeast;
    if (kind === "unfinished")
      return { ...base, kind, cut: [], atLeast, minimum: false, otherAccessesLost: 0 };
    return {
      ...base,
      kind,
      cut: this.#named(chosen).map((one) => this.#told(one, chosen)),
      atLeast,
      minimum: atLeast === chosen.size,
      otherAccessesLost: otherAccessesLost(whole, this.#named(chosen)),
    };
  }

  #told(one: Removable, chosen: ReadonlySet<string>): CutStatement {
    const { snapshot } = this.#graph;
    const cuts = this.#found.filter(({ row }) => row.has(one.key));
    const only = cuts.find(({ row }) => [...chosen].every((key) => key === one.key || !row.has(key)));
    // INVARIANT: a hitting set has no member but those that some row needs.
    if (only === undefined) throw new Error("a statement of the cut is not needed");
    return {
      place: one.place,
      statement: one.statement,
      evidence: evidenceOfRemovable(snapshot, one),
      principals: concernedBy(snapshot, one.place),
      ways: cuts.length,
      needed: only.path,
    };
  }
}

function isDisjoint(row: ReadonlySet<string>, chosen: ReadonlySet<string>): boolean {
  for (const key of row) if (chosen.has(key)) return false;
  return true;
}

function* everybodyOf(snapshot: Snapshot): Iterable<CallerPrincipal> {
  for (const account of snapshot.accounts.keys()) yield* principalsOfAccount(account, snapshot);
}

function without(snapshot: Snapshot, removed: readonly Removable[]): Snapshot {
  const edited = withoutStatements(snapshot, removed);
  // INVARIANT: what is removed was read of the same organization.
  if (!edited.ok) throw new Error(edited.error.message);
  return edited.value;
}

/** From one principal to another, by whatever means. */
function otherAccessesLost({ graph, isOnWay }: WaysLeft, removed: readonly Removable[]): number {
  const { snapshot, nodes } = graph;
  const centre = [...new Set(removed.flatMap((one) => concernedBy(snapshot, one.place)))];
  if (centre.length === 0) return 0;
  const accounts = removed.flatMap((one) => accountOfRemovable(snapshot, one) ?? []);
  const left = accessesAround(graphOf(without(partAround(graph, centre, accounts), removed)), centre);
  let lost = 0;
  for (const access of accessesAround(graph, centre)) {
    if (left.has(access)) continue;
    const [from = "", to = ""] = access.split(" ");
    if (!isOnWay(nodes.ofArn(from) ?? 0, nodes.ofArn(to) ?? 0)) lost++;
  }
  return lost;
}
