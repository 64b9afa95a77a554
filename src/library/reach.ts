/** Who can come to whom and to what, over a whole organization's snapshot? */
import { createCallerSide, organizationView } from "../authz/index.ts";
import type { ExpansionScope } from "../graph/expand.ts";
import { buildAssumeGraph, trustReader } from "../graph/index.ts";
import {
  blastRadius as askBlastRadius,
  exposure as askExposure,
  buildReachGraph,
  defaultBudget,
  type ReachGraph,
  statementCut,
} from "../graph/reach/index.ts";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import { type NamedIn, type NameFault, ownerlessResource } from "../work/named-in-snapshot.ts";
import {
  type BlastRadiusAnswer,
  type ChokepointsAnswer,
  chokepointsAnswer,
  type ExposureAnswer,
  type PathsAnswer,
  pathsAnswer,
  statementCutAnswer,
} from "../work/reach-answer.ts";
import { chosenEnd, chosenStart, resourceOverEdges } from "../work/reach-ends.ts";
import { snapshotOfText } from "../work/snapshot-text.ts";
import { tellChokepoints, tellPaths } from "../work/told-paths.ts";
import type { InputFault } from "./policy-input.ts";

/** A snapshot that questions are asked of; made by {@link readSnapshot} alone. */
export interface LoadedSnapshot {
  /** Seconds since 1970, UTC. */
  readonly createdAt: number;
  /** How many there are. */
  readonly accounts: number;
  readonly roles: number;
}

type Opened = { readonly snapshot: Snapshot; reach: Reach | null };
type Reach = { readonly graph: ReachGraph; readonly scope: ExpansionScope };

const opened = new WeakMap<LoadedSnapshot, Opened>();

/** Null: {@link readSnapshot} did not make it. */
export function snapshotOf(loaded: LoadedSnapshot): Snapshot | null {
  return opened.get(loaded)?.snapshot ?? null;
}

/**
 * Takes what a snapshot file holds once it is decompressed (in Node `zstdDecompressSync` of `node:zlib`): the text whole, or
 * its lines without their line breaks. Every value is checked.
 */
export function readSnapshot(text: string | Iterable<string>): Result<LoadedSnapshot, InputFault> {
  const read = snapshotOfText(text);
  if (!read.ok) {
    const { line, member, message, advice } = read.error;
    const at = line === null ? "snapshot" : `snapshot, line ${line}${member === null ? "" : ` (${member})`}`;
    return err({ message, advice, at });
  }
  const snapshot = read.value;
  const loaded = {
    createdAt: snapshot.createdAt,
    accounts: snapshot.accounts.length,
    roles: snapshot.roles.count,
  };
  opened.set(loaded, { snapshot, reach: null });
  return ok(loaded);
}

export type ReachOptions = {
  /** 1 to 50; 8 where it is left out. */
  readonly maxHops?: number;
  /** Without what is only *may*. */
  readonly onlyProven?: boolean;
};

export type PathsQuestion = ReachOptions & {
  /**
   * The ARN of a role, user, session or account (`arn:aws:iam::111122223333:root`); `external`, for everybody outside of the
   * organization; `anyone`, for whoever needs no certain account.
   */
  readonly from: string;
  /**
   * The ARN of a role, user or resource; a pattern of ARNs; `admin`, for the administrator of any account; `admin:ACCOUNT`;
   * `organization`.
   */
  readonly to: string;
  /** What has to be possible at a resource; whatever reads or writes its data where it is left out. */
  readonly action?: string;
  /** At most so many ways; 5 where it is left out. */
  readonly most?: number;
};

/**
 * The ways from somebody to somebody or something, those with fewer hops first, each hop with its statements. No way is an
 * answer; a name that the snapshot does not hold is a fault. The first question of a snapshot takes the longest.
 */
export function findPaths(
  snapshot: LoadedSnapshot,
  { from, to, action, most, ...options }: PathsQuestion,
): Result<PathsAnswer, InputFault> {
  return asked(snapshot, options, (named, limits) => {
    const start = chosenStart(from, named);
    if (!start.ok) return err(faultOf(start.error, "from"));
    const end = chosenEnd(to, action ?? null, named, start.value);
    if (!end.ok) return err(faultOf(end.error, "to"));
    if (most !== undefined && (!Number.isInteger(most) || most < 1)) {
      return err({
        message: `${most} ways can't be told`,
        advice: "Give a whole number from 1.",
        at: "most",
      });
    }
    const { graph, scope } = reachOf(snapshot, named.snapshot);
    const question = {
      from: start.value,
      to: end.value,
      action: action ?? null,
      most: most ?? 5,
      ...limits,
    };
    return ok(pathsAnswer(tellPaths(graph, question, scope)));
  });
}

export type BlastRadiusQuestion = ReachOptions & Pick<PathsQuestion, "from">;

