/** The words that policies are made of, for whoever writes one. */
import { operatorFacts } from "../authz/conditions/operators.ts";
import { globalKeyNames } from "../authz/keys.ts";
import { statementElements } from "../policy/index.ts";
import { openActionCatalogue } from "./action-file.ts";

export type PolicyWords = {
  readonly elements: readonly string[];
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly services: readonly string[];
  readonly actions: readonly string[];
};

/** `service`: whose actions, and whose own condition keys, are told besides; null: none's. */
export function policyWords(service: string | null): PolicyWords {
  const catalogue = openActionCatalogue();
  const asked = service?.toLowerCase() ?? null;
  const isListed = asked !== null && catalogue.services.has(asked);
  const own = catalogue.conditionKeys.filter((key) => key.toLowerCase().startsWith(`${asked}:`));
  return {
    elements: statementElements,
    operators: Object.keys(operatorFacts),
    keys: [...new Set([...globalKeyNames, ...own])].toSorted(),
    services: [...catalogue.services].toSorted(),
    actions: isListed ? catalogue.matching(`${asked}:*`).map((one) => `${one.service}:${one.name}`) : [],
  };
}
