/** What the caller's own account still needs, and what of it would still be in the way. */
import type { AccountId, Snapshot } from "../../../model/index.ts";
import type { GrantDeclaration, JsonValue } from "../../../provision/index.ts";
import { isHeld } from "../../../provision/index.ts";
import { askSimulate } from "../../simulate/index.ts";

export type CallersSide = {
  /** Whether its own policies have to allow it, too: always from another account. */
  readonly isNeeded: boolean;
  /** Statements for an identity policy of the principal. */
  readonly statements: readonly JsonValue[];
  /** One sentence each; empty: nothing is known to be. */
  readonly stillBlocked: readonly string[];
  /** What could not be told, one sentence each. */
  readonly notKnown: readonly string[];
};

export const layerNames: Readonly<Record<string, string>> = {
  rcp: "a resource control policy",
  scp: "a service control policy",
  resource: "the resource's policy",
  identity: "the principal's own policies, which do not allow it",
  boundary: "the principal's permissions boundary",
  session: "a session policy",
  endpoint: "a VPC endpoint's policy",
};

/** `after`: with the grant in it; null: no snapshot is there to ask. */
export function callersSide(
  declaration: GrantDeclaration,
  statements: readonly JsonValue[],
  owner: AccountId,
  after: Snapshot | null,
): CallersSide {
  const { principal, resource, actions } = declaration;
  // Of the same account, who is named needs no more; a whole account has to pass it on.
  const isNeeded = principal.account !== owner || principal.kind === "account";
  const side = { isNeeded, statements };
  if (after === null || principal.kind === "account" || principal.kind === "organization") {
    const why = after === null ? "No snapshot has both accounts" : "It is nobody in particular";
    const notKnown = `${why}: whether a control policy or a boundary is in the way is not known.`;
    return { ...side, stillBlocked: [], notKnown: [notKnown] };
  }
  if (!isHeld(after, principal.text)) {
    const unknown = `The snapshot has no ${principal.text}: whether something of its account is in the way is not known.`;
    return { ...side, stillBlocked: [], notKnown: [unknown] };
  }
  const notKnown: string[] = [];
  const stillBlocked = actions
    .filter((action) => !/[*?]/.test(action))
    .flatMap((action) => {
      const asked = askSimulate(after, {
        request: {
          principal: principal.text,
          action,
          resource: { arn: exampleOf(declaration, action), account: owner },
          context: {},
        },
      });
      if (!asked.ok) {
        notKnown.push(`${action}: ${asked.error.message}.`);
        return [];
      }
      const { decision, blockedBy, because, unknowns } = asked.value.decision;
      if (decision === "Allowed") return [];
      if (decision === "Unknown") {
        notKnown.push(`${action}: not known for want of ${unknowns.join(", ")}.`);
        return [];
      }
      return blockedBy.map((layer) => {
        const names = because.filter((one) => one.layer === layer).map(({ policy }) => policy);
        const named = names.length === 0 ? "" : ` (${[...new Set(names)].join(", ")})`;
        return `${action} is still blocked by ${layerNames[layer] ?? layer}${named}.`;
      });
    });
  return { ...side, stillBlocked: [...new Set(stillBlocked)], notKnown };

  function exampleOf({ prefix }: GrantDeclaration, action: string): string {
    if (resource.kind === "bucket" && /object/i.test(action)) return `${resource.arn}/${prefix}example`;
    if (resource.kind === "access-point" && /object/i.test(action))
      return `${resource.arn}/object/${prefix}example`;
    return resource.arn;
  }
}
