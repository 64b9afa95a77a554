/** What appears and disappears over an organization's snapshot when its policies change, or an account leaves or is lost? */
import { createCallerSide, organizationView } from "../authz/index.ts";
import { trustReader } from "../graph/index.ts";
import type { ReachGraph } from "../graph/reach/index.ts";
import { err, ok, type Result, type Snapshot, unreachable } from "../model/index.ts";
import { chosenEnd, chosenStart } from "../work/reach-ends.ts";
import { type Change, type PlannedChanges, plannedChanges } from "../work/what-if/changes.ts";
import { graphAfter } from "../work/what-if/graph-after.ts";
import {
  type Asked,
  changedSnapshot,
  whatIf as compare,
  unlistedResource,
  whatIfAnswer,
} from "../work/what-if/what-if.ts";
import type { WhatIfAnswer } from "../work/what-if/what-if-answer.ts";
import { type InputFault, type PolicyInput, textOfPolicy } from "./policy-input.ts";
import {
  asked,
  faultOf,
  type LoadedSnapshot,
  type PathsQuestion,
  type ReachOptions,
  reachOf,
} from "./reach.ts";

/**
 * One change. `policy` is named as evidence names it: `trust policy of ROLE-ARN`, `policy of RESOURCE-ARN`, a managed policy's
 * ARN, `HOLDER-ARN/NAME` for an inline policy, `NAME at TARGET` or `p-…` for a control policy.
 */
export type WhatIfChange =
  /** `statement`: as in evidence, its Sid, or its place from 0. */
  | { readonly kind: "remove-statement"; readonly policy: string; readonly statement: string | number }
  | { readonly kind: "replace-policy"; readonly policy: string; readonly by: PolicyInput }
  /** `from`: the ARN of a role, user or group. */
  | { readonly kind: "detach-policy"; readonly from: string; readonly policy: string }
  /** It leaves the organization, or is closed: whoever trusts it trusts an outsider. */
  | { readonly kind: "account-leaves"; readonly account: string }
  /** An attacker becomes its administrator. */
  | { readonly kind: "account-lost"; readonly account: string };

export type WhatIfQuestion = ReachOptions & {
  readonly changes: readonly WhatIfChange[];
  /** As in {@link PathsQuestion}; `external` where it is left out. */
  readonly from?: PathsQuestion["from"];
  /** As in {@link PathsQuestion}; whatever is come to where it is left out. */
  readonly to?: PathsQuestion["to"];
  /** So many of each list come with an example way; 10 where it is left out. */
  readonly examples?: number;
};

/**
 * What somebody comes to only before, only after, or by more or fewer hops. The snapshot stays as it is. A policy that AWS
 * would not accept is a fault, and so is a name that the snapshot does not hold. Builds a second graph: for a large
 * organization that takes as long as the first question of its snapshot.
 */
export function whatIf(
  snapshot: LoadedSnapshot,
  { changes, from = "external", to, examples = 10, ...options }: WhatIfQuestion,
): Result<WhatIfAnswer, InputFault> {
  return asked<WhatIfAnswer>(snapshot, options, (named, limits) => {
    const worded = changesOf(changes);
    if (!worded.ok) return worded;
    const planned = plannedChanges(worded.value, named);
    if (!planned.ok) return err(faultOf(planned.error, `changes[${planned.error.change}]`));
    const start = chosenStart(from, named);
    if (!start.ok) return err(faultOf(start.error, "from"));
    const end = to === undefined ? ok(null) : chosenEnd(to, null, named, start.value);
    if (!end.ok) return err(faultOf(end.error, "to"));
    const unlisted = end.value === null ? null : unlistedResource(end.value, named);
    if (unlisted !== null) return err(faultOf(unlisted, "to"));
    if (!Number.isInteger(examples) || examples < 0) {
      const message = `${examples} example ways can't be told`;
      return err({ message, advice: "Give a whole number from 0.", at: "examples" });
    }
    const changed = changedSnapshot(named.snapshot, planned.value);
    if (!changed.ok) return err(faultOf(changed.error, "changes"));
    const { graph, scope } = reachOf(snapshot, named.snapshot);
    const before = { snapshot: named.snapshot, reader: trustReader(named.snapshot), graph, scope };
    const after = changed.value === named.snapshot ? before : askedOf(changed.value, graph, planned.value);
    const question = { from: start.value, to: end.value, ...limits, examples };
    return ok(whatIfAnswer(from, to ?? null, compare(before, after, planned.value, question), null));
  });
}

function changesOf(changes: readonly WhatIfChange[]): Result<readonly Change[], InputFault> {
  const read: Change[] = [];
  for (const [at, change] of changes.entries()) {
    switch (change.kind) {
      case "replace-policy": {
        const place = `changes[${at}].by`;
        const text = textOfPolicy(change.by, place);
        if (!text.ok) return text;
        read.push({ kind: change.kind, policy: change.policy, text: text.value, source: place });
        break;
      }
      case "remove-statement":
      case "detach-policy":
      case "account-leaves":
      case "account-lost":
        read.push(change);
        break;
      default:
        return unreachable(change);
    }
  }
  return ok(read);
}

function askedOf(snapshot: Snapshot, before: ReachGraph, changes: PlannedChanges): Asked {
  const organization = organizationView(snapshot);
  const reader = trustReader(snapshot, organization);
  const names = new Map(snapshot.accounts.map(({ id, name }) => [String(id), name]));
  return {
    snapshot,
    reader,
    graph: graphAfter(before, reader, changes),
    scope: {
      snapshot,
      organization,
      callers: createCallerSide(snapshot, organization, null),
      nameOf: (account) => names.get(account) ?? null,
    },
  };
}
