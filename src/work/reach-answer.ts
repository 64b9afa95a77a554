/** Ways, blast radius and exposure as programs are given them; `schemas/` has the JSON Schemas. */
import type { Guard, Request } from "../authz/types.ts";
import type { Evidence } from "../graph/evidence.ts";
import type {
  AdministeredAccount,
  CutStatement,
  Exposed,
  Reached,
  StatementCut,
} from "../graph/reach/index.ts";
import { type CoverageGap, splitArn } from "../model/index.ts";
import type { ToldCut, ToldHop, ToldPath, ToldPaths } from "./told-paths.ts";

export type HopAnswer = {
  readonly from: string;
  readonly to: string;
  /** `delegate`: from an account, to whomever of its principals it permits. `escalate`: by a technique. */
  readonly kind: "assume" | "delegate" | "escalate" | "access";
  /** A technique's id and title; docs/techniques.md tells them all. */
  readonly technique?: string;
  readonly title?: string;
  /** What is done at the resource. */
  readonly action?: string;
  /** What has to hold besides, all of it; absent where nothing has to. */
  readonly guard?: Guard;
  readonly proven: boolean;
  /** Why it is only *may*. */
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Calls that show it, in order. */
  readonly requests: readonly Request[];
  /** The workload, policy or group that a technique is done with, by ARN. */
  readonly means: readonly string[];
  /** Of the session that an assumption makes; absent where there is nothing to tell. */
  readonly session?: SessionOfHop;
  /** AWS CLI calls by which an authorized tester would confirm it; only where they were asked for. */
  readonly commands?: readonly string[];
};

export type SessionOfHop = {
  /** Of a chained one: a role that was assumed from a role's session (IAM-SEMANTICS 29). */
  readonly mostSeconds?: number;
  /** What its call has to set, so that a later hop of the way is let through. */
  readonly sets?: Guard;
};

/** In seconds. */
const longestChained = 3600;

export type PathAnswer = {
  readonly from: string;
  readonly to: string;
  readonly proven: boolean;
  /** None: the start is an administrator already. */
  readonly hops: readonly HopAnswer[];
  /** By which of its own statements whoever stands at the end is an administrator; absent where a technique made it one. */
  readonly administrator?: readonly Evidence[];
};

/** What was not read and could change the answer; `account` null: of the organization as a whole. */
type Gap = Omit<CoverageGap, "account"> & { readonly account: string | null };

type Reservations = {
  readonly coverage: readonly Gap[];
  readonly notes: readonly string[];
};

export type PathsAnswer = Reservations & {
  readonly paths: readonly PathAnswer[];
  /** Whether these are all that there are within the limit of hops. */
  readonly complete: boolean;
};

export type BlastRadiusAnswer = Reservations & {
  readonly from: string;
  /** Roles, users and resources, those with fewer hops first. */
  readonly reached: readonly (Omit<Reached, "arn" | "account"> & {
    readonly arn: string;
    readonly account: string;
  })[];
  /** Accounts of which it is, or can become, administrator. */
  readonly administrators: readonly (Omit<AdministeredAccount, "account"> & { readonly account: string })[];
};

export type ExposureAnswer = Reservations & {
  readonly to: string;
  /** Outsiders first, then those with fewer hops. */
  readonly who: readonly Exposed[];
};

export type AccessCutAnswer = Reservations & {
  readonly from: string;
  readonly to: string;
  readonly over: "edges";
  /** `uncuttable`: some start is a target already, or becomes it by what can't be cut. */
  readonly kind: "cut" | "uncuttable";
  /** The fewest accesses whose loss leaves no way; each of them is needed. */
  readonly cut: readonly HopAnswer[];
  /** Ways that share no access: as many as the cut has, so that fewer do not suffice. */
  readonly disjointWays: number;
  /** Targets that can be come to before the cut. */
  readonly targets: number;
};

