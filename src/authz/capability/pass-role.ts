/** Whether a principal can pass some role to a service. */
import { glob, patternMatches } from "../../logic/index.ts";
import type { ActionGrant } from "../what-can/types.ts";
import type { ExampleSearch } from "./example-search.ts";
import type { GrantsByAction } from "./grants-by-action.ts";
import { passRole } from "./table-actions.ts";

/** A text: it may, and why nobody knows. */
export function passesRole(
  service: string,
  grants: GrantsByAction,
  examples: ExampleSearch,
): boolean | { readonly because: string } {
  const passing = grants.of(passRole).filter((grant) => !isForOthers(grant, service));
  if (passing.length === 0) return false;
  const facts = grants.factsOf(passRole);
  const isShown = passing.some(
    (grant) =>
      facts !== null && grant.certainty.kind === "proven" && examples.passesRole(facts, grant, service),
  );
  return isShown || { because: `whether it can pass a role to ${service} is not certain` };
}

/** A condition of the statement names other services. */
function isForOthers({ conditions }: ActionGrant, service: string): boolean {
  return conditions.some(
    ({ key, operator, values }) =>
      key.toLowerCase() === "iam:passedtoservice" &&
      /^(ForAnyValue:|ForAllValues:)?String(Equals|Like)(IfExists)?$/.test(operator) &&
      !values.some((value) => patternMatches(glob(value), service)),
  );
}
