/**
 * What would change if …: the same question asked of an organization and of the same one after changes. Nothing of the
 * snapshot at hand is written to, nor its cache: the organization after the changes lives in memory alone.
 */

import { notesFor } from "../../graph/coverage.ts";
import type { ExpansionScope } from "../../graph/expand.ts";
import type { TrustReader } from "../../graph/index.ts";
import { arnOfPrincipal, principalOf } from "../../graph/principals.ts";
import type { PathEnd, PathStart, ReachGraph } from "../../graph/reach/index.ts";
import { editedSnapshot, type Snapshot, splitArn } from "../../model/index.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { NamedIn, NameFault } from "../named-in-snapshot.ts";
import { pathAnswer } from "../reach-answer.ts";
import { type ToldPath, tellPaths } from "../told-paths.ts";
import { assumptionChanges } from "./assumption-changes.ts";
import type { PlannedChanges } from "./changes.ts";
import { type Limits, reachDifference, type Side } from "./reach-difference.ts";
import type { FindingChanges, ReachChange, WhatIfAnswer } from "./what-if-answer.ts";

/** An organization with all that questions about it need. */
export type Asked = {
  readonly snapshot: Snapshot;
  readonly reader: TrustReader;
  readonly graph: ReachGraph;
  readonly scope: ExpansionScope;
};

export type WhatIfQuestion = {
  readonly from: PathStart;
  /** Null: whatever is come to. */
  readonly to: PathEnd | null;
  /** So many of what appears, of what disappears and of what differs come with an example way. */
  readonly examples: number;
} & Limits;

type ToldChange = Omit<ReachChange, "way"> & { readonly told: ToldPath | null };

/** {@link WhatIfAnswer} with whole ways, whose external IDs may still have to be masked. */
export type WhatIf = Omit<WhatIfAnswer, "appears" | "disappears" | "differs" | "from" | "to" | "findings"> & {
  readonly appears: readonly ToldChange[];
  readonly disappears: readonly ToldChange[];
  readonly differs: readonly ToldChange[];
};

/** What is come to is told of resources that the snapshot holds. Null: nothing speaks against the end. */
export function unlistedResource(to: PathEnd, { snapshot, where }: NamedIn): NameFault | null {
  if (to.kind !== "arn" || /^arn:[^:]*:(iam|sts):/.test(to.arn)) return null;
  const isHeld = snapshot.accounts.some((_, account) =>
    snapshot.accountData(account)?.resources?.some(({ arn }) => arn === to.arn),
  );
  if (isHeld) return null;
  return {
    kind: "input",
    message: `${where} does not hold the resource ${JSON.stringify(to.arn)} itself`,
    advice: "Name a resource that it holds, such as an object's bucket.",
  };
}

/**
 * The changes of what is configured: that an attacker holds an account is no fault of anybody's policies, and the made-up user
 * that stands for one must bring no finding.
 */
export function withoutAttackers(changes: PlannedChanges): PlannedChanges {
  return {
    ...changes,
    edits: changes.edits.filter(({ kind }) => kind !== "administrator-appears"),
    lost: [],
  };
}

/** The snapshot after the changes. */
export function changedSnapshot(snapshot: Snapshot, { edits }: PlannedChanges): Result<Snapshot, NameFault> {
  if (edits.length === 0) return ok(snapshot);
  const edited = editedSnapshot(snapshot, edits);
  return edited.ok
    ? edited
    : err({
        kind: "usage",
        message: edited.error.message,
        advice: "Name what the snapshot holds; accesslens show account tells it.",
      });
}