export type CutStatementAnswer = {
  /** `attachment`: the policy is AWS's own, or its text is not at hand, and can be detached only. */
  readonly kind: "trust-policy" | "inline-policy" | "managed-policy" | "attachment" | "resource-policy";
  /** As in the evidence of hops. */
  readonly policy: string;
  /** Sid, or the place from 0; null: the policy whole. */
  readonly statement: string | number | null;
  /** First and last line in the policy's display form, from 1; null for a policy whole. */
  readonly lines: readonly [number, number] | null;
  /** Empty for a policy whole. */
  readonly text: string;
  /** Whom its removal concerns, by ARN: principals, or the resource. */
  readonly principals: readonly string[];
  /** How many of the ways that were looked at it cuts. */
  readonly ways: number;
  /** With it, and without the others of the cut, there is this way again. */
  readonly needed: readonly Pick<HopAnswer, "from" | "to" | "kind" | "technique" | "proven">[];
};

export type StatementCutAnswer = Reservations & {
  readonly from: string;
  readonly to: string;
  readonly over: "statements";
  /** `uncuttable`: some way rests on no statement. `unfinished`: the budget ended before a cut was found. */
  readonly kind: "cut" | "uncuttable" | "unfinished";
  /** Without these statements no way is left; each of them is needed. */
  readonly cut: readonly CutStatementAnswer[];
  /** No set of fewer statements cuts every way. */
  readonly atLeast: number;
  /** Whether it is proven that fewer do not suffice. */
  readonly minimum: boolean;
  /** Principals and accounts that can be come to before the cut. */
  readonly targets: number;
  /** Accesses between two principals that are lost besides, though they lie on no way to a target. */
  readonly otherAccessesLost: number;
};

export type ChokepointsAnswer = AccessCutAnswer | StatementCutAnswer;

export function chokepointsAnswer(from: string, to: string, { cut, ...rest }: ToldCut): AccessCutAnswer {
  return { from, to, over: "edges", ...rest, cut: cut.map(hopAnswer) };
}

export function statementCutAnswer(
  from: string,
  to: string,
  { cut, ...rest }: StatementCut,
): StatementCutAnswer {
  return { from, to, over: "statements", ...rest, cut: cut.map(statementAnswer) };
}

function statementAnswer({ place, evidence, principals, ways, needed }: CutStatement): CutStatementAnswer {
  return {
    kind: place.kind,
    policy: evidence?.policy ?? nameOfPlace(place),
    statement: evidence?.statement ?? null,
    lines: evidence?.lines ?? null,
    text: evidence?.text ?? "",
    principals,
    ways,
    needed: needed.hops.map(({ from, to, kind, technique, proven }) => ({
      from,
      to,
      kind,
      ...(technique === null ? {} : { technique }),
      proven,
    })),
  };
}

function nameOfPlace(place: CutStatement["place"]): string {
  switch (place.kind) {
    case "trust-policy":
      return `trust policy of ${place.role}`;
    case "inline-policy":
      return `${place.holder}/${place.name}`;
    case "managed-policy":
    case "attachment":
      return place.policy;
    case "resource-policy":
      return `policy of ${place.resource}`;
  }
}

export function pathsAnswer({ paths, complete, coverage, notes }: ToldPaths): PathsAnswer {
  return { paths: paths.map(pathAnswer), complete, coverage, notes };
}

export function pathAnswer({ from, to, proven, hops, administrator }: ToldPath): PathAnswer {
  const why = administrator.length === 0 ? {} : { administrator };
  return { from, to, proven, hops: hops.map(hopAnswer), ...why };
}

function hopAnswer(hop: ToldHop): HopAnswer {
  const { from, to, kind, how, guard, proven, reasons, evidence, requests, means, cause } = hop;
  const session = sessionOf(hop);
  return {
    from,
    to,
    kind,
    ...(how === null ? {} : { technique: how.id, title: how.title }),
    ...(cause.kind === "access" ? { action: cause.access.action } : {}),
    ...(guard.length === 0 ? {} : { guard }),
    proven,
    reasons,
    evidence,
    requests,
    means,
    ...(session === null ? {} : { session }),
  };
}

/** Null: there is nothing to tell. */
export function sessionOf({ cause, from, session }: ToldHop): SessionOfHop | null {
  const isChained = cause.kind === "assume" && splitArn(from)?.resource.startsWith("role/") === true;
  const sets = session?.sets ?? [];
  if (!isChained && sets.length === 0) return null;
  return {
    ...(isChained ? { mostSeconds: longestChained } : {}),
    ...(sets.length === 0 ? {} : { sets }),
  };
}
