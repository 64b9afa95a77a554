/** What is left of the Allow statements of policies whose holders are under the same SCPs; each distinct one is asked once. */

import { allowOfAll } from "../../authz/everything.ts";
import type { ControlLimit, Versioned } from "../../authz/symbolic/control-limits.ts";
import { type Left, UnderControls } from "../../authz/symbolic/under-controls.ts";
import type { DocumentIndex } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/index.ts";
import type { AccountScps } from "./account-scps.ts";
import { actionsOfList, everyActionList } from "./action-lists.ts";

/** A statement of which SCPs leave nothing, to some who have it or to all. */
export type Suspect = { readonly key: string; readonly grant: Versioned; readonly left: Left };

export class Territory {
  readonly scps: AccountScps;
  /** By document, where its own account makes no difference. */
  readonly suspects = new Map<DocumentIndex, readonly Suspect[]>();
  readonly #controls: UnderControls;
  readonly #lists = new Map<string, boolean>();
  readonly #left = new Map<string, Left>();
  readonly #closedBy: readonly ControlLimit[] | null;

  constructor(scps: AccountScps, organizationId: string) {
    this.scps = scps;
    this.#controls = new UnderControls(scps.levels, scps.policies, organizationId);
    const everything: Versioned = { statement: allowOfAll("*"), version: "2012-10-17" };
    const isClosed = this.#controls.left(everything).kind === "none";
    this.#closedBy = isClosed ? this.#leastKillers("*", everything, null) : null;
  }

  /** Whether nothing is taken from anybody. */
  get isOpen(): boolean {
    return this.#controls.limits.length === 0;
  }

  /** Whether the text shows that something is left of every statement, whoever has them. */
  isAliveAtAGlance(text: string): boolean {
    if (this.#closedBy !== null) return false;
    return everyActionList(text, (list) => this.#isListAlive(list)) === true;
  }

  /** The Allow statements of which nothing is left to somebody who may have them. */
  suspectsOf({ statements, version }: PolicyDocument): readonly Suspect[] {
    return statements.flatMap((statement): readonly Suspect[] => {
      if (statement.effect === "Deny") return [];
      const { action, resource, conditions } = statement;
      const leaves = ({ text }: { readonly text: string }): boolean =>
        this.#controls.surelyLeaves(text, resource, conditions, version);
      if (this.#closedBy === null && !action.negated && action.patterns.some(leaves)) return [];
      const grant: Versioned = { statement, version };
      const key = JSON.stringify([version, action, resource, conditions], (name, value) =>
        name === "range" ? undefined : value,
      );
      const left = this.#closedBy === null ? this.#leftOf(key, grant, null) : { kind: "none" as const };
      return left.kind === "all" || !this.#allowsSomething(key, grant) ? [] : [{ key, grant, left }];
    });
  }

  /** The fewest limits that leave nothing of it, as far as leaving out one after the other tells. `arn`: of whoever has it. */
  killersOf({ key, grant, left }: Suspect, arn: string): readonly ControlLimit[] {
    return this.#closedBy ?? this.#leastKillers(key, grant, left.kind === "some" ? arn : null);
  }

  #isListAlive(list: string): boolean {
    let alive = this.#lists.get(list);
    if (alive === undefined) {
      alive = actionsOfList(list).some((action) =>
        this.#controls.surelyLeaves(action, null, [], "2012-10-17"),
      );
      this.#lists.set(list, alive);
    }
    return alive;
  }

  #leastKillers(key: string, grant: Versioned, arn: string | null): readonly ControlLimit[] {
    const kills = (limits: readonly ControlLimit[]): boolean => {
      const left = this.#leftOf(key, grant, limits);
      return left.kind === "none" || (left.kind === "some" && arn !== null && !left.of(arn));
    };
    const { limits } = this.#controls;
    const alone = limits.find((limit) => kills([limit]));
    if (alone !== undefined) return [alone];
    return limits.reduce<readonly ControlLimit[]>((rest, limit) => {
      const without = rest.filter((one) => one !== limit);
      return kills(without) ? without : rest;
    }, limits);
  }

  #allowsSomething(key: string, grant: Versioned): boolean {
    const { action, resource, conditions, exact } = grant.statement;
    if (exact && conditions.length === 0 && !action.negated && resource?.negated === false) return true;
    return this.#leftOf(key, grant, []).kind !== "none";
  }

  /** `limits`: null for all. */
  #leftOf(key: string, grant: Versioned, limits: readonly ControlLimit[] | null): Left {
    const all = this.#controls.limits;
    const whole = `${limits?.map((limit) => all.indexOf(limit)).join(" ") ?? "all"} ${key}`;
    let left = this.#left.get(whole);
    if (left === undefined) {
      left = this.#controls.left(grant, limits ?? all);
      this.#left.set(whole, left);
    }
    return left;
  }
}
