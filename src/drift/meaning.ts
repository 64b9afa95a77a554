/** How two policies differ, in the words of drift. */

import type { RequestToDecide } from "../authz/request-question.ts";
import type { PolicyComparison } from "../authz/symbolic/index.ts";
import type { DriftMeaning, DriftRequest } from "../model/index.ts";

export type Compared = {
  readonly meaning: DriftMeaning;
  readonly examples: { readonly gained: DriftRequest | null; readonly lost: DriftRequest | null };
  /** Of requests explicitly denied after and not before, and the other way around. */
  readonly denies: { readonly more: DriftRequest | null; readonly less: DriftRequest | null };
  readonly notes: readonly string[];
};

const noRequests = { examples: { gained: null, lost: null }, denies: { more: null, less: null } } as const;

export const sameMeaning: Compared = { meaning: "same", ...noRequests, notes: [] };

export function unclear(notes: readonly string[]): Compared {
  return { meaning: "unclear", ...noRequests, notes };
}

/** `a` of the comparison is before, `b` after. */
export function comparedAs(compared: PolicyComparison): Compared {
  const wider = !compared.bWithinA || !compared.denyAWithinB;
  const narrower = !compared.aWithinB || !compared.denyBWithinA;
  if (!wider && !narrower) return sameMeaning;
  return {
    meaning: compared.exact ? meaningOf(wider, narrower) : "unclear",
    examples: { gained: requestOf(compared.onlyInB), lost: requestOf(compared.onlyInA) },
    denies: { more: requestOf(compared.denyOnlyInB), less: requestOf(compared.denyOnlyInA) },
    notes: compared.exact
      ? []
      : compared.reasons.map(
          (reason) => `whether the meaning differs could not be decided as a whole: ${reason}`,
        ),
  };
}

export function meaningOf(wider: boolean, narrower: boolean): DriftMeaning {
  return wider ? (narrower ? "other" : "wider") : narrower ? "narrower" : "same";
}

function requestOf(request: RequestToDecide | null): DriftRequest | null {
  if (request === null) return null;
  const { principal, action, resource, context } = request;
  return { principal, action, resource, context };
}

/** Where the text means something else, and no answer about who can do what differs. */
export function nobodyKnown({ meaning }: Compared): string {
  const known = "nobody that is known gains or loses access by it";
  switch (meaning) {
    case "wider":
      return `the policy allows more than before, and ${known}`;
    case "narrower":
      return `the policy allows less than before, and ${known}`;
    case "other":
      return `the policy allows other requests than before, and ${known}`;
    case "same":
    case "unclear":
      return `whether the policy means the same could not be decided; ${known}`;
  }
}

/** Of requests that the policies deny explicitly, which no other policy can allow. */
export function denyNotes({ denies: { more, less } }: Compared): readonly string[] {
  const text = ({ principal, action, resource }: DriftRequest): string =>
    `${action} on ${resource.arn} by ${typeof principal === "string" ? principal : principal.federated}`;
  return [
    ...(more === null ? [] : [`explicitly denied now, and not before: for example ${text(more)}`]),
    ...(less === null ? [] : [`no longer explicitly denied: for example ${text(less)}`]),
  ];
}

/**
 * An example in the words of whom it is about: where the policy asks nothing of the resource, or of who calls, the algebra's example
 * takes some, and the real one does as well.
 */
export function exampleOf(
  request: DriftRequest | null,
  {
    role,
    principal,
  }: { readonly role?: { readonly arn: string; readonly account: string }; readonly principal?: string },
): DriftRequest | null {
  if (request === null) return null;
  const asks = (prefix: string): boolean =>
    Object.keys(request.context).some((key) => key.toLowerCase().startsWith(prefix));
  const isResource = role !== undefined && request.resource.arn === someRole && !asks("aws:resource");
  const isCaller = principal !== undefined && request.principal === somebody && !asks("aws:principal");
  return {
    ...request,
    ...(isResource ? { resource: role } : {}),
    ...(isCaller ? { principal } : {}),
  };
}

const someRole = "arn:aws:iam::111122223333:role/example";
const somebody = "arn:aws:iam::111122223333:user/example";
