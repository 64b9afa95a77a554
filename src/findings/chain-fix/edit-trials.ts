/** What the graph is after an edit, and what a rule finds in it: kept, because findings share statements. */
import { GraphEdits, type PolicyEdit, type ReachGraph } from "../../graph/reach/index.ts";
import { reachView } from "../reach-view.ts";
import type { ReachDraft, ReachRule, RuleContext } from "../rule.ts";
import { ruleContext } from "../rule-context.ts";
import { type Difference, differenceOf } from "./lost-accesses.ts";

export type Trial = {
  readonly after: ReachGraph;
  readonly difference: Difference;
  /** Whether the rule finds nothing but what it found before, and not this. */
  isGone(rule: ReachRule, draft: ReachDraft): boolean;
};

/** Graphs are large. */
const mostKept = 8;

export class EditTrials {
  readonly #graph: ReachGraph;
  readonly #context: RuleContext;
  readonly #edits: GraphEdits;
  readonly #trials = new Map<string, Trial | null>();
  readonly #found = new Map<string, ReadonlySet<string>>();

  constructor(graph: ReachGraph, context: RuleContext) {
    this.#graph = graph;
    this.#context = context;
    this.#edits = new GraphEdits(graph);
  }

  /** Null: there is no such policy to edit. */
  of(edit: PolicyEdit): Trial | null {
    const key = JSON.stringify(edit.edit);
    const known = this.#trials.get(key);
    if (known !== undefined) return known;
    const made = this.#made(edit);
    if (this.#trials.size >= mostKept) {
      const [oldest] = this.#trials.keys();
      if (oldest !== undefined) this.#trials.delete(oldest);
    }
    this.#trials.set(key, made);
    return made;
  }

  #made(edit: PolicyEdit): Trial | null {
    const update = this.#edits.after(edit);
    if (!update.ok) return null;
    const after = update.value.graph;
    const role = edit.edit.kind === "trust-policy" ? edit.edit.role : null;
    const { intent, vendors } = this.#context;
    const context = ruleContext(after.snapshot, intent, vendors, after.organization);
    const found = new Map<string, ReadonlySet<string>>();
    return {
      after,
      difference: differenceOf(this.#graph, after, role),
      isGone: (rule, draft) => {
        let is = found.get(rule.id);
        if (is === undefined) {
          is = foundBy(rule, after, context);
          found.set(rule.id, is);
        }
        const was = this.#foundBefore(rule);
        return !is.has(nameOf(draft)) && [...is].every((one) => was.has(one));
      },
    };
  }

  #foundBefore(rule: ReachRule): ReadonlySet<string> {
    let found = this.#found.get(rule.id);
    if (found === undefined) {
      found = foundBy(rule, this.#graph, this.#context);
      this.#found.set(rule.id, found);
    }
    return found;
  }
}

function foundBy(rule: ReachRule, graph: ReachGraph, context: RuleContext): ReadonlySet<string> {
  return new Set([...rule.check(reachView(graph, context))].map(nameOf));
}

function nameOf({ subject, cause }: ReachDraft): string {
  return `${subject} ${cause}`;
}
