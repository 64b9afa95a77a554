/**
 * An organization that is looked at for as long as it changes: after each changed trust policy its graph and its findings are what
 * they would be if all were looked at anew, and what came and what went is told.
 */
import { shareControlLibraries } from "../authz/index.ts";
import { findingDetail } from "../findings/finding-detail.ts";
import { type FindingList, type FindingSummary, findingList } from "../findings/finding-list.ts";
import type { Found } from "../findings/found.ts";
import { runReachRules, updateReachRules } from "../findings/run-reach-rules.ts";
import { type RuleRun, startRules } from "../findings/run-rules.ts";
import { buildAssumeGraph } from "../graph/index.ts";
import { prepareUpdates, type ReachGraph, withChangedTrust } from "../graph/reach/index.ts";
import { type EditFault, editedSnapshot, ok, type Result, type RoleIndex } from "../model/index.ts";
import { type Engine, engineOf } from "./engine.ts";

/** `text`: the policy's JSON as its owner writes it; one that can't be read counts as not known, as in any snapshot. */
export type ChangedTrust = { readonly role: RoleIndex; readonly text: string };

export type WatchedChange = {
  /** Findings that there are since the change. */
  readonly opened: readonly FindingSummary[];
  /** Findings that there were before it, and are no more. */
  readonly closed: readonly FindingSummary[];
  /** Why the graph was built anew, which takes its time; null where it was brought up to date. */
  readonly rebuilt: string | null;
};

export class OrganizationWatch {
  readonly #run: RuleRun;
  #engine: Engine;
  #graph: ReachGraph;
  #chains: readonly Found[];

  /** `graph`: of the engine's snapshot. Looks at everything once. */
  constructor(engine: Engine, graph: ReachGraph) {
    const { config, context, reader } = engine;
    this.#engine = engine;
    this.#graph = graph;
    this.#run = startRules(config.rules, context);
    buildAssumeGraph(reader, [this.#run.onTrust]);
    this.#run.finish();
    this.#chains = runReachRules(config.rules, graph, context);
    prepareUpdates(graph);
  }

  /** Of the organization as it is now. */
  get engine(): Engine {
    return this.#engine;
  }

  get graph(): ReachGraph {
    return this.#graph;
  }

  /** All findings that there are now, those about chains too. */
  findings(): FindingList {
    return listed([...this.#run.found(), ...this.#chains], this.#engine, this.#graph);
  }

  /** One change after the other, told together. Fails where there is no such role, and nothing is changed then. */
  changeTrust(changes: readonly ChangedTrust[]): Result<WatchedChange, EditFault> {
    const before = this.#engine;
    const edits = changes.map((one) => ({ kind: "trust-policy", ...one }) as const);
    const edited = editedSnapshot(before.snapshot, edits);
    if (!edited.ok) return edited;
    shareControlLibraries(before.snapshot, edited.value);
    const engine = engineOf(edited.value, before.config);
    const roles = [...new Set(changes.map(({ role }) => role))];
    const update = withChangedTrust(this.#graph, engine.reader, roles);
    const again = this.#run.afterTrust(engine.context, engine.reader, roles);
    const { graph, changed } = update;
    const known = { before: this.#graph, found: this.#chains, changed };
    const chains = updateReachRules(before.config.rules, graph, engine.context, known);
    const were = listed([...again.before, ...this.#chains], before, this.#graph);
    const are = listed([...again.after, ...chains], engine, graph);
    this.#engine = engine;
    this.#graph = graph;
    this.#chains = chains;
    return ok({ opened: without(are, were), closed: without(were, are), rebuilt: update.rebuilt });
  }
}

function listed(found: readonly Found[], engine: Engine, reach: ReachGraph): FindingList {
  const { context, reader, config, expansion } = engine;
  const scope = { context, reader, rules: config.rules, expansion, reach };
  return findingList(found, context, (one, summary, chainFixes) =>
    findingDetail(one, summary, scope, chainFixes),
  );
}

/** By their ids. */
function without(list: FindingList, other: FindingList): readonly FindingSummary[] {
  return list.summaries.filter(({ id }) => other.find(id) === null);
}
