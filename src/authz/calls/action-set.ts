/** A numbered list of actions, and which of them an Action element covers: one bit each. */
import type { ActionElement } from "../../policy/ast.ts";
import { patternCoversAction } from "../actions.ts";

/** Bit `n` stands for the action of that number. */
export type ActionMask = bigint;

const sessionActions = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

/** Patterns come from policies, so a hostile one could fill the memo without end. */
const mostRemembered = 20_000;

export class ActionSet {
  readonly names: readonly string[];
  readonly #exact: ReadonlyMap<string, number>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #lower: readonly string[];
  readonly #byPattern = new Map<string, ActionMask>();

  /** Without regard to case; each once. */
  constructor(actions: Iterable<string>) {
    const all = ["sts:AssumeRole", ...sessionActions, ...actions];
    this.names = [...new Map(all.map((name) => [name.toLowerCase(), name])).values()];
    this.#exact = new Map(this.names.map((name, number) => [name, number]));
    this.#lower = this.names.map((name) => name.toLowerCase());
    this.#numbers = new Map(this.#lower.map((name, number) => [name, number]));
  }

  get all(): ActionMask {
    return (1n << BigInt(this.names.length)) - 1n;
  }

  /** Throws for an action that is not of the set: who asks decides what is in it. */
  numberOf(action: string): number {
    // Asked by the million, mostly as the set spells it.
    const number = this.#exact.get(action) ?? this.#numbers.get(action.toLowerCase());
    if (number === undefined) throw new RangeError(`${action} is not among the actions asked about`);
    return number;
  }

  maskOf(actions: Iterable<string>): ActionMask {
    let mask = 0n;
    for (const action of actions) mask |= 1n << BigInt(this.numberOf(action));
    return mask;
  }

  /** The action of that number; of sts:AssumeRole, with those that sessions with tags or identities need (IAM-SEMANTICS 30). */
  maskWithSession(action: number): ActionMask {
    const own = 1n << BigInt(action);
    return this.names[action] === "sts:AssumeRole" ? own | this.maskOf(sessionActions) : own;
  }

  maskOfElement({ patterns, negated }: ActionElement): ActionMask {
    let mask = 0n;
    for (const { text } of patterns) mask |= this.#maskOfPattern(text);
    return negated ? this.all & ~mask : mask;
  }

  #maskOfPattern(text: string): ActionMask {
    const known = this.#byPattern.get(text);
    if (known !== undefined) return known;
    let mask = 0n;
    if (!/[*?]/.test(text)) {
      const number = this.#numbers.get(text.toLowerCase());
      if (number !== undefined) mask = 1n << BigInt(number);
    } else {
      const pattern = text.toLowerCase();
      this.#lower.forEach((name, number) => {
        if (patternCoversAction(pattern, name)) mask |= 1n << BigInt(number);
      });
    }
    if (this.#byPattern.size < mostRemembered) this.#byPattern.set(text, mask);
    return mask;
  }
}
