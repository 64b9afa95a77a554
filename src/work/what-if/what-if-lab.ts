/**
 * What would change if …, asked again and again of one organization: a changed trust policy, the loss of a statement that allows
 * something, and a step that is thought away are answered out of the graph at hand; for the other changes it is built anew. The
 * organization at hand stays as it is.
 */
import { GraphEdits, type ReachGraph, type StepAsked, withoutStep } from "../../graph/reach/index.ts";
import { err, ok, type Result } from "../../model/index.ts";
import { type Engine, engineOf } from "../engine.ts";
import type { NamedIn, NameFault } from "../named-in-snapshot.ts";
import { OrganizationWatch, type TriedChange } from "../organization-watch.ts";
import { chosenEnd, chosenStart } from "../reach-ends.ts";
import { type Change, type PlannedChanges, plannedChanges } from "./changes.ts";
import type { Show } from "./finding-changes.ts";
import { graphAfter } from "./graph-after.ts";
import { narrowingEdit } from "./policy-holders.ts";
import {
  type Asked,
  changedSnapshot,
  unlistedResource,
  type WhatIf,
  type WhatIfQuestion,
  whatIf,
} from "./what-if.ts";
import type { FindingChanges } from "./what-if-answer.ts";

/** `step-gone`: nobody takes this step any more, whatever policies say. */
export type LabChange = Change | ({ readonly kind: "step-gone" } & StepAsked);

export type LabQuestion = Omit<WhatIfQuestion, "from" | "to"> & {
  readonly changes: readonly LabChange[];
  readonly from: string;
  /** Null: whatever is come to. */
  readonly to: string | null;
};

export type LabAnswer = {
  readonly found: WhatIf;
  /** Null: they were not judged again, which the notes say. */
  readonly findings: FindingChanges | null;
};

export class WhatIfLab {
  readonly #engine: Engine;
  readonly #reach: ReachGraph;
  readonly #where: string;
  #watch: OrganizationWatch | null = null;
  #edits: GraphEdits | null = null;
  #tried: TriedChange | null = null;

  /** `reach`: of the engine's snapshot. `where`: what that is called in messages. */
  constructor(engine: Engine, reach: ReachGraph, where: string) {
    this.#engine = engine;
    this.#reach = reach;
    this.#where = where;
  }

  get #named(): NamedIn {
    return { snapshot: this.#engine.snapshot, where: this.#where };
  }

