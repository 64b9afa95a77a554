/** What is told of a session that could not be had, as values for people and programs. */
import type { Snapshot } from "../../../model/index.ts";
import { durationReason, type Explanation, explainRefusal, type RefusedCall } from "./explain-refusal.ts";
import type { ToldRefusal } from "./refusal-shape.ts";

/** `snapshot` null: there is none, and only what AWS's own words tell is explained. */
export function toldRefusal(refused: RefusedCall, snapshot: Snapshot | null): ToldRefusal {
  const { call, caller, refusal } = refused;
  const { reasons, notKnown } =
    snapshot === null ? explainByWords(refused) : explainRefusal(snapshot, refused);
  return {
    role: call.role.arn,
    by: caller,
    code: refusal.code,
    message: refusal.message,
    snapshot: snapshot === null ? null : new Date(snapshot.createdAt * 1000).toISOString(),
    reasons: [...reasons],
    notKnown: [...notKnown],
  };
}

function explainByWords(refused: RefusedCall): Explanation {
  const tooLong = durationReason(null, refused);
  return { reasons: tooLong === null ? [] : [tooLong], notKnown: [] };
}
