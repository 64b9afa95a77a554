/** What SCPs take away, piece by piece, and which pieces are about a statement at all. */
import { glob, patternsOverlap } from "../../logic/index.ts";
import type { PolicyDocument, ResourceElement, Statement } from "../../policy/ast.ts";
import { isPlainlyEverything } from "../capability/at-a-glance.ts";
import { policyOf } from "../everything.ts";

export type Versioned = { readonly statement: Statement; readonly version: PolicyDocument["version"] };

/** One thing that takes away: a Deny statement, or a level that does not allow everything. */
export type ControlLimit =
  | ({ readonly kind: "deny"; readonly policy: number } & Versioned)
  | {
      readonly kind: "level";
      readonly policies: readonly number[];
      readonly allows: readonly ({ readonly policy: number } & Versioned)[];
    };

/** An SCP with its place in the caller's list. */
export type NumberedPolicy = { readonly policy: number; readonly document: PolicyDocument };

export function statementsOf(limit: ControlLimit): readonly Versioned[] {
  return limit.kind === "deny" ? [limit] : limit.allows;
}

export function deniesOf({
  policy,
  document: { statements, version },
}: NumberedPolicy): readonly ControlLimit[] {
  return statements.flatMap((statement) =>
    statement.effect === "Deny" ? [{ kind: "deny", policy, statement, version }] : [],
  );
}

/** Empty for a level that allows everything. */
export function levelOf(policies: readonly NumberedPolicy[]): readonly ControlLimit[] {
  const allows = policies.flatMap(({ policy, document: { statements, version } }) =>
    statements.flatMap((statement) => (statement.effect === "Allow" ? [{ policy, statement, version }] : [])),
  );
  return allows.some(({ statement }) => isPlainlyEverything([policyOf([statement])]))
    ? []
    : [{ kind: "level", policies: policies.map(({ policy }) => policy), allows }];
}

/** A limit that takes away at least as much, and does not ask for the resource. */
export function takingMore(limit: ControlLimit): ControlLimit {
  if (limit.kind === "deny") return { ...limit, statement: { ...limit.statement, resource: anyResource } };
  const allows = limit.allows.filter(
    ({ statement: { resource } }) =>
      resource?.negated === false && resource.patterns.some(({ text }) => text === "*"),
  );
  return { ...limit, allows };
}

const anyResource: ResourceElement = {
  negated: false,
  patterns: [{ text: "*", range: { start: 0, end: 0 } }],
};

const actionOverlaps = new WeakMap<Statement, Map<string, boolean>>();

/** False: no request for the action (or of the pattern) on these resources is one that the limit speaks of. `resource`: null for any. */
export function isAbout(limit: ControlLimit, action: string, resource: ResourceElement | null): boolean {
  if (limit.kind === "level") return true;
  const { statement } = limit;
  if (!statement.action.negated && statement.action.patterns.length > 0 && !namesAction(statement, action))
    return false;
  return overlaps(statement.resource, resource);
}

function namesAction(statement: Statement, action: string): boolean {
  const known = actionOverlaps.get(statement) ?? new Map<string, boolean>();
  actionOverlaps.set(statement, known);
  let names = known.get(action);
  if (names === undefined) {
    const wanted = glob(action, true);
    names = statement.action.patterns.some(({ text }) => patternsOverlap(glob(text, true), wanted));
    known.set(action, names);
  }
  return names;
}

/** Wildcards reach across an ARN's parts here, so that more overlaps than does. */
function overlaps(a: ResourceElement | null, b: ResourceElement | null): boolean {
  if (a === null || b === null || a.negated || b.negated || a.patterns.length === 0) return true;
  const isAny = ({ text }: { readonly text: string }): boolean => text === "*" || text.includes("${");
  if (a.patterns.some(isAny) || b.patterns.some(isAny)) return true;
  return a.patterns.some((one) =>
    b.patterns.some((other) => patternsOverlap(glob(one.text), glob(other.text))),
  );
}
