/** The SCPs over one account as far as they speak of one action, and which requests they treat alike. */
import type { IdentityStatement } from "../caller/identity-policy.ts";
import type { Test } from "../conditions/test.ts";
import { variableNames } from "../conditions/texts.ts";
import type { Scps } from "../controls/control-library.ts";
import { coverOf } from "../resource-cover.ts";
import { residualOf } from "../trust/residual.ts";
import type { Situation } from "../trust/situation.ts";
import type { Call } from "./call.ts";
import type { Subject } from "./subject.ts";

const numbers = new WeakMap<IdentityStatement, number>();
let next = 0;

/** Statements of SCPs are compiled once for all accounts, so that their numbers stand for them. */
function numberOf(statement: IdentityStatement): number {
  let number = numbers.get(statement);
  if (number === undefined) {
    number = next++;
    numbers.set(statement, number);
  }
  return number;
}

/** Gives each text a short one that stands for it: comparing those is what calls by the million spend their time with. */
export class ShortKeys {
  readonly #short = new Map<string, string>();

  of(text: string): string {
    let short = this.#short.get(text);
    if (short === undefined) {
      short = `#${this.#short.size}`;
      this.#short.set(text, short);
    }
    return short;
  }
}

/** The statements that speak of a target, by position, level by level; -1 ends a level. */
type Cover = { readonly positions: readonly number[]; readonly keys: WeakMap<Subject, string> };

export class ActionScps {
  readonly scps: Scps;
  /** Whether they limit nothing: every level allows the action as it stands, and none denies it. */
  readonly isOpen: boolean;
  readonly #keys: ShortKeys;
  readonly #levels: readonly (readonly IdentityStatement[])[];
  readonly #isWhole: boolean;
  /** Whether a statement asks for the resource, or for what a session has to be allowed besides. */
  readonly #asksForMore: boolean;

  /** `keys`: short names for what {@link keyOf} finds out, the same for all who are compared. */
  constructor(scps: Scps, keys: ShortKeys) {
    this.scps = scps;
    this.#keys = keys;
    const levels = scps.kind === "levels" ? scps.levels : [];
    this.#levels = levels.map(({ policies }) => policies.flatMap(({ policy }) => policy?.statements ?? []));
    this.#isWhole =
      scps.kind === "none" ||
      (scps.kind === "levels" &&
        levels.every(
          ({ policies }) => policies.length > 0 && policies.every(({ policy }) => policy !== null),
        ));
    this.isOpen = this.#isWhole && this.#levels.every(isOpenLevel);
    this.#asksForMore = this.#levels.flat().some((one) => readsResource(one) || asksForSession(one));
  }

  readonly #covers = new Map<string, Cover>();
  #lastCover: Cover = { positions: [], keys: new WeakMap() };
  #lastArn: string | null = null;
  /** What is left of each statement for a caller whose call brings nothing. */
  readonly #residuals = new WeakMap<Subject, readonly string[]>();

  /**
   * The same for calls of the action that the SCPs treat alike, where the caller's own side allows each. Null: that hangs
   * on more than can be told here. `situation`: of the caller, whatever the target.
   */
  keyOf(subject: Subject, { target, context }: Call, situation: () => Situation): string | null {
    if (!this.#isWhole || this.#asksForMore) return null;
    // Many callers of an account are asked about one target.
    if (this.#lastArn !== target.arn) {
      this.#lastCover = this.#coverOf(target.arn);
      this.#lastArn = target.arn;
    }
    const { positions, keys } = this.#lastCover;
    // What a call brings can make a statement speak of it that says nothing of the caller's other calls.
    if (context.length > 0) {
      const residuals = this.#residualsFor(subject, situation());
      return this.#shortKey(subject, positions, residuals) + JSON.stringify(context);
    }
    let key = keys.get(subject);
    if (key === undefined) {
      key = this.#shortKey(subject, positions, this.#residualsOf(subject, situation));
      keys.set(subject, key);
    }
    return key;
  }

  #shortKey({ party }: Subject, positions: readonly number[], residuals: readonly string[]): string {
    const parts = positions.map((position) => (position < 0 ? "/" : (residuals[position] ?? "")));
    return this.#keys.of(`${party.kind}${parts.join("")}`);
  }

