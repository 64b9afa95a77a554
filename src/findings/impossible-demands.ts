/**
 * What a guard asks for and no request can bring: values that the API does not take, subjects that no issuer writes, and
 * a time that is over. The algebra knows texts, numbers and dates, but neither what STS accepts nor what day it is.
 */
import type { GuardTerm, TrustGrant } from "../authz/types.ts";
import { bareOperator, isDemand } from "./guard-terms.ts";

export type Impossible = {
  readonly kind: "external-id" | "subject" | "time";
  readonly key: string;
  /** One sentence for people. */
  readonly because: string;
};

/** Null: nothing of the kind is asked for. `now`: seconds since 1970. */
export function impossibleDemand(grant: TrustGrant, now: number): Impossible | null {
  for (const term of grant.guard) {
    const found = impossible(term, now);
    if (found !== null) return found;
  }
  return null;
}

/** Whether the guard allows a time that is over: nobody comes in by the grant any more. */
export function isOver(grant: TrustGrant, now: number): boolean {
  return grant.guard.some((term) => term.controlledBy === "time" && impossible(term, now) !== null);
}

function impossible(term: GuardTerm, now: number): Impossible | null {
  const key = term.key.toLowerCase();
  if (key === "sts:externalid") return impossibleExternalId(term);
  if (key.endsWith(":sub") && term.controlledBy === "identity-provider") return impossibleSubject(term);
  if (key === "aws:currenttime" || key === "aws:epochtime") return timeIsOver(term, now);
  return null;
}

/** IAM-SEMANTICS 28. */
const externalIdText = /^[\w+=,.@:/-]{2,1224}$/;
const externalIdPattern = /^[\w+=,.@:/*?-]{1,1224}$/;

function impossibleExternalId(term: GuardTerm): Impossible | null {
  if (!isDemand(term)) return null;
  const accepted = bareOperator(term.operator) === "stringlike" ? externalIdPattern : externalIdText;
  const isPossible = (value: string) =>
    accepted.test(value) || (term.literal !== true && value.includes("${") && value !== "${");
  if (term.values.some(isPossible)) return null;
  return {
    kind: "external-id",
    key: term.key,
    because:
      "No request can bring the external ID that is asked for: STS takes 2 to 1,224 letters, digits and the characters _ + = , . @ : / -.",
  };
}

function impossibleSubject(term: GuardTerm): Impossible | null {
  if (!isDemand(term) || bareOperator(term.operator) === "stringlike") return null;
  if (!term.values.every((value) => /[*?]/.test(value))) return null;
  const list = term.values.map((value) => `"${value}"`).join(", ");
  return {
    kind: "subject",
    key: term.key,
    because: `${term.operator} takes * and ? literally, and no token has the subject ${list}; StringLike knows wildcards.`,
  };
}

function timeIsOver(term: GuardTerm, now: number): Impossible | null {
  if (!/^(?:date|numeric)lessthan(?:equals)?$/i.test(term.operator)) return null;
  const ends = term.values.map((value) =>
    /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : Date.parse(value) / 1000,
  );
  if (ends.length === 0 || !ends.every((end) => end <= now)) return null;
  const last = new Date(Math.max(...ends) * 1000).toISOString().slice(0, 10);
  return { kind: "time", key: term.key, because: `The time that ${term.key} allows ended on ${last}.` };
}
