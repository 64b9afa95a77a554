/** One case: actions that the same statements are about. Each Allow statement's share, or what stops it. */
import { isAccountId, splitArn } from "../../model/index.ts";
import type { ActionFacts } from "../action-catalogue.ts";
import type { LayerStatement, Limit } from "./layer-statements.ts";
import {
  applicable,
  type Relation,
  type ResourceItem,
  type ResourceSet,
  relationTo,
} from "./resource-set.ts";
import type { ActionGrant, ActionLimit, StatementPlace, StatementScope, StoppedActions } from "./types.ts";

export type CaseAnswer = {
  readonly grants: readonly ActionGrant[];
  /** With no actions: they are the case's. Empty where there are grants. */
  readonly stopped: readonly StoppedActions[];
  /** Allow statements whose resources the actions do not work on. */
  readonly withoutResource: readonly StatementPlace[];
};

export function decideCase(
  involved: readonly LayerStatement[],
  limits: readonly Limit[],
  facts: ActionFacts | null,
  unknowns: readonly string[],
): CaseAnswer {
  // What names other kinds of resources than the actions work on says nothing about them.
  const able = involved.flatMap((one) => {
    const resources = applicable(one.resources, facts);
    return resources.items.length === 0 && !resources.negated ? [] : [{ ...one, resources }];
  });
  const denies = able.filter(({ place }) => place.effect === "Deny");
  const allows = able.filter(({ place }) => place.effect === "Allow");
  const grants: ActionGrant[] = [];
  const stopped: StoppedActions[] = [];
  const withoutResource: StatementPlace[] = [];
  const isOwn = ({ place, limit }: LayerStatement): boolean => place.effect === "Allow" && limit === null;
  for (const { number, place } of involved.filter(isOwn)) {
    const allow = allows.find((one) => one.number === number);
    if (allow === undefined) {
      withoutResource.push(place);
      continue;
    }
    const share = shareOf(allow, { allows, denies, limits, facts, unknowns });
    if ("by" in share) stopped.push(share);
    else grants.push(share);
  }
  return { grants, stopped: grants.length > 0 ? [] : stopped, withoutResource };
}

type Case = {
  readonly allows: readonly LayerStatement[];
  readonly denies: readonly LayerStatement[];
  readonly limits: readonly Limit[];
  readonly facts: ActionFacts | null;
  readonly unknowns: readonly string[];
};

const everything: ResourceItem = { text: "*", pattern: null, doubt: null };

function shareOf(allow: LayerStatement, question: Case): ActionGrant | StoppedActions {
  const { facts, denies, unknowns } = question;
  const own = allow.resources;
  const doubts = [...unknowns, ...doubtsOf(allow)];
  // NotResource is everything with a hole, and the hole is told with it.
  let items = own.negated ? [everything] : own.items;
  const deniedBy = new Set<LayerStatement>();
  items = items.filter((item) => {
    const by = denies.find((deny) => isSure(deny) && relationOf(deny, item, facts) === "covers");
    if (by !== undefined) deniedBy.add(by);
    return by === undefined;
  });
  if (items.length === 0) {
    return { by: "deny", target: null, actions: [], statements: [...deniedBy].map(({ place }) => place) };
  }
  const met: ActionLimit[] = [];
  for (const [number, { layer, target }] of question.limits.entries()) {
    const layerAllows = question.allows.filter(({ limit }) => limit === number);
    items = items.filter((item) =>
      layerAllows.some(({ resources }) => relationTo(resources, item, facts) !== "disjoint"),
    );
    if (items.length === 0) return { by: layer, target, actions: [], statements: [] };
    const covers = ({ resources }: LayerStatement): boolean =>
      items.every((item) => relationTo(resources, item, facts) === "covers");
    if (layerAllows.some((one) => isSure(one) && covers(one))) continue;
    const alternatives = layerAllows.filter(({ resources }) =>
      items.some((item) => relationTo(resources, item, facts) !== "disjoint"),
    );
    for (const one of alternatives) doubts.push(...doubtsOf(one), ...itemDoubts(one.resources));
    met.push({ layer, target, anyOf: alternatives.map((one) => scopeOf(one, one.resources)) });
  }
  const except = denies.filter((deny) => items.some((item) => relationOf(deny, item, facts) !== "disjoint"));
  for (const deny of except) doubts.push(...doubtsOf(deny), ...itemDoubts(deny.resources));
  doubts.push(...itemDoubts(own.negated ? own : { negated: false, items }));
  const reasons = [...new Set(doubts)];
  return {
    ...scopeOf(allow, own.negated ? own : { negated: false, items }),
    certainty: reasons.length === 0 ? { kind: "proven" } : { kind: "may", reasons },
    limits: met,
    except: except.map((deny) => scopeOf(deny, deny.resources)),
  };
}

/** An RCP says nothing of another account's resources. */
function relationOf(
  { resources, reach }: LayerStatement,
  item: ResourceItem,
  facts: ActionFacts | null,
): Relation {
  const owner = splitArn(item.text)?.account ?? "";
  if (reach !== null && isAccountId(owner) && owner !== reach.account) return "disjoint";
  return relationTo(resources, item, facts);
}

/** It holds for every request in its resources, and there is no doubt about it. */
function isSure({ conditions, doubts }: LayerStatement): boolean {
  return conditions.length === 0 && doubts.length === 0;
}

function doubtsOf({ doubts, place }: LayerStatement): readonly string[] {
  return doubts.map((doubt) => `statement ${place.statement + 1} of ${place.policy}: ${doubt}`);
}

/** Resources with variables whose values are not known. */
function itemDoubts({ items }: ResourceSet): readonly string[] {
  return items.flatMap(({ doubt, text }) => (doubt === null ? [] : `the resource ${text}: ${doubt}`));
}

function scopeOf({ place, conditions }: LayerStatement, { negated, items }: ResourceSet): StatementScope {
  return { statement: place, resources: items.map(({ text }) => text), negated, conditions };
}
