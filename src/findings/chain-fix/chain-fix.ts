/**
 * The edit that removes a finding about a chain and loses the least besides: edits of one statement on its way are tried, each by
 * evaluating again all that can be reached. What is told as tried was found gone.
 */
import type { TrustGrant } from "../../authz/types.ts";
import {
  documentAt,
  nearestWay,
  type Path,
  pathAlong,
  placeEdit,
  type ReachGraph,
  type Step,
} from "../../graph/reach/index.ts";
import { displayPolicy } from "../../policy/index.ts";
import { advice } from "../fix.ts";
import { editPolicy } from "../policy-edit.ts";
import type { ReachDraft, ReachRule, RuleContext, TrustView } from "../rule.ts";
import type { Fix } from "../types.ts";
import { type Candidate, candidateEdits } from "./candidate-edits.ts";
import { cutCommand } from "./cut-command.ts";
import { EditTrials, type Trial } from "./edit-trials.ts";
import { alsoLost } from "./lost-accesses.ts";
import { removals } from "./named-principals.ts";

export type ChainFinding = {
  readonly rule: ReachRule;
  readonly draft: ReachDraft;
  /** The subject's trust policy; null: it has none that was read. */
  readonly view: TrustView | null;
};

const trialsOf = new WeakMap<ReachGraph, EditTrials>();

/** `graph`: in which the finding was found. An edit that was not tried, or did not help, is never told as one. */
export function chainFix(finding: ChainFinding, graph: ReachGraph, context: RuleContext): Fix {
  let trials = trialsOf.get(graph);
  if (trials === undefined) {
    trials = new EditTrials(graph, context);
    trialsOf.set(graph, trials);
  }
  return new FixSearch(finding, graph, trials).best();
}

/** More than any edit's breadth. */
const widest = 10;

const stays = "Whoever starts the way comes to its end by other ways still, which are findings of their own.";

const orders = ["hop", "around", "power"] as const;

class FixSearch {
  readonly #finding: ChainFinding;
  readonly #graph: ReachGraph;
  readonly #trials: EditTrials;
  readonly #path: Path;
  /** Null: the way goes round. */
  readonly #end: number | null;

  constructor(finding: ChainFinding, graph: ReachGraph, trials: EditTrials) {
    this.#finding = finding;
    this.#graph = graph;
    this.#trials = trials;
    const { entrance, steps } = finding.draft.way;
    const first = steps[0]?.node;
    const found = graph.entrances.find(({ role, index }) => role === first && index === entrance) ?? null;
    const path = pathAlong(graph, steps, entrance === null ? null : found);
    this.#end = endOf(graph, steps);
    // A circle, and a vendor's way to another role, end at no administrator.
    const isAdministrator = this.#end !== null && graph.nodes.at(this.#end).kind === "administrator";
    this.#path = isAdministrator ? path : { ...path, administrator: null };
  }

  best(): Fix {
    const { rule, draft } = this.#finding;
    const candidates = candidateEdits(this.#graph, this.#path, rule.keepsEntrance === true);
    for (const order of orders) {
      const found = this.#bestOf(candidates.filter((one) => one.order === order));
      if (found !== null) return found;
      if (order !== "hop") continue;
      const several = this.#ofSubjectsTrust();
      const fix = several === null ? null : this.#bestOf([several]);
      if (fix !== null) return fix;
    }
    return advice(
      `${rule.advice(draft)} No edit of a single statement that was tried takes it away; \`${cutCommand(this.#graph, this.#path)}\` looks for the fewest.`,
    );
  }

  #bestOf(candidates: readonly Candidate[]): Fix | null {
    const tried = candidates.flatMap((candidate) => {
      const trial = this.#trials.of(candidate.edit);
      if (trial === null || trial.difference.gains) return [];
      const { lost, lostGrants } = trial.difference;
      const breadth = candidate.breadth + (this.#endsTheRolesUse(trial, candidate) ? widest : 0);
      return [{ candidate, loss: lost.length + lostGrants.length, breadth }];
    });
    tried.sort((a, b) => a.loss - b.loss || a.breadth - b.breadth);
    for (const { candidate } of tried) {
      const trial = this.#trials.of(candidate.edit);
      if (trial === null || !this.#isGone(trial, candidate)) continue;
      return this.#fixOf(candidate, trial);
    }
    return null;
  }

  /** Whoever the finding is about comes in no more, and nobody else comes in: what the role is for is lost as well. */
  #endsTheRolesUse({ after }: Trial, candidate: Candidate): boolean {
    const { entrance, steps } = this.#finding.draft.way;
    const role = trustOf(candidate);
    if (entrance === null || role === null || role !== steps[0]?.node) return false;
    return after.assumptions.grantsOf(role).length === 0;
  }

  #isGone(trial: Trial, candidate: Candidate): boolean {
    const { rule, draft } = this.#finding;
    if (rule.leavesToOthers === true && this.#isWayLeft(trial, candidate)) return false;
    return trial.isGone(rule, draft);
  }

  /** Whoever starts the way comes to its end by whatever hops; not asked where the edit keeps them from starting. */
  #isWayLeft({ after }: Trial, candidate: Candidate): boolean {
    const { entrance, steps } = this.#finding.draft.way;
    const start = steps[0]?.node ?? 0;
    const closesEntrance = entrance !== null && trustOf(candidate) === start;
    return this.#end !== null && !closesEntrance && isLeft(after, start, this.#end);
  }

