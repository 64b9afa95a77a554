/**
 * Whom a resource's policy lets in, with its settings, RCPs and the rest of its side of the call considered: action by
 * action, for the actions that are about the resource's data and those that the change itself is about.
 */
import { anonymousGuard, isExternalParty, lensOf } from "../authz/index.ts";
import type { CallTarget, Party, TrustGrant } from "../authz/types.ts";
import { type Who, whoCan } from "../graph/index.ts";
import { dataActions, objectsOf } from "../graph/reach/resources/data-access.ts";
import type { FoundResource } from "../graph/resources.ts";
import { partyId } from "../graph/who.ts";
import { grantsWithin } from "../graph/who-can.ts";
import { type AccessParty, type GuardChange, type Resource, splitArn } from "../model/index.ts";
import { partyText } from "./breadth.ts";
import { keyOf, partyDifference } from "./parties.ts";
import type { DriftSide } from "./side.ts";
import { listed } from "./words.ts";
import type { DriftWork } from "./work.ts";

export type ResourceOf = { readonly side: DriftSide; readonly account: number; readonly row: Resource };

export type ResourceParties = {
  readonly gained: readonly AccessParty[];
  readonly lost: readonly AccessParty[];
  readonly guards: readonly GuardChange[];
  readonly clauses: readonly string[];
  readonly notes: readonly string[];
};

/** Organizations up to this size are asked principal by principal, as "who can" answers. */
const mostAccountsExpanded = 50;
const mostActions = 24;
const mostObjects = 8;

/** `about`: actions that the change is about, as requests have them. Null: the resource is not there on that side. */
export function resourceParties(
  work: DriftWork,
  before: ResourceOf | null,
  after: ResourceOf | null,
  about: readonly string[],
): ResourceParties {
  const one = after ?? before;
  if (one === null) return { gained: [], lost: [], guards: [], clauses: [], notes: [] };
  const { arn } = one.row;
  const actions = [...new Set([...dataActions(arn), ...about])].slice(0, mostActions);
  const changes = new Changes();
  for (const action of actions) {
    const objects = new Set(
      [before, after].flatMap((side) => (side === null ? [] : objectsFor(side, action))),
    );
    for (const object of [...objects].slice(0, mostObjects)) {
      const { gained, lost, changed } = partyDifference(
        before === null ? [] : whoOf(before, action, object),
        after === null ? [] : whoOf(after, action, object),
      );
      for (const party of gained) changes.add(changes.gained, party, action);
      for (const party of lost) changes.add(changes.lost, party, action);
      for (const { before: was, after: is } of changed) changes.guard(work.guards.between(was, is));
    }
  }
  return changes.told(isExpanded(one.side));
}

class Changes {
  readonly gained = new Map<string, Changed>();
  readonly lost = new Map<string, Changed>();
  readonly #guards = new Map<string, GuardChange>();

  add(list: Map<string, Changed>, party: AccessParty, action: string): void {
    const known = list.get(keyOf(party));
    if (known === undefined) list.set(keyOf(party), { party, actions: new Set([action]) });
    else known.actions.add(action);
  }

  guard(changes: readonly GuardChange[]): void {
    for (const change of changes) this.#guards.set(JSON.stringify(change), change);
  }

  told(areExact: boolean): ResourceParties {
    const [gained, lost] = [[...this.gained.values()], [...this.lost.values()]];
    const guards = [...this.#guards.values()];
    const isOurs = [...gained, ...lost].some(({ party: { kind } }) => kind === "role" || kind === "user");
    return {
      gained: gained.map(({ party }) => party),
      lost: lost.map(({ party }) => party),
      guards,
      clauses: [...clausesOf(gained, "can", "now"), ...clausesOf(lost, "can no longer", "")],
      notes:
        areExact || !isOurs
          ? []
          : ["whether the own policies of roles and users that the policy names allow it was not asked"],
    };
  }
}

type Changed = { readonly party: AccessParty; readonly actions: Set<string> };

/** Those that can do the same are told together. */
function clausesOf(changed: readonly Changed[], can: string, when: string): readonly string[] {
  const byActions = new Map<string, AccessParty[]>();
  for (const { party, actions } of changed) {
    const text = listed([...actions]);
    byActions.set(text, [...(byActions.get(text) ?? []), party]);
  }
  return [...byActions].map(([actions, parties]) => {
    const verb = can === "can" && parties.every(({ proven }) => !proven) ? "may be able to do" : `${can} do`;
    return `${listed(parties.map(partyText))} ${verb} ${actions}${when === "" ? "" : ` ${when}`}`;
  });
}

function objectsFor({ side, account, row }: ResourceOf, action: string): readonly string[] {
  return objectsOf(side.snapshot, row.arn, action, foundOf({ side, account, row }));
}

function foundOf({ side, account, row }: ResourceOf): FoundResource {
  const id = side.snapshot.accounts[account]?.id;
  if (id === undefined) throw new RangeError(`there is no account ${account}`);
  return { account, id, row };
}

function isExpanded({ snapshot }: DriftSide): boolean {
  return snapshot.accounts.length <= mostAccountsExpanded;
}

function whoOf(one: ResourceOf, action: string, object: string): readonly Who[] {
  const { side } = one;
  if (isExpanded(side)) return whoCan(action, object, side.expansion)?.who ?? [];
  const found = foundOf(one);
  const target: CallTarget = { arn: object, account: found.id, tags: null };
  return grantsWithin(action, object, found, side.expansion).flatMap((grant) => [
    ...unsigned(side, grant, target, action),
    told(side, grant, found.id),
  ]);
}

function unsigned(
  { expansion }: DriftSide,
  grant: TrustGrant,
  target: CallTarget,
  action: string,
): readonly Who[] {
  const guard = anonymousGuard(grant, target, lensOf(action).service, expansion.organization);
  if (guard === null) return [];
  const proven = grant.certainty.kind === "proven";
  return [{ kind: "anonymous", id: "anonymous", external: true, proven, guard, via: "direct" }];
}

/** As the policy names it: whether its own policies allow the call is another question, where it is of another account of ours. */
function told(
  { expansion }: DriftSide,
  { party, guard, certainty }: TrustGrant,
  owner: FoundResource["id"],
): Who {
  const { organization } = expansion;
  const name = "account" in party ? expansion.nameOf(party.account) : null;
  const isAsked = isNamed(party) && organization.isOurs(party.account) && party.account !== owner;
  return {
    kind: party.kind,
    id: partyId(party),
    external: isExternalParty(party, owner, organization),
    proven: certainty.kind === "proven" && !isAsked,
    guard,
    via: "direct",
    ...(name === null ? {} : { name }),
  };
}

function isNamed(party: Party): party is Extract<Party, { readonly kind: "role" | "user" | "session" }> {
  return party.kind === "role" || party.kind === "user" || party.kind === "session";
}

/** Actions that texts name as they are, of the resource's service. */
export function namedActions(arn: string, texts: readonly (string | null)[]): readonly string[] {
  const service = splitArn(arn)?.service ?? "";
  const found = texts.flatMap((text) => text?.match(/(?<=")[a-z0-9-]+:[A-Za-z0-9]+(?=")/g) ?? []);
  return [...new Set(found)].filter((action) => action.toLowerCase().startsWith(`${service}:`));
}
