/** The grants of an answer of `what-can`, by action. */
import type { ActionCatalogue, ActionFacts, ActionResource } from "../action-catalogue.ts";
import { fitsPattern, resourcePattern } from "../action-resources.ts";
import type { ActionGrant, WhatCan } from "../what-can/types.ts";

export class GrantsByAction {
  readonly #byAction: ReadonlyMap<string, readonly ActionGrant[]>;
  readonly #catalogue: ActionCatalogue;

  constructor({ actions, grants }: Pick<WhatCan, "actions" | "grants">, catalogue: ActionCatalogue) {
    this.#byAction = new Map(
      actions.map(({ action, grants: own }) => [action, own.flatMap((at) => grants[at] ?? [])]),
    );
    this.#catalogue = catalogue;
  }

  of(action: string): readonly ActionGrant[] {
    return this.#byAction.get(action) ?? [];
  }

  factsOf(action: string): ActionFacts | null {
    return this.#catalogue.action(action);
  }

  /** A sentence where a call needs several kinds of resources and no statement allows it on one of them. */
  unreached(action: string): readonly string[] {
    const facts = this.#catalogue.action(action);
    const needed = facts?.resources.filter(({ required }) => required) ?? [];
    if (facts === null || needed.length < 2) return [];
    const grants = this.of(action);
    const missing = needed.filter((kind) => !grants.some((grant) => reaches(grant, facts, kind)));
    const names = missing.map(({ type }) => type).join(", ");
    return missing.length === 0 ? [] : [`${action} works on ${names} too, on which no statement allows it`];
  }
}

function reaches({ negated, resources }: ActionGrant, facts: ActionFacts, kind: ActionResource): boolean {
  if (negated) return true;
  return resources.some((text) => {
    const pattern = /^\*+$/.test(text) ? null : resourcePattern(text);
    return pattern === null || fitsPattern({ ...facts, resources: [kind] }, pattern);
  });
}
