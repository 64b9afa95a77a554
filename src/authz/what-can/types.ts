/** What a principal can do, as `accesslens what-can` tells it: `schemas/what-can.schema.json` says the same. */

import type { CoverageGap } from "../../model/index.ts";
import type { AccessLevel } from "../action-catalogue.ts";
import type { StatementEvidence } from "../request-question.ts";
import type { Certainty, Guard } from "../types.ts";

/** Where a statement stands; `policy` is an inline policy's name (of a group after the group's), an ARN or an SCP's name. */
export type StatementPlace = Omit<StatementEvidence, "lines">;

/** Resources and conditions of one statement, those that hold for every request of the principal left out. */
export type StatementScope = {
  readonly statement: StatementPlace;
  /** As the policy writes them; those that the actions don't work on are left out. */
  readonly resources: readonly string[];
  /** NotResource: all resources but those. */
  readonly negated: boolean;
  readonly conditions: Guard;
};

/** Besides, one of these has to allow: statements of the boundary, or of the SCPs of one level. */
export type ActionLimit = {
  readonly layer: "boundary" | "scp";
  /** The root, unit or account that the SCPs are attached to. */
  readonly target: string | null;
  readonly anyOf: readonly StatementScope[];
};

/**
 * One Allow statement's share: a request is allowed that lies in its scope, in one of each limit's, and in none of `except`.
 * Exact, where its certainty is proven.
 */
export type ActionGrant = StatementScope & {
  readonly certainty: Certainty;
  readonly limits: readonly ActionLimit[];
  /** Deny statements that take something away. */
  readonly except: readonly StatementScope[];
};

export type AllowedAction = {
  /** `s3:GetObject` */
  readonly action: string;
  /** `unknown`: a policy names it, and the data does not list it. */
  readonly accessLevel: AccessLevel | "unknown";
  /** Places in `grants`. */
  readonly grants: readonly number[];
};

/** Actions that the principal's own policies allow, and something else stops in every case. */
export type StoppedActions = {
  readonly actions: readonly string[];
  readonly by: "boundary" | "scp" | "deny";
  readonly target: string | null;
  /** The Deny statements; empty where nothing allows. */
  readonly statements: readonly StatementPlace[];
};

/** Actions that a statement names, and none of its resources is one that they work on. */
export type ActionsWithoutResource = {
  readonly statement: StatementPlace;
  readonly actions: readonly string[];
};

/** What an Allow statement covers besides what the data lists: actions that are new, or that AWS keeps to itself. */
export type UnlistedActions = {
  readonly statement: StatementPlace;
  /** Patterns of Action; of NotAction what is excluded. */
  readonly patterns: readonly string[];
  readonly negated: boolean;
};

export type WhatCan = {
  readonly principal: string;
  readonly kind: "role" | "user" | "root";
  readonly account: string;
  /** The day of the data about AWS's actions. */
  readonly actionsAsOf: string;
  /** By service, then access level, then name. */
  readonly actions: readonly AllowedAction[];
  readonly grants: readonly ActionGrant[];
  readonly stopped: readonly StoppedActions[];
  readonly withoutResource: readonly ActionsWithoutResource[];
  readonly unlisted: readonly UnlistedActions[];
  /** Sentences that stand behind every *may* of the answer as a whole. */
  readonly unknowns: readonly string[];
  /** What was not read and could change the answer. */
  readonly coverage: readonly (Omit<CoverageGap, "account"> & { readonly account: string | null })[];
  readonly notes: readonly string[];
};
