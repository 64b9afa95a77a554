/**
 * Statements made ready to be compared: actions folded, and each other element with a key by which equal ones are known
 * without looking at what they mean. Equal keys mean equal requests; the converse is the algebra's business.
 */
import type {
  Condition,
  PolicyDocument,
  PrincipalElement,
  ResourceElement,
  Statement,
} from "../../../policy/ast.ts";
import { foldAction } from "../action-regions.ts";

/** One element of a statement. */
export type Part = {
  readonly key: string;
  /** It leaves out nothing. */
  readonly universal: boolean;
  /** Its alternatives, of which one suffices; null for Not… elements. */
  readonly alternatives: ReadonlySet<string> | null;
};

export type Clause = {
  readonly statement: Statement;
  readonly version: PolicyDocument["version"];
  /** Folded, each once. */
  readonly actions: readonly string[];
  /** NotAction. */
  readonly negated: boolean;
  readonly principal: Part;
  readonly resource: Part;
  /** Keys of its conditions: all of them must hold. */
  readonly conditions: ReadonlySet<string>;
  /** Everything but the actions. */
  readonly restKey: string;
};

export type Clauses = { readonly allow: readonly Clause[]; readonly deny: readonly Clause[] };

export function clausesOf(document: PolicyDocument, withPrincipal: boolean): Clauses {
  const clauses = document.statements.map((statement) =>
    clauseOf(statement, document.version, withPrincipal),
  );
  return {
    allow: clauses.filter(({ statement }) => statement.effect === "Allow"),
    deny: clauses.filter(({ statement }) => statement.effect === "Deny"),
  };
}

const separator = "\u0000";
const everything: Part = { key: "*", universal: true, alternatives: null };

function clauseOf(statement: Statement, version: PolicyDocument["version"], withPrincipal: boolean): Clause {
  const { action, exact } = statement;
  const principal = withPrincipal ? principalPart(statement.principal) : everything;
  const resource = resourcePart(statement.resource, version);
  const conditions = new Set(statement.conditions.map((condition) => conditionKey(condition, version)));
  const unclear = !exact && action.patterns.length === 0;
  const inexact = exact
    ? ""
    : JSON.stringify(statement, (key, value) => (key === "range" ? undefined : value));
  return {
    statement,
    version,
    actions: unclear ? [] : [...new Set(action.patterns.map(({ text }) => foldAction(text)))],
    negated: unclear || action.negated,
    principal,
    resource,
    conditions,
    restKey: [principal.key, resource.key, ...[...conditions].sort(), inexact].join(separator),
  };
}

function principalPart(element: PrincipalElement | null): Part {
  if (element === null) return everything;
  if (!element.negated && element.entries.some(({ value }) => value === "*")) return everything;
  return part(
    element.negated,
    element.entries.map(({ type, value }) => `${type} ${value}`),
  );
}

function resourcePart(element: ResourceElement | null, version: PolicyDocument["version"]): Part {
  if (element === null) return everything;
  if (!element.negated && element.patterns.some(({ text }) => text === "*")) return everything;
  return part(
    element.negated,
    element.patterns.map(({ text }) => marked(text, version)),
  );
}

/** A text with `${` means another thing in the version without variables. */
function marked(text: string, version: PolicyDocument["version"]): string {
  return text.includes("${") ? `${version} ${text}` : text;
}

function part(negated: boolean, texts: readonly string[]): Part {
  const alternatives = new Set(texts);
  const key = `${negated ? "not" : "any"}${separator}${[...alternatives].sort().join(separator)}`;
  return { key, universal: false, alternatives: negated ? null : alternatives };
}

function conditionKey(condition: Condition, version: PolicyDocument["version"]): string {
  if (condition.kind === "unknown") return `?${separator}${condition.text}${separator}${condition.reason}`;
  const { operator, quantifier, ifExists, key } = condition;
  const values = condition.values.map(({ text }) => marked(text, version));
  return [quantifier ?? "", operator, ifExists ? "IfExists" : "", key.toLowerCase(), ...values.sort()].join(
    separator,
  );
}

/** Every request that fits the clause but for its action fits `wider` too, as far as keys can tell. */
export function restWithin(clause: Clause, wider: Clause): boolean {
  return (
    wider.statement.exact &&
    partWithin(clause.principal, wider.principal) &&
    partWithin(clause.resource, wider.resource) &&
    conditionsWithin(clause, wider)
  );
}

function partWithin(part: Part, wider: Part): boolean {
  if (wider.universal || part.key === wider.key) return true;
  if (part.alternatives === null || wider.alternatives === null) return false;
  return isSubset(part.alternatives, wider.alternatives);
}

function conditionsWithin(clause: Clause, wider: Clause): boolean {
  return isSubset(wider.conditions, clause.conditions);
}

function isSubset(some: ReadonlySet<string>, of: ReadonlySet<string>): boolean {
  if (some.size > of.size) return false;
  for (const each of some) if (!of.has(each)) return false;
  return true;
}

/**
 * The clause's statement without the principals or resources that one of the others has too, all else being as wide there;
 * null where nothing is left.
 */
export function trimmed(clause: Clause, others: readonly Clause[]): Statement | null {
  const gone = { principal: new Set<string>(), resource: new Set<string>() };
  for (const other of others) {
    if (!other.statement.exact || !conditionsWithin(clause, other)) continue;
    const samePrincipal = partWithin(clause.principal, other.principal);
    const sameResource = partWithin(clause.resource, other.resource);
    if (samePrincipal && sameResource) return null;
    if (samePrincipal) for (const text of other.resource.alternatives ?? []) gone.resource.add(text);
    if (sameResource) for (const text of other.principal.alternatives ?? []) gone.principal.add(text);
  }
  const { statement, version } = clause;
  // One list is shortened at a time: what both lists have lost may stand in different others.
  if (clause.resource.alternatives !== null && gone.resource.size > 0 && statement.resource !== null) {
    const patterns = statement.resource.patterns.filter(
      ({ text }) => !gone.resource.has(marked(text, version)),
    );
    return patterns.length === 0 ? null : { ...statement, resource: { ...statement.resource, patterns } };
  }
  if (clause.principal.alternatives !== null && gone.principal.size > 0 && statement.principal !== null) {
    const entries = statement.principal.entries.filter(
      ({ type, value }) => !gone.principal.has(`${type} ${value}`),
    );
    return entries.length === 0 ? null : { ...statement, principal: { ...statement.principal, entries } };
  }
  return statement;
}