  /** The same for callers of whom the SCPs say the same, whatever the target; null as for {@link keyOf}. */
  callerKey(subject: Subject, situation: () => Situation): string | null {
    if (!this.#isWhole || this.#asksForMore) return null;
    return this.#residualsOf(subject, situation).join("/");
  }

  #residualsOf(subject: Subject, situation: () => Situation): readonly string[] {
    let residuals = this.#residuals.get(subject);
    if (residuals === undefined) {
      residuals = this.#residualsFor(subject, situation());
      this.#residuals.set(subject, residuals);
    }
    return residuals;
  }

  #residualsFor(subject: Subject, situation: Situation): readonly string[] {
    return this.#levels.flat().map((statement) => residualText(statement, situation, subject));
  }

  #coverOf(arn: string): Cover {
    const found: number[] = [];
    let position = 0;
    for (const level of this.#levels) {
      for (const { resources: texts, resourcesNegated: negated } of level) {
        if (coverOf({ texts, negated, variables: false }, arn) === "yes") found.push(position);
        position++;
      }
      found.push(-1);
    }
    const name = found.join(" ");
    let cover = this.#covers.get(name);
    if (cover === undefined) {
      cover = { positions: found, keys: new WeakMap() };
      this.#covers.set(name, cover);
    }
    return cover;
  }
}

/** Empty for a statement that says nothing of the caller's requests. */
function residualText(statement: IdentityStatement, situation: Situation, subject: Subject): string {
  const residual = residualOf(statement.tests, situation);
  if (residual.kind === "failed") return "";
  const { tests } = residual;
  const open = tests.map((test) => statement.tests.indexOf(test)).join(",");
  const own = tests.some((test) => tellsApart(test, subject)) ? subject.name : "";
  return `${numberOf(statement)}:${open}${own} `;
}

/** Whether the test may tell the subject from others who stand as it does. */
function tellsApart(test: Test, { party, accountId }: Subject): boolean {
  if (!keysOf(test).some(followsFromCaller)) return false;
  // Of somebody of an account nothing is known but the account.
  return party.kind !== "account" || test.values.some((value) => mayNameAccount(value, accountId));
}

/** Whether a value is about the account in particular; false for what is about any, or about another one. */
export function mayNameAccount(value: string, account: string): boolean {
  // A star matches colons, too: behind one, the account may stand in any part.
  const named = /^arn:[^:*?]*:[^:*?]*:[^:*?]*:[^:]*:/.test(value) ? (value.split(":")[4] ?? "") : value;
  if (/^\d{12}$/.test(named)) return named === account;
  return value.includes("${") || value.includes(account) || /\d/.test(named);
}

/** Keys whose value follows from who calls; what follows from its being a role or a user stands in every key of its own. */
export function followsFromCaller(key: string): boolean {
  return /^aws:(principal|username|userid)/i.test(key);
}

function readsResource({ variables, tests }: IdentityStatement): boolean {
  return variables || tests.some((test) => keysOf(test).some((key) => key.includes("resource")));
}

function asksForSession({ tests }: IdentityStatement): boolean {
  return tests.some(({ facts }) => facts.needs !== null);
}

function keysOf({ name, values, variables }: Test): readonly string[] {
  return variables ? [name, ...values.flatMap(variableNames)] : [name];
}

function isOpenLevel(statements: readonly IdentityStatement[]): boolean {
  return (
    statements.every(({ effect }) => effect === "Allow") &&
    statements.some((one) => (one.actions & 1) !== 0 && isPlainStatement(one) && one.resources.includes("*"))
  );
}

export function isPlainStatement({ tests, doubts, resourcesNegated }: IdentityStatement): boolean {
  return tests.length === 0 && doubts.length === 0 && !resourcesNegated;
}
