/** By which statements somebody is an administrator: those that allow everything, or else all that together do. */
import type { Subject } from "../../authz/calls/index.ts";
import { parsePolicy, type Statement } from "../../policy/index.ts";
import type { Evidence } from "../evidence.ts";
import { callerEvidence } from "./policy-places.ts";
import type { ReachGraph } from "./reach-graph.ts";
import { subjectAt } from "./subject-at.ts";

/**
 * `node`: one from which a renaming leads to its account's administrator. Empty where no policy of its own says so: who was
 * given every permission is administrator by the edit that a technique made.
 */
export function whyAdministrator(graph: ReachGraph, node: number): readonly Evidence[] {
  const found = graph.nodes.at(node);
  const subject = subjectAt(graph, node, graph.engine);
  if (subject === null || subject.hasEverything || !("principal" in found)) return [];
  const allows = subject.identity.flatMap((policy) => allowsOf(graph, policy));
  const whole = allows.filter(({ statement }) => allowsEverything(statement));
  return callerEvidence(
    graph.snapshot,
    found.principal,
    (whole.length > 0 ? whole : allows).map(({ policy, statement }) => ({
      layer: "identity",
      policy,
      statement: statement.index,
      effect: "Allow",
    })),
  );
}

type Allow = { readonly policy: string; readonly statement: Statement };

function allowsOf(
  { snapshot }: ReachGraph,
  { name, document }: Subject["identity"][number],
): readonly Allow[] {
  if (document === null) return [];
  const parsed = parsePolicy(snapshot.documents.template(document), { kind: "identity" });
  if (!parsed.ok) return [];
  return parsed.value.statements
    .filter(({ effect }) => effect === "Allow")
    .map((statement) => ({ policy: name, statement }));
}

function allowsEverything({ action, resource, conditions }: Statement): boolean {
  return (
    conditions.length === 0 &&
    !action.negated &&
    action.patterns.some(({ text }) => /^\*(:\*)?$/.test(text)) &&
    resource !== null &&
    !resource.negated &&
    resource.patterns.some(({ text }) => text === "*")
  );
}
