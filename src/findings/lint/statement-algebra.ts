/**
 * What lint asks of statements: can one match at all, and is one swallowed by others. Answers are sound: `true` is certain,
 * and what can't be decided is null. Another comparison of policies can stand in for this one: `LintOptions.algebra`.
 */
import { regionMaker, regionOf } from "../../authz/conditions/regions.ts";
import { holdsWhenAbsent, type Test, testOf, undocumented } from "../../authz/conditions/test.ts";
import { type Matcher, matcherOf } from "../../authz/conditions/texts.ts";
import { open } from "../../authz/conditions/values.ts";
import {
  type Answer,
  createSpace,
  glob,
  type Pattern,
  patternMatches,
  patternsOverlap,
  type Region,
  type Space,
} from "../../logic/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";

export interface StatementAlgebra {
  /** No request matches the statement, whoever makes it. */
  matchesNothing(statement: number): boolean | null;
  /** Every request that the statement matches is matched by one of the others. */
  isCovered(statement: number, others: readonly number[]): boolean | null;
}

/** No condition key can be named so. */
const action = " action";
const resource = " resource";

const limits = { maxNodes: 10_000, maxStates: 2000, maxSteps: 5000 };

export function statementAlgebra(document: PolicyDocument): StatementAlgebra {
  const regions = new StatementRegions(document);
  return {
    matchesNothing(index) {
      const statement = document.statements[index];
      if (statement?.exact !== true) return null;
      // Lists are possible by themselves but for variables without a value, and nothing ties them to a key.
      const { action: actions, resource: resources, conditions } = statement;
      if (resources?.negated === false && !regions.hasResource(statement)) return true;
      if (actions.negated && isTrue(regions.space.isEmpty(regions.ofActions(statement)))) return true;
      if (resources?.negated === true && isTrue(regions.space.isEmpty(regions.ofResources(statement)))) {
        return true;
      }
      return conditions.length === 0 ? false : decided(regions.space.isEmpty(regions.ofConditions(index)));
    },
    isCovered(index, others) {
      const statement = document.statements[index];
      if (statement?.exact !== true) return null;
      const candidates = others.flatMap((other) => {
        const candidate = document.statements[other];
        return candidate?.exact === true &&
          coversPrincipals(candidate, statement) &&
          regions.shareAction(candidate, statement)
          ? [candidate]
          : [];
      });
      // One request that none of them is about settles most cases, for a fraction of the price.
      if (candidates.length === 0 || isApart(statement, candidates, document.version)) return false;
      const region = regions.of(index);
      const covering = candidates.flatMap((candidate) => regions.of(candidate.index) ?? []);
      return region === null ? null : decided(regions.space.isWithin(region, regions.space.or(...covering)));
    },
  };
}

/**
 * Whether the conditions hold for a request without any key; null where that is not documented.
 */
function passesWithoutKeys({ conditions }: Statement, version: string): boolean | null {
  const tests = conditions.flatMap((one) => (one.kind === "test" ? [testOf(one, version)] : []));
  if (tests.some((test) => undocumented(test) !== null)) return null;
  return tests.every(holdsWhenAbsent);
}

/**
 * Whether a request for one of the statement's own actions and resources is outside of all others, whatever its keys. Only
 * certain where some request matches the statement at all.
 */
function isApart(statement: Statement, others: readonly Statement[], version: string): boolean {
  const { action: actions, resource: resources } = statement;
  if (actions.negated || resources === null || resources.negated) return false;
  const sample = (text: string): string => text.replaceAll("*", "").replaceAll("?", "z");
  const names = actions.patterns.map(({ text }) => sample(text).toLowerCase());
  const arns = resources.patterns.flatMap(({ text }) =>
    text.startsWith("arn:") && !text.includes("$") ? sample(text) : [],
  );
  // A sample of `*` is covered by everything alone.
  if (resources.patterns.some(({ text }) => text === "*")) arns.unshift("*");
  const [name] = names;
  const [arn] = arns;
  if (name === undefined || arn === undefined) return false;
  // Where the request may come without keys, only those count that take it without.
  const candidates =
    passesWithoutKeys(statement, version) === true
      ? others.filter((other) => passesWithoutKeys(other, version) !== false)
      : others;
  const isOutside = (one: string, place: string): boolean =>
    !candidates.some((candidate) => coversSample(candidate, one, place));
  return (
    names.slice(0, mostSamples).some((one) => isOutside(one, arn)) ||
    arns.slice(0, mostSamples).some((place) => isOutside(name, place))
  );
}

const mostSamples = 20;

/** Wildcards are read at their widest: the component of an ARN in which they stand does not hold them in. */
function coversSample(wide: Statement, name: string, arn: string): boolean {
  const covers = (element: Statement["action"] | null, text: string, lower: boolean): boolean =>
    element === null ||
    element.negated ||
    element.patterns.some(
      (one) =>
        one.text.includes("$") || patternMatches(glob(lower ? one.text.toLowerCase() : one.text), text),
    );
  return covers(wide.action, name, true) && covers(wide.resource, arn, false);
}