  #fixOf(candidate: Candidate, trial: Trial): Fix {
    const { summary, where, text } = candidate;
    const { difference } = trial;
    const others = this.#isWayLeft(trial, candidate) ? ` ${stays}` : "";
    const { draft } = this.#finding;
    const role = trustOf(candidate);
    const told = role === null ? [] : this.#graph.assumptions.grantsOf(role);
    const isOwn = role === draft.way.steps[0]?.node;
    const meant = new Set(isOwn ? draft.grants.flatMap((index) => wayIn(told[index])) : []);
    const isMeant = (grant: TrustGrant): boolean => wayIn(grant).some((text) => meant.has(text));
    return {
      summary: `${summary}${others}`,
      where,
      policy: text === null ? null : displayPolicy(text).text,
      verified: true,
      alsoLost: alsoLost(this.#graph, difference, draft.way.steps, isMeant, role),
    };
  }

  /** All who are not to come in, out of the subject's trust policy, where they stand in several statements. */
  #ofSubjectsTrust(): Candidate | null {
    const { rule, draft, view } = this.#finding;
    if (view === null || rule.waysIn === undefined) return null;
    const { snapshot } = this.#graph;
    const place = { kind: "trust-policy", role: draft.subject } as const;
    const document = documentAt(snapshot, place);
    const edits = removals(view, draft.grants);
    if (document === null || edits.length === 0) return null;
    const text = editPolicy(snapshot.documents.text(document, view.owner), edits);
    const edit = text === null ? null : placeEdit(snapshot, place, text);
    if (text === null || edit === null) return null;
    const where = `trust policy of ${draft.subject}`;
    return {
      summary: rule.advice(draft),
      where,
      text,
      edit: { edit, holders: [] },
      order: "hop",
      breadth: 4,
    };
  }
}

function wayIn(grant: TrustGrant | undefined): readonly string[] {
  return grant === undefined ? [] : [JSON.stringify([grant.party, grant.action])];
}

/** The role whose trust policy is edited; null: it is another policy. */
function trustOf({ edit: { edit } }: Candidate): number | null {
  return edit.kind === "trust-policy" ? edit.role : null;
}

/** The administrator that the last on the way is, if it is one. Null: the way ends where it starts. */
function endOf({ nodes, forward }: ReachGraph, steps: readonly Step[]): number | null {
  const last = steps.at(-1)?.node ?? 0;
  if (last === steps[0]?.node) return null;
  const administrator = nodes.ofAdministrator(nodes.accountOf(last));
  const next = forward.other.subarray(forward.start[last] ?? 0, forward.start[last + 1] ?? 0);
  return next.includes(administrator) ? administrator : last;
}

/** Be it by hops that are not proven. */
function isLeft({ forward }: ReachGraph, start: number, end: number): boolean {
  const isEnd = (node: number): boolean => node === end;
  return nearestWay(start, forward, isEnd, () => true, false) !== null;
}