/** Everything that somebody can come to: roles, users, resources, and accounts as their administrator. */
export function blastRadius(
  snapshot: LoadedSnapshot,
  { from, ...options }: BlastRadiusQuestion,
): Result<BlastRadiusAnswer, InputFault> {
  return asked(snapshot, options, (named, limits) => {
    const start = chosenStart(from, named);
    if (!start.ok) return err(faultOf(start.error, "from"));
    const { graph, scope } = reachOf(snapshot, named.snapshot);
    return ok({ from, ...askBlastRadius(graph, { from: start.value, ...limits }, scope) });
  });
}

export type ExposureQuestion = ReachOptions & Pick<PathsQuestion, "to" | "action">;

/** Everybody who can come to somebody or something, outsiders first. */
export function exposure(
  snapshot: LoadedSnapshot,
  { to, action, ...options }: ExposureQuestion,
): Result<ExposureAnswer, InputFault> {
  return asked(snapshot, options, (named, limits) => {
    const end = chosenEnd(to, action ?? null, named);
    if (!end.ok) return err(faultOf(end.error, "to"));
    const { graph, scope } = reachOf(snapshot, named.snapshot);
    const found = askExposure(graph, { to: end.value, action: action ?? null, ...limits }, scope);
    return found === null ? err(faultOf(ownerlessResource(to, named.where), "to")) : ok({ to, ...found });
  });
}

export type ChokepointsQuestion = Pick<ReachOptions, "onlyProven"> & {
  /** As in {@link PathsQuestion}; `external` where it is left out. */
  readonly from?: string;
  /** As in {@link PathsQuestion}, over `edges` no resource; `admin` where it is left out. */
  readonly to?: string;
  /**
   * `edges` (where it is left out): accesses from one principal to the next. `statements`: statements of policies that allow
   * something, and attachments of AWS's policies.
   */
  readonly over?: "edges" | "statements";
  /** Over statements: gives up after so many steps, from 1; the same number gives the same answer on every machine. */
  readonly budget?: number;
};

/**
 * The fewest accesses whose loss leaves no way from somebody to a target, or statements without which none is left. Over edges
 * it is always the fewest; over statements `minimum` says whether that is proven, `atLeast` how many are needed in any case.
 */
export function chokepoints(
  snapshot: LoadedSnapshot,
  {
    from = "external",
    to = "admin",
    over = "edges",
    budget = defaultBudget,
    ...options
  }: ChokepointsQuestion,
): Result<ChokepointsAnswer, InputFault> {
  return asked<ChokepointsAnswer>(snapshot, options, (named, { onlyProven }) => {
    const start = chosenStart(from, named);
    if (!start.ok) return err(faultOf(start.error, "from"));
    const end = chosenEnd(to, null, named, start.value);
    if (!end.ok) return err(faultOf(end.error, "to"));
    if (!Number.isInteger(budget) || budget < 1) {
      const message = `${budget} steps can't be taken`;
      return err({ message, advice: "Give a whole number from 1.", at: "budget" });
    }
    const { graph } = reachOf(snapshot, named.snapshot);
    const question = { from: start.value, to: end.value, onlyProven };
    if (over === "statements")
      return ok(statementCutAnswer(from, to, statementCut(graph, { ...question, budget })));
    const fault = resourceOverEdges(to, end.value);
    return fault === null
      ? ok(chokepointsAnswer(from, to, tellChokepoints(graph, question)))
      : err(faultOf(fault, "to"));
  });
}

type Limits = { readonly mostHops: number; readonly onlyProven: boolean };

/** Holds the snapshot and the limits to what can be asked; for other questions of the library. */
export function asked<T>(
  loaded: LoadedSnapshot,
  { maxHops = 8, onlyProven = false }: ReachOptions,
  answer: (named: NamedIn, limits: Limits) => Result<T, InputFault>,
): Result<T, InputFault> {
  const known = opened.get(loaded);
  if (known === undefined) {
    return err({
      message: "this is no snapshot that readSnapshot has made",
      advice: "Give back what readSnapshot gave.",
      at: "snapshot",
    });
  }
  if (!Number.isInteger(maxHops) || maxHops < 1 || maxHops > 50) {
    return err({
      message: `${maxHops} hops can't be looked for`,
      advice: "Give a whole number from 1 to 50.",
      at: "maxHops",
    });
  }
  return answer({ snapshot: known.snapshot, where: "the snapshot" }, { mostHops: maxHops, onlyProven });
}

/** Made when first asked for, and kept as long as the snapshot is. */
export function reachOf(loaded: LoadedSnapshot, snapshot: Snapshot): Reach {
  const known = opened.get(loaded);
  if (known !== undefined && known.reach !== null) return known.reach;
  const organization = organizationView(snapshot);
  const names = new Map(snapshot.accounts.map(({ id, name }) => [String(id), name]));
  const reach = {
    graph: buildReachGraph({ snapshot, organization, assumptions: buildAssumeGraph(trustReader(snapshot)) }),
    scope: {
      snapshot,
      organization,
      callers: createCallerSide(snapshot, organization, null),
      nameOf: (account: string) => names.get(account) ?? null,
    },
  };
  if (known !== undefined) known.reach = reach;
  return reach;
}

export function faultOf({ message, advice }: NameFault, at: string): InputFault {
  return { message, advice, at };
}
