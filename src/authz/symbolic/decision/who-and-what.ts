/** Who can do this, and what can this principal do: a decision's region with one side known. */

import { printPattern } from "../../../logic/patterns.ts";
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

/**
 * One of several disjoint cases: every dimension's text matches all of `matches` and none of `except`. Patterns print `*` and
 * `?` for wildcards, `[^:]*` for one that stays within a component. Of a caller: what `aws:PrincipalArn` is worth, behind
 * the session's name and a bar where one session is meant.
 */
export type Case = Readonly<
  Record<string, { readonly matches: readonly string[]; readonly except: readonly string[] }>
>;

/** `capped` where there are too many cases to tell. */
export type Told = {
  /** Allowed whatever the facts are, for some context. */
  readonly surely: Answer<readonly Case[]>;
  /** Allowed for some facts and some context; with those who surely are. */
  readonly maybe: Answer<readonly Case[]>;
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
  return { surely: cases(surely(allowed), kept), maybe: cases(maybe(allowed), kept), requests };
}

function cases(set: Answer<RequestSet>, kept: readonly string[]): Answer<readonly Case[]> {
  if (set.kind === "capped") return set;
  const { requests, region } = set.value;
  const away = [actionDimension, principalDimension, resourceDimension, ...requests.dimensions()].filter(
    (name) => !kept.includes(name),
  );
  const left = requests.space.project(region, away);
  if (left.kind === "capped") return left;
  const found = requests.space.cubes(left.value, mostCubes);
  return found.kind === "capped" ? found : { kind: "exact", value: found.value.map(caseOf) };
}

function caseOf(cube: Cube): Case {
  const told: Record<string, { matches: string[]; except: string[] }> = {};
  for (const { atom, holds } of cube) {
    if (atom.kind !== "text") continue;
    told[atom.dimension] ??= { matches: [], except: [] };
    told[atom.dimension]?.[holds ? "matches" : "except"].push(
      shown(atom.dimension, printPattern(atom.pattern)),
    );
  }
  return told;
}

/** Any session of a role, and a principal without sessions, are told by ARN alone. */
function shown(dimension: string, text: string): string {
  return dimension === principalDimension ? text.replace(/^(\[\^\|\]\*)?\|/, "") : text;
}
