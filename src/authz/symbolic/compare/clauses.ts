/**
 * Statements made ready to be compared: actions folded, and each other element with a key by which equal ones are known
 * without looking at what they mean. Equal keys mean equal requests; the converse is the algebra's business.
 */
import { isAccountId, splitArn } from "../../../model/index.ts";
import type {
  Condition,
  PolicyDocument,
  PrincipalElement,
  PrincipalEntry,
  ResourceElement,
  Statement,
} from "../../../policy/ast.ts";
import { operatorFacts } from "../../conditions/operators.ts";
import { keyFacts } from "../../keys.ts";
import { foldAction } from "../action-regions.ts";

/** One element of a statement. */
export type Part = {
  readonly key: string;
  /** It leaves out nothing. */
  readonly universal: boolean;
  /** Its alternatives, of which one suffices; null for Not… elements. */
  readonly alternatives: ReadonlySet<string> | null;
  /** Whether one of its alternatives is, or plainly is wider than, the given one. */
  readonly covers: (alternative: string) => boolean;
};

type ConditionPart = {
  readonly values: ReadonlySet<string>;
  /** With more values it holds for more requests, for fewer, or nobody knows. */
  readonly more: "wider" | "narrower" | "unknown";
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
  /** Its conditions, all of which must hold, by operator and key. */
  readonly conditions: ReadonlyMap<string, ConditionPart>;
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
const everything: Part = { key: "*", universal: true, alternatives: null, covers: () => true };

function clauseOf(statement: Statement, version: PolicyDocument["version"], withPrincipal: boolean): Clause {
  const { action, exact } = statement;
  const principal = withPrincipal ? principalPart(statement.principal) : everything;
  const resource = resourcePart(statement.resource, version);
  const conditions = new Map(statement.conditions.map((condition) => conditionPart(condition, version)));
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
    restKey: [principal.key, resource.key, ...conditionKeys(conditions), inexact].join(separator),
  };
}

function principalPart(element: PrincipalElement | null): Part {
  if (element === null) return everything;
  if (!element.negated && element.entries.some(({ value }) => value === "*")) return everything;
  const accounts = new Set<string>();
  for (const { type, value } of element.entries) {
    if (type !== "AWS") continue;
    // By itself an id means the account in the partition `aws` (IAM-SEMANTICS 12), as in the region of the principal.
    if (isAccountId(value)) accounts.add(`aws ${value}`);
    const parts = splitArn(value);
    if (parts?.service === "iam" && parts.resource === "root") {
      accounts.add(`${parts.partition} ${parts.account}`);
    }
  }
  return part(element.negated, element.entries.map(principalText), (text) => {
    const arn = text.startsWith("AWS arn:") ? splitArn(text.slice("AWS ".length)) : null;
    return (
      arn !== null &&
      /^(root$|(user|role|assumed-role|federated-user)\/)/.test(arn.resource) &&
      accounts.has(`${arn.partition} ${arn.account}`)
    );
  });
}

function principalText({ type, value }: PrincipalEntry): string {
  return `${type} ${value}`;
}

function resourcePart(element: ResourceElement | null, version: PolicyDocument["version"]): Part {
  if (element === null) return everything;
  if (!element.negated && element.patterns.some(({ text }) => text === "*")) return everything;
  // `arn:aws:s3:::bucket*` and its likes: their only wildcard, at the end of the sixth component, passes everything.
  const prefixes = element.patterns.flatMap(({ text }) => {
    const prefix = text.slice(0, -1);
    return text.endsWith("*") && !/[*?$]/.test(prefix) && /^([^:]*:){5}/.test(prefix) ? [prefix] : [];
  });
  return part(
    element.negated,
    element.patterns.map(({ text }) => marked(text, version)),
    (text) => prefixes.some((prefix) => text.startsWith(prefix)),
  );
}

/** A text with `${` means another thing in the version without variables. */
function marked(text: string, version: PolicyDocument["version"]): string {
  return text.includes("${") ? `${version} ${text}` : text;
}

function part(negated: boolean, texts: readonly string[], isWider: (text: string) => boolean): Part {
  const alternatives = new Set(texts);
  const key = `${negated ? "not" : "any"}${separator}${[...alternatives].sort().join(separator)}`;
  return {
    key,
    universal: false,
    alternatives: negated ? null : alternatives,
    covers: (text) => !negated && (alternatives.has(text) || isWider(text)),
  };
}

function conditionPart(condition: Condition, version: PolicyDocument["version"]): [string, ConditionPart] {
  if (condition.kind === "unknown") {
    return [["?", condition.text, condition.reason].join(separator), { values: new Set(), more: "unknown" }];
  }
  const { operator, quantifier, ifExists, key } = condition;
  const head = [quantifier ?? "", operator, ifExists ? "IfExists" : "", key.toLowerCase()].join(separator);
  const values = new Set(condition.values.map(({ text }) => marked(text, version)));
  // What an operator without a set quantifier makes of many values is not documented (IAM-SEMANTICS 48).
  const isUnknown = quantifier === null && operator !== "Null" && keyFacts(key).multiValued;
  return [
    head,
    { values, more: isUnknown ? "unknown" : operatorFacts[operator].negated ? "narrower" : "wider" },
  ];
}

function conditionKeys(conditions: ReadonlyMap<string, ConditionPart>): readonly string[] {
  if (conditions.size === 0) return [];
  return Array.from(conditions, ([head, { values }]) => [head, ...[...values].sort()].join(separator)).sort();
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
  for (const text of part.alternatives) if (!wider.covers(text)) return false;
  return true;
}

/** Every condition of the wider clause follows from one of the clause's. */
function conditionsWithin(clause: Clause, wider: Clause): boolean {
  if (wider.conditions.size > clause.conditions.size) return false;
  for (const [head, { values, more }] of wider.conditions) {
    const own = clause.conditions.get(head)?.values;
    if (own === undefined) return false;
    if (more !== "narrower" && !isSubset(own, values)) return false;
    if (more !== "wider" && !isSubset(values, own)) return false;
  }
  return true;
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
  const wider: { readonly principals: Part[]; readonly resources: Part[] } = {
    principals: [],
    resources: [],
  };
  for (const other of others) {
    if (!other.statement.exact || !conditionsWithin(clause, other)) continue;
    const samePrincipal = partWithin(clause.principal, other.principal);
    const sameResource = partWithin(clause.resource, other.resource);
    if (samePrincipal && sameResource) return null;
    if (samePrincipal) wider.resources.push(other.resource);
    if (sameResource) wider.principals.push(other.principal);
  }
  const { statement, version } = clause;
  const isIn = (parts: readonly Part[], text: string): boolean => parts.some(({ covers }) => covers(text));
  // One list is shortened at a time: what both lists have lost may stand in different others.
  if (clause.resource.alternatives !== null && wider.resources.length > 0 && statement.resource !== null) {
    const patterns = statement.resource.patterns.filter(
      ({ text }) => !isIn(wider.resources, marked(text, version)),
    );
    return patterns.length === 0 ? null : { ...statement, resource: { ...statement.resource, patterns } };
  }
  if (clause.principal.alternatives !== null && wider.principals.length > 0 && statement.principal !== null) {
    const entries = statement.principal.entries.filter(
      (entry) => !isIn(wider.principals, principalText(entry)),
    );
    return entries.length === 0 ? null : { ...statement, principal: { ...statement.principal, entries } };
  }
  return statement;
}
