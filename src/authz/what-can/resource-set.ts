/**
 * The resources of a statement as a set, and how two such sets lie to each other. Answers are sound in one direction: what
 * is not certain is told as overlapping.
 */
import { type Pattern, patternsOverlap, patternWithin } from "../../logic/index.ts";
import type { Statement } from "../../policy/ast.ts";
import type { ActionFacts } from "../action-catalogue.ts";
import { fitsPattern } from "../action-resources.ts";
import { matcherOf } from "../conditions/texts.ts";
import type { Lookup } from "../conditions/values.ts";

export type ResourceItem = {
  /** As the policy writes it. */
  readonly text: string;
  /** Null: everything, the resource of actions that have none included. */
  readonly pattern: Pattern | null;
  /** Why it is not known what it matches; null where it is. */
  readonly doubt: string | null;
};

export type ResourceSet = {
  /** NotResource. */
  readonly negated: boolean;
  readonly items: readonly ResourceItem[];
};

/** With the principal's known values put in for variables; what can match nothing is left out (IAM-SEMANTICS 51, 53). */
export function resourceSet(statement: Statement, variables: boolean, lookup: Lookup): ResourceSet {
  const { resource } = statement;
  if (resource === null) return { negated: false, items: [{ text: "*", pattern: null, doubt: null }] };
  const items = resource.patterns.flatMap(({ text }) => resourceItem(text, variables, lookup) ?? []);
  return { negated: resource.negated, items };
}

/** Null: nothing matches. */
function resourceItem(text: string, variables: boolean, lookup: Lookup): ResourceItem | null {
  if (/^\*+$/.test(text)) return { text, pattern: null, doubt: null };
  const mode = { wildcards: true, ignoreCase: false, arn: true, variables };
  const matcher = matcherOf(text, mode, lookup);
  switch (matcher.kind) {
    case "never":
      return null;
    case "pattern":
      return { text, pattern: matcher.pattern, doubt: null };
    case "opaque": {
      // Wherever its variables lead, it stays within this.
      const wide = matcherOf(text.replaceAll(/\$\{[^}]*\}/g, "*"), { ...mode, variables: false }, lookup);
      return { text, pattern: wide.kind === "pattern" ? wide.pattern : null, doubt: matcher.reason };
    }
  }
}

/** The items that a request for the action can be about; all of them where nothing is known of the action. */
export function applicable(set: ResourceSet, facts: ActionFacts | null): ResourceSet {
  if (facts === null || set.negated) return set;
  return {
    negated: false,
    items: set.items.filter(({ pattern }) => pattern === null || fitsPattern(facts, pattern)),
  };
}

export type Relation = "covers" | "overlaps" | "disjoint";

/** How the set lies to one item of an Allow, in requests for the action. */
export function relationTo(set: ResourceSet, item: ResourceItem, facts: ActionFacts | null): Relation {
  if (facts?.resources.length === 0) {
    // The request is about `*` itself, which no ARN matches.
    const holdsStar = set.items.some(({ pattern, doubt }) => pattern === null && doubt === null);
    return holdsStar === set.negated ? "disjoint" : "covers";
  }
  const relation = unionRelation(set.items, item);
  if (!set.negated) return relation;
  return relation === "covers" ? "disjoint" : relation === "disjoint" ? "covers" : "overlaps";
}

function unionRelation(items: readonly ResourceItem[], item: ResourceItem): Relation {
  let overlaps = false;
  for (const other of items) {
    const relation = itemRelation(other, item);
    if (relation === "covers") return "covers";
    if (relation === "overlaps") overlaps = true;
  }
  return overlaps ? "overlaps" : "disjoint";
}

function itemRelation(wide: ResourceItem, item: ResourceItem): Relation {
  if (wide.pattern === null) return wide.doubt === null ? "covers" : "overlaps";
  if (item.pattern === null) return "overlaps";
  if (!patternsOverlap(wide.pattern, item.pattern)) return "disjoint";
  if (wide.doubt !== null) return "overlaps";
  const within = patternWithin(item.pattern, wide.pattern);
  return within.kind === "exact" && within.value ? "covers" : "overlaps";
}
