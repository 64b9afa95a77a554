/**
 * Every kind of exception over a trail's facts. In: facts, and a world that answers for the snapshot. Out: exceptions, one for each
 * kind, role and party, with evidence and the statement that let them in. Start reading at `catalogue.ts`.
 */
import type { StatementEvidence } from "../../authz/request-question.ts";
import type { ObservedUse } from "../../model/index.ts";
import { maskPolicyText } from "../../policy/index.ts";
import { type AuditedUse, type AuditWorld, trustStatements } from "./audit-kind.ts";
import { auditKinds } from "./catalogue.ts";
import type { AllowingEdge, AuditException, Remark } from "./exception.ts";

/** `evidence`: event ids kept of each; `kinds`: only these; null: all. */
export function auditTrail(
  world: AuditWorld,
  { evidence, kinds }: { readonly evidence: number; readonly kinds: readonly string[] | null },
): readonly AuditException[] {
  const byUse = new Map(world.uses.map((one) => [one.use, one]));
  return auditKinds
    .filter(({ id }) => kinds === null || kinds.includes(id))
    .flatMap((kind) => {
      const remarks = Map.groupBy(kind.find(world), ({ role, by, because }) =>
        JSON.stringify([role, by, because]),
      );
      return [...remarks.values()]
        .map((same) => exceptionOf(kind.id, same, evidence, (use) => edgeFor(byUse.get(use), world)))
        .toSorted((a, b) => b.count - a.count || compare(a, b));
    });
}

function compare(a: AuditException, b: AuditException): number {
  const [one, other] = [`${a.role} ${a.by}`, `${b.role} ${b.by}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function exceptionOf(
  kind: string,
  remarks: readonly Remark[],
  evidence: number,
  edgeOf: (use: ObservedUse) => AllowingEdge | null,
): AuditException {
  const sorted = remarks.toSorted((a, b) => a.use.first - b.use.first);
  const [first] = sorted;
  if (first === undefined) throw new Error("an exception is of some use");
  const { role, by, because } = first;
  return {
    ...{ kind, role, by, because },
    count: sorted.reduce((sum, { use }) => sum + use.count, 0),
    first: first.use.first,
    last: sorted.reduce((latest, { use }) => Math.max(latest, use.last), 0),
    eventIds: [...new Set(sorted.flatMap(({ use }) => use.eventIds))].slice(0, evidence),
    edge: sorted.reduce<AllowingEdge | null>(
      (found, { use, letInAs = use }) => found ?? edgeOf(letInAs),
      null,
    ),
  };
}

/** Of a refused call: nobody was let in. */
function edgeFor(one: AuditedUse | undefined, world: AuditWorld): AllowingEdge | null {
  if (one === undefined || !one.use.granted || one.role === null) return null;
  const replayed = world.replayed(one);
  if (replayed.kind !== "allowed" && replayed.kind !== "unknown") return null;
  const allow = trustStatements(replayed).find(({ effect }) => effect === "Allow");
  return allow === undefined ? null : edgeOf(allow, one.role.arn, world.trustOf(one.role)?.text ?? null);
}

function edgeOf(
  { statement, sid, lines }: StatementEvidence,
  role: string,
  text: string | null,
): AllowingEdge {
  // Masked as a whole: the lines of a lone statement begin with its member's name, and are no JSON by themselves.
  const shown = text === null ? null : maskPolicyText(text).split("\n");
  return {
    policy: `trust policy of ${role}`,
    statement: sid ?? statement,
    lines: [lines[0], lines[1]],
    text: shown === null ? null : shown.slice(lines[0] - 1, lines[1]).join("\n"),
  };
}