  /** The first changed trust policy takes longer: what every such change needs is worked out then. */
  ask(question: LabQuestion, show: Show): Result<LabAnswer, NameFault> {
    this.settle();
    const changes = question.changes.filter((one) => one.kind !== "step-gone");
    const steps = question.changes.filter((one) => one.kind === "step-gone");
    const planned = plannedChanges(changes, this.#named);
    if (!planned.ok) return planned;
    const ends = this.#ends(question);
    if (!ends.ok) return ends;
    const after = this.#after(changes, planned.value);
    if (!after.ok) return after;
    const without = withoutSteps(after.value.asked.graph, steps);
    if (!without.ok) return without;
    const { graph, told, notes } = without.value;
    const { mostHops, onlyProven, examples } = question;
    const found = whatIf(
      askedOf(this.#engine, this.#reach),
      { ...after.value.asked, graph },
      { ...planned.value, told: [...planned.value.told, ...told] },
      { ...ends.value, mostHops, onlyProven, examples },
    );
    const judged = steps.length > 0 ? null : after.value.tried;
    const isJudged = judged !== null || planned.value.edits.length === 0;
    return ok({
      found: { ...found, notes: [...found.notes, ...notes, ...(isJudged ? [] : [notJudged])] },
      findings: judged === null ? null : findingsOf(judged, show),
    });
  }

  /** Takes back what the last question tried: whoever has the time for it calls this before the next one does. */
  settle(): void {
    const tried = this.#tried;
    this.#tried = null;
    try {
      tried?.takeBack();
    } catch {
      // A bug: what is half taken back is thrown away, and the next question works from the organization at hand again.
      this.#watch = null;
    }
  }

  #ends({ from, to }: LabQuestion): Result<Pick<WhatIfQuestion, "from" | "to">, NameFault> {
    const start = chosenStart(from, this.#named);
    if (!start.ok) return start;
    if (to === null) return ok({ from: start.value, to: null });
    const end = chosenEnd(to, null, this.#named, start.value);
    if (!end.ok) return end;
    const unlisted = unlistedResource(end.value, this.#named);
    return unlisted === null ? ok({ from: start.value, to: end.value }) : err(unlisted);
  }

  #after(changes: readonly Change[], planned: PlannedChanges): Result<After, NameFault> {
    const { edits } = planned;
    const trusts = edits.filter((edit) => edit.kind === "trust-policy");
    if (edits.length === 0) return ok({ asked: askedOf(this.#engine, this.#reach), tried: null });
    if (trusts.length === edits.length) {
      const tried = this.#try(trusts);
      if (!tried.ok) return err(badEdit(tried.error));
      this.#tried = tried.value;
      return ok({ asked: askedOf(tried.value.engine, tried.value.graph), tried: tried.value });
    }
    const narrowed = this.#narrowed(changes, planned);
    if (narrowed !== null) return ok({ asked: narrowed, tried: null });
    const changed = changedSnapshot(this.#engine.snapshot, planned);
    if (!changed.ok) return changed;
    const engine = engineOf(changed.value, this.#engine.config);
    return ok({ asked: askedOf(engine, graphAfter(this.#reach, engine.reader, planned)), tried: null });
  }

  /** Where it fails in the middle, which is a bug, nothing of it stays. */
  #try(trusts: Parameters<OrganizationWatch["tryTrust"]>[0]): ReturnType<OrganizationWatch["tryTrust"]> {
    const watch = this.#watch ?? new OrganizationWatch(this.#engine, this.#reach);
    this.#watch = null;
    const tried = watch.tryTrust(trusts);
    this.#watch = watch;
    return tried;
  }

  /** Null: the change is none that takes permissions away in one policy. */
  #narrowed(changes: readonly Change[], { edits }: PlannedChanges): Asked | null {
    const [change, second] = changes;
    const [edit] = edits;
    if (change === undefined || edit === undefined || second !== undefined) return null;
    const narrowing = narrowingEdit(change, edit, this.#engine.snapshot);
    if (narrowing === null) return null;
    this.#edits ??= new GraphEdits(this.#reach);
    const update = this.#edits.after(narrowing);
    if (!update.ok) return null;
    const { graph } = update.value;
    return askedOf(engineOf(graph.snapshot, this.#engine.config), graph);
  }
}

type After = { readonly asked: Asked; readonly tried: TriedChange | null };

const notJudged = "findings are not judged again here: accesslens what-if --findings does that";

function askedOf({ snapshot, reader, expansion }: Engine, graph: ReachGraph): Asked {
  return { snapshot, reader, graph, scope: expansion };
}

function badEdit({ message }: { readonly message: string }): NameFault {
  return { kind: "usage", message, advice: "Name what the snapshot holds." };
}

function findingsOf({ opened, closed, whole }: TriedChange, show: Show): FindingChanges {
  const shown = (all: TriedChange["opened"]) => all.map((one) => show(one, () => whole(one)));
  return { opens: shown(opened), closes: shown(closed) };
}

type WithoutSteps = {
  readonly graph: ReachGraph;
  readonly told: readonly string[];
  readonly notes: readonly string[];
};

function withoutSteps(graph: ReachGraph, steps: readonly StepAsked[]): Result<WithoutSteps, NameFault> {
  const told: string[] = [];
  const notes: string[] = [];
  let left = graph;
  for (const step of steps) {
    const without = withoutStep(left, step);
    if (without === null) return err(noStep(step));
    left = without.graph;
    const how = step.technique === null ? "" : ` by ${step.technique}`;
    told.push(`without the step from ${step.from} to ${step.to}${how}`);
    if (without.ofAdministrators)
      notes.push(
        `${step.from} takes that step as its account's administrator: no administrator of it takes it any more`,
      );
  }
  if (steps.length > 0) notes.push("a step is thought away here: policies and findings stay as they are");
  return ok({ graph: left, told, notes });
}

function noStep({ from, to, technique }: StepAsked): NameFault {
  return {
    kind: "usage",
    message: `no step leads from ${from} to ${to}${technique === null ? "" : ` by ${technique}`}`,
    advice:
      "Name a hop of a way as it is told. The use of a resource is none: remove the statement that allows it.",
  };
}
