/**
 * Why AWS refused to give a session, by what a snapshot holds: the request as it was sent is judged by the engine, action by
 * action and layer by layer, and what stands in the way is told with its statement.
 */

import { explainEach, type NeededAction } from "../../../authz/concrete/index.ts";
import { organizationView } from "../../../authz/index.ts";
import type { RequestQuestion } from "../../../authz/request-question.ts";
import type { Refusal } from "../../../aws/index.ts";
import type { Snapshot } from "../../../model/index.ts";
import { type AssumeCall, contextOf } from "../../../provision/sessions/index.ts";
import { policiesOfSnapshot } from "../../simulate/index.ts";
import { reasonsOfAction } from "./refusal-reasons.ts";
import type { RefusalReason } from "./refusal-shape.ts";

/** One call that AWS refused. */
export type RefusedCall = {
  readonly call: AssumeCall;
  /** Whose credentials made it: a user's ARN, or a session's. */
  readonly caller: string;
  /** The session's role with its path, where it is known. */
  readonly callerRole: string | null;
  /** Condition keys that the caller's session has from the calls before: its source identity, tags that stay, a second factor. */
  readonly inherited: Readonly<Record<string, string>>;
  readonly refusal: Refusal;
};

export type Explanation = {
  readonly reasons: readonly RefusalReason[];
  /** What could matter and is not in the snapshot, one sentence each. */
  readonly notKnown: readonly string[];
};

export function explainRefusal(snapshot: Snapshot, refused: RefusedCall): Explanation {
  const { call, refusal } = refused;
  const tooLong = durationReason(snapshot, refused);
  if (tooLong !== null) return { reasons: [tooLong], notKnown: [] };
  if (refusal.kind !== "denied" && refusal.kind !== "denied-by-organization") {
    return { reasons: [], notKnown: [] };
  }
  const absent = absentRole(snapshot, call.role.arn, call.role.account);
  if (absent !== null) return { reasons: [absent], notKnown: [] };
  const { question, missing } = questionOf(snapshot, refused);
  const needed = neededOf(question, refusal);
  const reasons = needed.flatMap((one) => reasonsOfAction(one, question, snapshot));
  const unknowns = needed.flatMap(({ decision }) => decision.unknowns);
  return {
    // What AWS names comes first.
    reasons: reasons.toSorted((a, b) => Number(names(refusal, b)) - Number(names(refusal, a))),
    notKnown: [...new Set([...unknowns, ...missing, ...(reasons.length === 0 ? unexplained(needed) : [])])],
  };
}

/** What AWS names is asked about as well, even where the call as we know it would not need it. */
function neededOf(question: RequestQuestion, { message }: Refusal): readonly NeededAction[] {
  const needed = explainEach(question);
  const named = /perform: (sts:[A-Za-z]+)/.exec(message)?.[1];
  if (named === undefined || needed.some(({ action }) => action.toLowerCase() === named.toLowerCase()))
    return needed;
  return [
    ...needed,
    ...explainEach({ ...question, request: { ...question.request, action: named } }).slice(0, 1),
  ];
}

function names({ message }: Refusal, { action }: RefusalReason): boolean {
  return action !== null && message.toLowerCase().includes(action.toLowerCase());
}

function questionOf(
  snapshot: Snapshot,
  { call, caller, callerRole, inherited }: RefusedCall,
): { readonly question: RequestQuestion; readonly missing: readonly string[] } {
  const request = {
    principal: caller,
    ...(callerRole === null ? {} : { role: callerRole }),
    action: "sts:AssumeRole",
    resource: { arn: call.role.arn, account: call.role.account },
    context: { ...inherited, ...contextOf(call) },
  };
  const held = policiesOfSnapshot(snapshot, request);
  const role = callerRole ?? held.role;
  return {
    question: {
      request: {
        ...request,
        context: { ...held.context, ...request.context },
        ...(role === null ? {} : { role }),
      },
      policies: held.policies,
      organization: organizationView(snapshot),
    },
    missing: held.missing,
  };
}

/** By the snapshot the call would pass: then something is so that it does not tell. */
function unexplained(needed: readonly NeededAction[]): readonly string[] {
  if (needed.some(({ decision }) => decision.decision !== "Allowed")) return [];
  return [
    "By the snapshot it is allowed: policies changed since, or something denies it that no snapshot holds (session policies of the session that asks, a VPC endpoint's policy).",
  ];
}

function absentRole(snapshot: Snapshot, arn: string, account: string): RefusalReason | null {
  const index = snapshot.accountIndex(account);
  if (index === null || snapshot.accounts[index]?.hasData !== true) return null;
  const found = snapshot.roles.byArn(arn);
  if (found === null) {
    return ruled("no-such-role", `Account ${account} has no role ${arn}, by the snapshot.`);
  }
  const real = snapshot.roles.arn(found);
  return real === arn
    ? null
    : ruled("no-such-role", `The role's ARN is ${real}, with its path, and not ${arn}.`);
}

/** STS says in words of its own that a session would be too long. `snapshot` null: there is none. */
export function durationReason(
  snapshot: Snapshot | null,
  { call, caller, refusal }: RefusedCall,
): RefusalReason | null {
  if (!/DurationSeconds/i.test(refusal.message)) return null;
  if (/role chaining|1 hour/i.test(refusal.message)) {
    return ruled(
      "too-long",
      `${caller} is itself a role's session, and what it assumes lasts an hour at most.`,
    );
  }
  const index = snapshot?.roles.byArn(call.role.arn) ?? null;
  const most = index === null ? null : (snapshot?.roles.row(index).maxSessionSeconds ?? null);
  return ruled(
    "too-long",
    most === null || most >= call.seconds
      ? `${call.seconds} seconds are more than the role's MaxSessionDuration, which ${snapshot === null ? "is not known here" : "the snapshot does not tell as it is now"}. Every role gives an hour.`
      : `${call.seconds} seconds are more than the role's MaxSessionDuration of ${most}.`,
  );
}

function ruled(kind: RefusalReason["kind"], text: string): RefusalReason {
  return { kind, action: null, text, statements: [] };
}