function isTrue(answer: Answer<boolean>): boolean {
  return answer.kind === "exact" && answer.value;
}

function decided(answer: Answer<boolean>): boolean | null {
  return answer.kind === "exact" ? answer.value : null;
}

class StatementRegions {
  readonly space: Space = createSpace(limits);
  readonly #document: PolicyDocument;
  readonly #made = new Map<number, Region | null>();
  readonly #patterns = new Map<number, readonly Pattern[]>();
  readonly #tests: readonly (readonly Test[])[];
  readonly #maker;

  constructor(document: PolicyDocument) {
    this.#document = document;
    this.#tests = document.statements.map(({ conditions }) =>
      conditions.flatMap((test) => (test.kind === "test" ? [testOf(test, document.version)] : [])),
    );
    this.space.dimension({ name: action, kind: "text", presence: "always" });
    this.space.dimension({ name: resource, kind: "text", presence: "always" });
    this.#maker = regionMaker(this.space, this.#tests.flat(), () => open);
  }

  /** Null for a statement that the grammar does not fully understand. */
  of(index: number): Region | null {
    let region = this.#made.get(index);
    if (region === undefined) {
      const statement = this.#document.statements[index];
      region = statement?.exact === true ? this.#make(statement) : null;
      this.#made.set(index, region);
    }
    return region;
  }

  /** Whether the two may speak of the same action: what does not cannot help to cover the other. */
  shareAction(a: Statement, b: Statement): boolean {
    if (a.action.negated || b.action.negated) return true;
    const others = this.#actionPatterns(b);
    return this.#actionPatterns(a).some((one) => others.some((other) => patternsOverlap(one, other)));
  }

  #actionPatterns({ index, action: { patterns } }: Statement): readonly Pattern[] {
    let compiled = this.#patterns.get(index);
    if (compiled === undefined) {
      compiled = patterns.map(({ text }) => glob(text.toLowerCase()));
      this.#patterns.set(index, compiled);
    }
    return compiled;
  }

  /** Whether some pattern of the Resource element can match. */
  hasResource({ resource: element }: Statement): boolean {
    return element?.patterns.some(({ text }) => text === "*" || this.#matcher(text).kind !== "never") ?? true;
  }

  ofConditions(index: number): Region {
    return this.space.and(...(this.#tests[index] ?? []).map((test) => regionOf(this.#maker, test)));
  }

  #make(statement: Statement): Region {
    return this.space.and(
      this.ofActions(statement),
      this.ofResources(statement),
      this.ofConditions(statement.index),
    );
  }

  ofActions({ action: { negated, patterns } }: Statement): Region {
    const { space } = this;
    const named = space.or(...patterns.map(({ text }) => space.matches(action, glob(text.toLowerCase()))));
    return negated ? space.not(named) : named;
  }

  /** Matched segment by segment; a lone `*` is also the resource of actions that have none (IAM-SEMANTICS 51, 53). */
  ofResources({ resource: element }: Statement): Region {
    const { space } = this;
    if (element === null) return space.everything;
    const named = space.or(
      ...element.patterns.map(({ text }) => {
        if (text === "*") return space.everything;
        const matcher = this.#matcher(text);
        if (matcher.kind === "never") return space.nothing;
        return matcher.kind === "opaque"
          ? space.opaque(`resource ${text}`)
          : space.matches(resource, matcher.pattern);
      }),
    );
    return element.negated ? space.not(named) : named;
  }

  #matcher(text: string): Matcher {
    const variables = this.#document.version === "2012-10-17";
    return matcherOf(text, { wildcards: true, ignoreCase: false, arn: true, variables }, () => open);
  }
}

/** Whether `wide` surely speaks of everybody of whom `narrow` speaks; told by the texts alone. */
function coversPrincipals(wide: Statement, narrow: Statement): boolean {
  const a = wide.principal;
  const b = narrow.principal;
  if (a === null || b === null) return a === null && b === null;
  const names = new Set(a.entries.map(nameOf));
  if (a.negated)
    return b.negated && a.entries.every((entry) => b.entries.map(nameOf).includes(nameOf(entry)));
  if (names.has("*")) return true;
  return !b.negated && b.entries.every((entry) => names.has(nameOf(entry)));
}

/** An account's id and its root's ARN are the same principal (IAM-SEMANTICS 12), but for ARNs of other partitions (4). */
function nameOf({ type, value }: { readonly type: string; readonly value: string }): string {
  if (type === "*" || (type === "AWS" && value === "*")) return "*";
  const account = type === "AWS" ? /^arn:aws:iam::(\d{12}):root$/.exec(value)?.[1] : undefined;
  return `${type} ${account ?? value}`;
}