export function whatIf(
  before: Asked,
  after: Asked,
  changes: PlannedChanges,
  question: WhatIfQuestion,
): WhatIf {
  const sides = {
    before: { ...before, starts: [question.from], madeUp: [] },
    after: {
      ...after,
      starts: [question.from, ...changes.lost.map(attackersStart)],
      madeUp: changes.lost.flatMap(({ attacker }) => attacker ?? []),
    },
  };
  const to = wholeName(question.to, before.snapshot);
  // A question is more than its limits, and its ends are not those of the questions that are asked for it.
  const limits: Limits = { mostHops: question.mostHops, onlyProven: question.onlyProven };
  const found = reachDifference(sides.before, sides.after, to, limits);
  const direct = assumptionChanges(
    { ...before, assumptions: before.graph.assumptions },
    { ...after, assumptions: after.graph.assumptions },
    changes,
    question.onlyProven,
  );
  const withWays = (all: readonly ReachChange[], side: Side): readonly ToldChange[] =>
    all.map((one, at) => ({ ...one, told: at < question.examples ? wayTo(one, side, limits) : null }));
  return {
    changes: changes.told,
    appears: withWays(found.appears, sides.after),
    disappears: withWays(found.disappears, sides.before),
    differs: withWays(found.differs, sides.after),
    assumptions: direct.assumptions.filter(({ who }) => !sides.after.madeUp.includes(who)),
    coverage: found.coverage,
    notes: [...notesFor(before.snapshot), ...direct.notes, ...notesOf(changes, before.snapshot)],
  };
}

function attackersStart({ account, attacker }: PlannedChanges["lost"][number]): PathStart {
  // INVARIANT: both were held against the snapshot when the change was planned.
  return attacker === null
    ? { kind: "account", account: account as Snapshot["accounts"][number]["id"] }
    : { kind: "principal", arn: attacker as ReturnType<Snapshot["roles"]["arn"]> };
}

function notesOf({ lost, leaving }: PlannedChanges, { accounts }: Snapshot): readonly string[] {
  return [
    ...lost.flatMap(({ account, attacker }) =>
      attacker === null
        ? [`nothing was read of ${account}: what its own permissions lead to is not known`]
        : [`in ways, the made-up user ${attacker} stands for the attacker`],
    ),
    ...leaving.map(
      (index) =>
        `what is in ${accounts[index]?.id} is no longer asked about: it disappears here, and is not safe by that`,
    ),
  ];
}

/** A session is come to where its role is. */
function wholeName(to: PathEnd | null, snapshot: Snapshot): PathEnd | null {
  if (to?.kind !== "arn" || splitArn(to.arn)?.service !== "sts") return to;
  const principal = principalOf(to.arn, snapshot);
  return principal === null ? to : { kind: "arn", arn: arnOfPrincipal(principal, snapshot) };
}

/** One of the shortest, over all starts; a proven one of the same length is preferred by the search. */
function wayTo(
  { what, kind, account }: ReachChange,
  { graph, scope, starts }: Side,
  limits: Limits,
): ToldPath | null {
  const end = endOf(what, kind, account);
  let best: ToldPath | null = null;
  for (const from of starts) {
    const { paths } = tellPaths(graph, { from, to: end, ...limits, most: 1, action: null }, scope);
    const [path] = paths;
    if (path !== undefined && (best === null || path.hops.length < best.hops.length)) best = path;
  }
  return best;
}

function endOf(what: string, kind: ReachChange["kind"], account: string): PathEnd {
  // INVARIANT: names of what was come to are those of the snapshot.
  if (kind === "organization") return { kind };
  if (kind === "administrator") return { kind, account: account as Snapshot["accounts"][number]["id"] };
  return { kind: "arn", arn: what as ReturnType<Snapshot["roles"]["arn"]> };
}

/** As programs are given it. */
export function whatIfAnswer(
  from: string,
  to: string | null,
  { appears, disappears, differs, ...rest }: WhatIf,
  findings: FindingChanges | null,
): WhatIfAnswer {
  return {
    from,
    to,
    changes: rest.changes,
    appears: appears.map(reachChange),
    disappears: disappears.map(reachChange),
    differs: differs.map(reachChange),
    assumptions: rest.assumptions,
    ...(findings === null ? {} : { findings }),
    coverage: rest.coverage,
    notes: rest.notes,
  };
}

function reachChange({ told, ...change }: ToldChange): ReachChange {
  return told === null ? change : { ...change, way: pathAnswer(told) };
}
