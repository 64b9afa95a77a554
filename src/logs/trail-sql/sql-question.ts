/** A question of a trail as the statement is made of it: times as CloudTrail writes them, roles as digests. */
import type { TrailQuestion } from "../../model/index.ts";
import { type AskedRoles, askedRoles } from "./asked-roles.ts";
import { longestLink } from "./link-steps.ts";

export type SqlQuestion = {
  /** `2026-01-31T10:00:00Z`: calls from then on are told; null: all. */
  readonly from: string | null;
  /** Calls from then on are read, for links to sessions that were issued before. */
  readonly readFrom: string | null;
  /** Exclusive. */
  readonly to: string | null;
  readonly longerThan: number;
  readonly evidence: number;
  readonly detailed: AskedRoles;
  readonly places: boolean;
  readonly chains: boolean;
  readonly days: boolean;
  readonly sessions: {
    readonly role: AskedRoles;
    readonly order: "longest" | "latest";
    readonly limit: number;
  } | null;
  /** See linksIn: how far chains are followed. */
  readonly linkSteps: number;
};

/** Trino's limit of what its `min_by` keeps. */
const mostKept = 10_000;

/** Over 31 calls: more than depth and chains are told of. */
const usualLinkSteps = 5;

/** Numbers go into the statement as they are: they have to be whole, and not below zero. */
const whole = (value: number): number => Math.min(Math.max(0, Math.ceil(value)), Number.MAX_SAFE_INTEGER);

export function sqlQuestion(question: TrailQuestion, linkSteps = usualLinkSteps): SqlQuestion {
  const { from, to, longerThan, evidence, detailed, places, chains, days, sessions } = question;
  return {
    from: from === null ? null : secondText(from),
    readFrom: from === null ? null : secondText(from - longestLink * 1000),
    to: to === null ? null : secondText(to),
    longerThan: whole(Math.floor(longerThan)),
    evidence: Math.min(whole(evidence), mostKept),
    detailed: askedRoles(detailed),
    places,
    chains,
    days,
    sessions:
      sessions === null
        ? null
        : {
            role: sessions.role === null ? "all" : askedRoles([sessions.role]),
            order: sessions.order,
            limit: Math.min(Math.max(1, whole(sessions.limit)), mostKept),
          },
    linkSteps,
  };
}

/** The first whole second that is not before: events tell whole seconds, so that it bounds them as the millisecond does. */
const secondText = (milliseconds: number): string =>
  new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
