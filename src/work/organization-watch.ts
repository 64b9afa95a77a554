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
import type { Finding } from "../findings/types.ts";
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
  /** One of those findings as a whole. */
  whole(one: FindingSummary): Finding;
};

/** A change that is only thought of. */
export type TriedChange = WatchedChange & {
  readonly engine: Engine;
  readonly graph: ReachGraph;
  /** Has to be called before anything else is asked of the watch: the organization is what it was. */
  takeBack(): void;
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

  /** Those about chains alone. */
  chainFindings(): readonly FindingSummary[] {
    return listed(this.#chains, this.#engine, this.#graph).summaries;
  }

  /** One change after the other, told together. Fails where there is no such role, and nothing is changed then. */
  changeTrust(changes: readonly ChangedTrust[]): Result<WatchedChange, EditFault> {
    const before = this.#engine;
    const edits = changes.map((one) => ({ kind: "trust-policy", ...one }) as const);
    const edited = editedSnapshot(before.snapshot, edits);
    if (!edited.ok) return edited;
    shareControlLibraries(before.snapshot, edited.value);
    return ok(this.#become(engineOf(edited.value, before.config), rolesOf(changes)));
  }

  /** `engine`: of a snapshot that differs from the one before in the trust policies of `roles` alone, and numbers roles alike. */
  takeEngine(engine: Engine, roles: readonly RoleIndex[]): WatchedChange {
    shareControlLibraries(this.#engine.snapshot, engine.snapshot);
    return this.#become(engine, roles);
  }

  /** As {@link changeTrust}, of what can be taken back. */
  tryTrust(changes: readonly ChangedTrust[]): Result<TriedChange, EditFault> {
    const [engine, graph, chains] = [this.#engine, this.#graph, this.#chains];
    const changed = this.changeTrust(changes);
    if (!changed.ok) return changed;
    const takeBack = (): void => {
      if (changed.value.rebuilt === null) {
        this.#become(engine, rolesOf(changes));
        return;
      }
      // A graph that was built anew remembers nothing for the next change; the one before it is at hand.
      this.#run.afterTrust(engine.context, engine.reader, rolesOf(changes));
      this.#engine = engine;
      this.#graph = graph;
      this.#chains = chains;
    };
    return ok({ ...changed.value, engine: this.#engine, graph: this.#graph, takeBack });
  }

  /** `engine`: of a snapshot that differs in the trust policies of `roles` alone. */
  #become(engine: Engine, roles: readonly RoleIndex[]): WatchedChange {
    const before = this.#engine;
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
    return {
      opened: without(are, were),
      closed: without(were, are),
      rebuilt: update.rebuilt,
      whole: (one) => (are.find(one.id) === null ? were : are).detail(one, "advised"),
    };
  }
}

function rolesOf(changes: readonly ChangedTrust[]): readonly RoleIndex[] {
  return [...new Set(changes.map(({ role }) => role))];
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
