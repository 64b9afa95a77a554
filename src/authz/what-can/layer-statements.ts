/** The statements of a principal's policies, each with what is known of the principal put in. */
import { glob, patternMatches } from "../../logic/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { ActionCatalogue, ActionFacts } from "../action-catalogue.ts";
import { fullName } from "../action-resources.ts";
import { decide } from "../conditions/decide.ts";
import { type Test, termOf, testOf, undocumented } from "../conditions/test.ts";
import type { Lookup } from "../conditions/values.ts";
import type { NamedPolicy } from "../request-question.ts";
import type { Guard } from "../types.ts";
import type { PrincipalLayers } from "./layers.ts";
import { type ResourceSet, resourceSet } from "./resource-set.ts";
import type { StatementPlace } from "./types.ts";

export type LayerStatement = {
  /** Its place among all statements of the principal. */
  readonly number: number;
  readonly place: StatementPlace;
  readonly statement: Statement;
  /** Which of the boundary and the control levels it belongs to: a place in `LayerStatements.limits`; null for identity. */
  readonly limit: number | null;
  readonly resources: ResourceSet;
  /** Conditions that some requests of the principal satisfy and others may not. */
  readonly conditions: Guard;
  /** Why it is not known what the statement does; sentences. */
  readonly doubts: readonly string[];
  readonly listed: ReadonlySet<ActionFacts>;
  /** Of an RCP: what it reaches. Null: everything. */
  readonly reach: Reach | null;
};

/** The services, by prefix, and the account whose resources an RCP is about (IAM-SEMANTICS 57, 59). */
export type Reach = { readonly services: ReadonlySet<string>; readonly account: string };

export type Limit = { readonly layer: "boundary" | "scp"; readonly target: string | null };

export type LayerStatements = {
  readonly all: readonly LayerStatement[];
  readonly limits: readonly Limit[];
};

export function layerStatements(layers: PrincipalLayers, catalogue: ActionCatalogue): LayerStatements {
  const all: LayerStatement[] = [];
  const limits: Limit[] = [];
  const add = (
    { name, document }: NamedPolicy,
    layer: "identity" | "boundary" | "scp" | "rcp",
    target: string | null,
    limit: number | null,
    reach: Reach | null = null,
  ): void => {
    for (const statement of document.statements) {
      // RCPFullAWSAccess is attached everywhere, so that RCPs only take away (IAM-SEMANTICS 56).
      if (layer === "rcp" && statement.effect === "Allow") continue;
      const made = layerStatement(statement, document, layers.lookup, catalogue);
      if (made === null) continue;
      const { sid, effect, index } = statement;
      const place = { layer, policy: name, statement: index, sid, effect };
      all.push({
        ...made,
        number: all.length,
        limit,
        reach,
        place: target === null ? place : { ...place, target },
      });
    }
  };
  for (const policy of layers.identity) add(policy, "identity", null, null);
  if (layers.boundary !== null) {
    limits.push({ layer: "boundary", target: null });
    add(layers.boundary, "boundary", null, 0);
  }
  for (const { target, policies } of layers.controls) {
    limits.push({ layer: "scp", target });
    for (const policy of policies) add(policy, "scp", target, limits.length - 1);
  }
  const reach = { services: catalogue.rcpServices, account: layers.account };
  for (const { target, policies } of layers.resourceControls) {
    for (const policy of policies) add(policy, "rcp", target, null, reach);
  }
  return { all, limits };
}

export function coversAction(
  { statement, listed, reach }: LayerStatement,
  action: ActionFacts | string,
): boolean {
  if (reach !== null && !isReached(reach, action)) return false;
  const matches =
    typeof action === "string"
      ? statement.action.patterns.some(({ text }) => matchesName(text.toLowerCase(), action.toLowerCase()))
      : listed.has(action);
  return matches !== statement.action.negated;
}

function matchesName(pattern: string, name: string): boolean {
  return pattern === name || pattern === "*" || (/[*?]/.test(pattern) && patternMatches(glob(pattern), name));
}

function isReached({ services }: Reach, action: ActionFacts | string): boolean {
  const name = (typeof action === "string" ? action : fullName(action)).toLowerCase();
  return services.has(name.slice(0, name.indexOf(":"))) && name !== "kms:retiregrant";
}

/** Policies that many principals have are asked about again and again. */
const listed = new WeakMap<ActionCatalogue, WeakMap<Statement, ReadonlySet<ActionFacts>>>();

function listedActions(statement: Statement, catalogue: ActionCatalogue): ReadonlySet<ActionFacts> {
  const known = listed.get(catalogue) ?? new WeakMap<Statement, ReadonlySet<ActionFacts>>();
  listed.set(catalogue, known);
  let found = known.get(statement);
  if (found === undefined) {
    found = new Set(statement.action.patterns.flatMap(({ text }) => catalogue.matching(text)));
    known.set(statement, found);
  }
  return found;
}

/** Null: it holds for no request of the principal. */
function layerStatement(
  statement: Statement,
  document: PolicyDocument,
  lookup: Lookup,
  catalogue: ActionCatalogue,
): Omit<LayerStatement, "number" | "place" | "limit" | "reach"> | null {
  const open: Test[] = [];
  const doubts: string[] = statement.exact ? [] : ["the statement is not well-formed"];
  for (const condition of statement.conditions) {
    if (condition.kind === "unknown") {
      doubts.push(`a condition is not understood: ${condition.reason}`);
      continue;
    }
    const test = testOf(condition, document.version);
    const gap = undocumented(test);
    if (gap !== null) doubts.push(gap);
    const outcome = decide(test, lookup(test.name), lookup);
    if (outcome === "false") return null;
    if (outcome !== "true") open.push(test);
  }
  const resources = resourceSet(statement, document.version === "2012-10-17", lookup);
  const hasAll = resources.items.some(({ pattern, doubt }) => pattern === null && doubt === null);
  if (resources.negated ? hasAll : resources.items.length === 0) return null;
  return {
    statement,
    resources,
    conditions: open.map((test) => termOf(test, test.facts.controlledBy)),
    doubts,
    listed: listedActions(statement, catalogue),
  };
}
