/** Statements and whole documents as regions of requests. */
import type { Region } from "../../logic/types.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { actionRegion } from "./action-regions.ts";
import { conditionsRegion } from "./condition-regions.ts";
import { principalRegion } from "./principal-regions.ts";
import type { Reading } from "./reading.ts";
import type { RequestSpace } from "./request-space.ts";
import { resourceRegion } from "./resource-regions.ts";

/**
 * Everything that a statement asks for but its actions. Of a statement that is not exact, the part that was understood,
 * and a fact that stands for the rest: nothing surely follows from it.
 */
export function restRegion(
  requests: RequestSpace,
  statement: Statement,
  version: PolicyDocument["version"],
  reading: Reading | null = null,
): Region {
  const { space } = requests;
  const { principal, resource, conditions, effect } = statement;
  const isUnclear = (list: readonly unknown[]): boolean => !statement.exact && list.length === 0;
  const parts: Region[] = [];
  if (principal !== null && requests.withPrincipal && !isUnclear(principal.entries)) {
    parts.push(principalRegion(requests, principal, effect, reading));
  }
  if (resource !== null && !isUnclear(resource.patterns)) {
    parts.push(resourceRegion(requests, resource, version));
  }
  parts.push(conditionsRegion(requests, conditions, version));
  if (!statement.exact)
    parts.push(requests.fact(`statement ${inexactText(statement)}`, inexactReason(statement)));
  return space.and(...parts);
}

function inexactReason({ index }: Statement): string {
  return `statement ${index + 1} has a part that AWS's grammar does not know`;
}

/** Two statements that are misread alike are taken to be alike. */
function inexactText(statement: Statement): string {
  const { principal, action, resource, conditions, effect } = statement;
  return JSON.stringify([effect, principal, action, resource, conditions], (key, value) =>
    key === "range" ? undefined : value,
  );
}

/** The requests that a statement matches. */
export function statementRegion(
  requests: RequestSpace,
  statement: Statement,
  version: PolicyDocument["version"],
  reading: Reading | null = null,
): Region {
  const { action, exact } = statement;
  const actions =
    !exact && action.patterns.length === 0 ? requests.space.everything : actionRegion(requests, action);
  return requests.space.and(actions, restRegion(requests, statement, version, reading));
}

export type DocumentRegions = {
  /** What its Allow statements match, denied or not. */
  readonly allow: Region;
  /** What its Deny statements match. */
  readonly deny: Region;
};

/** What a policy's statements allow, and what they explicitly deny: exact but for the space's facts. */
export function regionsOf(
  requests: RequestSpace,
  document: PolicyDocument,
  reading: Reading | null = null,
): DocumentRegions {
  const { space } = requests;
  const matching = (effect: Statement["effect"]): Region =>
    space.or(
      ...document.statements
        .filter((statement) => statement.effect === effect)
        .map((statement) => statementRegion(requests, statement, document.version, reading)),
    );
  return { allow: matching("Allow"), deny: matching("Deny") };
}
