/** How the conditions changed under which somebody has an access who had it before: exactly, by what the conditions mean. */
import { comparePolicies } from "../authz/symbolic/index.ts";
import type { Guard, GuardTerm } from "../authz/types.ts";
import type { AccessParty, GuardChange } from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";
import { type Alternative, guardText, type PartyAccess } from "./parties.ts";

/** Ways in past this number are not paired. */
const mostAlternatives = 12;

export class GuardChanges {
  readonly #compared = new Map<string, Breadth>();
  readonly #parsed = new Map<string, PolicyDocument | null>();

  /** Of one party that has the access on both sides. */
  between(
    { party, alternatives: before }: PartyAccess,
    { alternatives: after }: PartyAccess,
  ): readonly GuardChange[] {
    const [was, is] = [distinct(before), distinct(after)];
    const changes = [...this.#ofConditions(party, was, is), ...ofCertainty(party, was, is)];
    return [...new Map(changes.map((one) => [JSON.stringify(one), one])).values()];
  }

  #ofConditions(
    party: AccessParty,
    before: readonly Alternative[],
    after: readonly Alternative[],
  ): GuardChange[] {
    const texts = (all: readonly Alternative[]): Set<string> =>
      new Set(all.map(({ guard }) => guardText(guard)));
    const [had, has] = [texts(before), texts(after)];
    const gone = before.filter(({ guard }) => !has.has(guardText(guard))).slice(0, mostAlternatives);
    const come = after.filter(({ guard }) => !had.has(guardText(guard))).slice(0, mostAlternatives);
    // A new way in weakens nothing where one as wide was there already; a lost one hardens nothing where one as wide is left.
    const opened = come.filter(({ guard }) => !before.some((old) => this.#isWithin(guard, old.guard)));
    const closed = gone.filter(({ guard }) => !after.some((now) => this.#isWithin(guard, now.guard)));
    const left = new Set(closed);
    const changes = opened.flatMap((now) => {
      const old = nearest(now.guard, left.size > 0 ? [...left] : before);
      if (old === null) return [];
      left.delete(old);
      return this.#terms(party, old.guard, now.guard);
    });
    const hardened = [...left].flatMap((old) => {
      const now = nearest(old.guard, after);
      return now === null ? [] : this.#terms(party, old.guard, now.guard);
    });
    return [...changes, ...hardened];
  }

  #terms({ id: who }: AccessParty, before: Guard, after: Guard): readonly GuardChange[] {
    const keys = new Map([...before, ...after].map(({ key }) => [key.toLowerCase(), key]));
    return [...keys].flatMap(([lower, key]): GuardChange[] => {
      const [old, now] = [before, after].map((guard) =>
        guard.filter((term) => term.key.toLowerCase() === lower),
      );
      if (old === undefined || now === undefined || guardText(old) === guardText(now)) return [];
      const told = { who, key, before: old.map(termText), after: now.map(termText) };
      if (now.length === 0) return [{ change: dropped(lower), weaker: true, ...told }];
      if (old.length === 0) return [{ change: "condition-added", weaker: false, ...told }];
      const { wider, narrower } = this.#breadth(old, now);
      if (!wider && !narrower) return [];
      if (wider && narrower) return [{ change: "condition-changed", weaker: true, ...told }];
      return [
        wider
          ? { change: "condition-widened", weaker: true, ...told }
          : { change: "condition-narrowed", weaker: false, ...told },
      ];
    });
  }

  #isWithin(inner: Guard, outer: Guard): boolean {
    return outer.length === 0 || !this.#breadth(outer, inner).wider;
  }

  /** Whether the second holds for requests for which the first does not, and the other way around. */
  #breadth(before: Guard, after: Guard): Breadth {
    const key = `${guardText(before)} ${guardText(after)}`;
    let known = this.#compared.get(key);
    if (known === undefined) {
      const [a, b] = [this.#policy(before), this.#policy(after)];
      if (a === null || b === null) known = { wider: true, narrower: true };
      else {
        const { aWithinB, bWithinA } = comparePolicies(a, b, "identity");
        known = { wider: !bWithinA, narrower: !aWithinB };
      }
      this.#compared.set(key, known);
    }
    return known;
  }

  /** Everything, under the guard; null where its terms can't stand in one statement, or are none of a policy's. */
  #policy(guard: Guard): PolicyDocument | null {
    const text = policyText(guard);
    if (text === null) return null;
    let policy = this.#parsed.get(text);
    if (policy === undefined) {
      const parsed = parsePolicy(text, { kind: "identity" });
      const isWhole = parsed.ok && parsed.value.statements.every(({ exact }) => exact);
      policy = isWhole ? parsed.value : null;
      this.#parsed.set(text, policy);
    }
    return policy;
  }
}

type Breadth = { readonly wider: boolean; readonly narrower: boolean };

/** Null: it asks the same of one key twice, which one statement can't. */
function policyText(guard: Guard): string | null {
  const isLiteral = guard.some(({ literal }) => literal === true);
  if (
    isLiteral &&
    guard.some(({ literal, values }) => literal !== true && values.some((one) => one.includes("${")))
  )
    return null;
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of guard) {
    if (conditions[operator]?.[key] !== undefined) return null;
    conditions[operator] = { ...conditions[operator], [key]: values };
  }
  return JSON.stringify({
    Version: isLiteral ? "2008-10-17" : "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition: conditions }],
  });
}

function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  const byGuard = new Map<string, Alternative>();
  for (const one of alternatives) {
    const key = guardText(one.guard);
    const known = byGuard.get(key);
    byGuard.set(key, { guard: one.guard, proven: one.proven || (known?.proven ?? false) });
  }
  return [...byGuard.values()];
}

/** Of those who come in under the same conditions as before. */
function ofCertainty(
  { id: who }: AccessParty,
  before: readonly Alternative[],
  after: readonly Alternative[],
): readonly GuardChange[] {
  const [was, is] = [before, after].map((all) => all.some(({ proven }) => proven));
  if (was === is) return [];
  return [
    is === true
      ? { change: "proven-now", weaker: true, who, key: null, before: ["may"], after: ["proven"] }
      : { change: "unproven-now", weaker: false, who, key: null, before: ["proven"], after: ["may"] },
  ];
}

/** The alternative that shares most with the guard. */
function nearest(guard: Guard, alternatives: readonly Alternative[]): Alternative | null {
  let best: Alternative | null = null;
  let most = Number.NEGATIVE_INFINITY;
  const terms = new Set(guard.map((term) => guardText([term])));
  const keys = new Set(guard.map(({ key }) => key.toLowerCase()));
  for (const one of alternatives) {
    let shared = 0;
    for (const term of one.guard) {
      shared += terms.has(guardText([term])) ? 3 : keys.has(term.key.toLowerCase()) ? 2 : -1;
    }
    if (shared > most) [best, most] = [one, shared];
  }
  return best;
}

/** `key`: in lower case. */
function dropped(key: string): GuardChange["change"] {
  switch (key) {
    case "sts:externalid":
      return "external-id-dropped";
    case "aws:principalorgid":
    case "aws:principalorgpaths":
    case "aws:sourceorgid":
    case "aws:sourceorgpaths":
    case "aws:resourceorgid":
    case "aws:resourceorgpaths":
      return "organization-dropped";
    case "aws:multifactorauthpresent":
    case "aws:multifactorauthage":
      return "mfa-dropped";
    default:
      return "condition-dropped";
  }
}

/** As a person would read it. */
function termText({ key, operator, values }: Pick<GuardTerm, "key" | "operator" | "values">): string {
  return `${key} ${operator} ${values.join(", ")}`;
}
