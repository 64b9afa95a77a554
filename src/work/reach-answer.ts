/** Ways, blast radius and exposure as programs are given them; `schemas/` has the JSON Schemas. */
import type { Guard, Request } from "../authz/types.ts";
import type { Evidence } from "../graph/evidence.ts";
import type { AdministeredAccount, Exposed, Reached } from "../graph/reach/index.ts";
import type { CoverageGap } from "../model/index.ts";
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
  /** AWS CLI calls by which an authorized tester would confirm it; only where they were asked for. */
  readonly commands?: readonly string[];
};

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

export type ChokepointsAnswer = Reservations & {
  readonly from: string;
  readonly to: string;
  /** `uncuttable`: some start is a target already, or becomes it by what can't be cut. */
  readonly kind: "cut" | "uncuttable";
  /** The fewest accesses whose loss leaves no way; each of them is needed. */
  readonly cut: readonly HopAnswer[];
  /** Ways that share no access: as many as the cut has, so that fewer do not suffice. */
  readonly disjointWays: number;
  /** Targets that can be come to before the cut. */
  readonly targets: number;
};

export function chokepointsAnswer(from: string, to: string, { cut, ...rest }: ToldCut): ChokepointsAnswer {
  return { from, to, ...rest, cut: cut.map(hopAnswer) };
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
  };
}
