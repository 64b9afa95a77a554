/** Who can do this, and what can this principal do: a decision's region with one side known. */
import type { Answer, Cube } from "../../../logic/types.ts";
import { foldAction } from "../action-regions.ts";
import { principalDimension } from "../principal-texts.ts";
import { actionDimension, resourceDimension } from "../request-space.ts";
import {
  type AllowedRequests,
  allowedRequests,
  type DecisionQuestion,
  maybe,
  surely,
} from "./allowed-requests.ts";
import type { RequestSet } from "./request-sets.ts";

/** Disjoint conjunctions over the dimension that is asked for; `capped` where there are too many to tell. */
export type Told = {
  /** Allowed whatever the facts are, for some context. */
  readonly surely: Answer<readonly Cube[]>;
  /** Allowed for some facts and some context; with those who surely are. */
  readonly maybe: Answer<readonly Cube[]>;
  /** The whole answer, contexts included. */
  readonly requests: AllowedRequests;
};

const mostCubes = 2_000;

/** The callers who can do the action on the resource, as patterns of the dimension of callers. */
export function whoCan(question: DecisionQuestion, action: string, resource: string): Told {
  const decided = allowedRequests(question);
  const narrowed = (set: RequestSet): RequestSet => {
    const { space } = set.requests;
    const onAction = space.given(set.region, actionDimension, { kind: "text", text: foldAction(action) });
    const region = space.given(onAction, resourceDimension, { kind: "text", text: resource });
    return { requests: set.requests, region };
  };
  const requests = {
    allowed: narrowed(decided.allowed),
    explicitlyDenied: narrowed(decided.explicitlyDenied),
  };
  return told(requests, [principalDimension]);
}

/** The actions and resources that the question's caller (or anybody, where it names none) can use. */
export function whatCan(question: DecisionQuestion): Told {
  return told(allowedRequests(question), [actionDimension, resourceDimension]);
}

function told(requests: AllowedRequests, kept: readonly string[]): Told {
  const { allowed } = requests;
  return { surely: cubes(surely(allowed), kept), maybe: cubes(maybe(allowed), kept), requests };
}

function cubes(set: Answer<RequestSet>, kept: readonly string[]): Answer<readonly Cube[]> {
  if (set.kind === "capped") return set;
  const { requests, region } = set.value;
  const away = [actionDimension, principalDimension, resourceDimension, ...requests.dimensions()].filter(
    (name) => !kept.includes(name),
  );
  const left = requests.space.project(region, away);
  return left.kind === "capped" ? left : requests.space.cubes(left.value, mostCubes);
}
