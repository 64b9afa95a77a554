/** What a change brings about, as programs are given it; `schemas/` has the JSON Schema. */
import type { Guard } from "../../authz/types.ts";
import type { FindingSummary } from "../../findings/finding-list.ts";
import type { CoverageGap } from "../../model/index.ts";
import type { PathAnswer } from "../reach-answer.ts";

/** How something is come to. */
export type Come = {
  /** The fewest that it takes. */
  readonly hops: number;
  /** Whether some way of proven hops leads there, be it longer. */
  readonly proven: boolean;
};

export type ReachChange = {
  /** An ARN; `admin:ACCOUNT`; `organization`. */
  readonly what: string;
  readonly kind: "organization" | "administrator" | "role" | "user" | "resource";
  readonly account: string;
  /** Null: it is not come to. */
  readonly before: Come | null;
  readonly after: Come | null;
  /** One of the shortest ways, of after the change where there is one; absent past the number that was asked for. */
  readonly way?: PathAnswer;
};

export type Assumption = {
  readonly proven: boolean;
  /** What has to hold: any one of these. */
  readonly guards: readonly Guard[];
};

/** Somebody's direct access to a role. */
export type AssumptionChange = {
  readonly who: string;
  readonly role: string;
  readonly external: boolean;
  readonly before: Assumption | null;
  readonly after: Assumption | null;
};

type FindingTold = Omit<FindingSummary, "subject" | "account"> & {
  readonly subject: string;
  readonly account: string;
};

export type FindingChanges = {
  readonly opens: readonly FindingTold[];
  readonly closes: readonly FindingTold[];
};

type Gap = Omit<CoverageGap, "account"> & { readonly account: string | null };

export type WhatIfAnswer = {
  readonly from: string;
  readonly to: string | null;
  /** In words. */
  readonly changes: readonly string[];
  readonly appears: readonly ReachChange[];
  readonly disappears: readonly ReachChange[];
  /** Come to before and after, by more or fewer hops, or more or less surely. */
  readonly differs: readonly ReachChange[];
  readonly assumptions: readonly AssumptionChange[];
  /** Only where it was asked for. */
  readonly findings?: FindingChanges;
  readonly coverage: readonly Gap[];
  readonly notes: readonly string[];
};
