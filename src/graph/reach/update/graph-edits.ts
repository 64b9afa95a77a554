/** What one graph becomes by one edit and another: each is judged for itself, of the same organization. */
import {
  type Arn,
  type EditFault,
  editedSnapshot,
  ok,
  type Result,
  type RoleIndex,
  type SnapshotEdit,
} from "../../../model/index.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { changeTrust } from "./change-trust.ts";
import { builtOf, narrowPolicy } from "./narrow-policy.ts";
import type { ReachUpdate } from "./update-reach.ts";

/** An edit of one policy. Of an identity policy it must give nobody more; `holders`: whom that policy concerns, by ARN. */
export type PolicyEdit = { readonly edit: SnapshotEdit; readonly holders: readonly Arn[] };

export class GraphEdits {
  readonly #graph: ReachGraph;
  /** With what is remembered for the next changed trust policy: the graph, or what it is after the last one. */
  #ready: ReachGraph;
  /** Whose trust policy reads otherwise in it; null: it is the graph itself. */
  #edited: RoleIndex | null = null;

  constructor(graph: ReachGraph) {
    this.#graph = graph;
    this.#ready = graph;
  }

  /** The graph that would be built after the edit. Nodes of principals, administrators and the organization keep their numbers. */
  after({ edit, holders }: PolicyEdit): Result<ReachUpdate, EditFault> {
    switch (edit.kind) {
      case "trust-policy":
        return this.#afterTrust(edit);
      case "inline-policy":
      case "managed-policy":
      case "detach-policy":
        return narrowPolicy(this.#graph, edit, holders);
      default: {
        const edited = editedSnapshot(this.#graph.snapshot, [edit]);
        if (!edited.ok) return edited;
        return ok({
          graph: builtOf(edited.value, this.#graph),
          rebuilt: `a ${edit.kind} is changed`,
          changed: null,
        });
      }
    }
  }

  #afterTrust({
    role,
    text,
  }: Extract<SnapshotEdit, { readonly kind: "trust-policy" }>): Result<ReachUpdate, EditFault> {
    if (this.#edited !== null && this.#edited !== role) this.#restore(this.#edited);
    const after = changeTrust(this.#ready, role, text);
    if (!after.ok) return after;
    // An update takes along what is remembered, and one that builds anew remembers nothing.
    const isUpdated = after.value.rebuilt === null;
    this.#ready = isUpdated ? after.value.graph : this.#graph;
    this.#edited = isUpdated ? role : null;
    return after;
  }

  #restore(role: RoleIndex): void {
    const { trustPolicy, account } = this.#graph.snapshot.roles.row(role);
    const text = trustPolicy === null ? null : this.#graph.snapshot.documents.text(trustPolicy, account);
    const back = text === null ? null : changeTrust(this.#ready, role, text);
    const isBack = back?.ok === true && back.value.rebuilt === null;
    this.#ready = isBack ? back.value.graph : this.#graph;
    this.#edited = null;
  }
}
