/**
 * A layer: the policies of one kind that apply to a call, such as the caller's identity policies or the resource's policy.
 * Within a layer every Allow suffices and every Deny wins (IAM-SEMANTICS 1); how layers join is the business of the
 * decisions.
 */
import type { DecisionLayer, NamedPolicy, StatementEvidence } from "../request-question.ts";
import { either, type Outcome } from "./outcome.ts";
import { preparedPolicy, statementLines } from "./prepared-policy.ts";
import type { Naming } from "./principal-match.ts";
import type { Call, PreparedStatement } from "./statement-match.ts";

export type MatchedStatement = {
  readonly policy: NamedPolicy;
  readonly prepared: PreparedStatement;
  /** Never false: statements that do not match are left out. */
  readonly outcome: Outcome;
  readonly namings: readonly Naming[];
};

/** What one layer says; where the layer has levels, each level is judged for itself. */
export type Judgement = {
  readonly layer: DecisionLayer;
  /** The control policy's level. */
  readonly target: string | null;
  readonly policies: readonly NamedPolicy[];
  readonly allow: Outcome;
  readonly deny: Outcome;
  readonly matched: readonly MatchedStatement[];
};

const nothing: readonly MatchedStatement[] = [];

export function judge(
  layer: DecisionLayer,
  target: string | null,
  policies: readonly NamedPolicy[],
  call: Call,
): Judgement {
  let allow: Outcome = false;
  let deny: Outcome = false;
  let matched: MatchedStatement[] | null = null;
  for (const policy of policies) {
    for (const prepared of preparedPolicy(policy.document).about(call.action)) {
      const { outcome, namings } = prepared.matches(call);
      if (outcome === false) continue;
      if (prepared.statement.effect === "Allow") allow = either(allow, outcome);
      else deny = either(deny, outcome);
      const match = { policy, prepared, outcome, namings };
      if (matched === null) matched = [match];
      else matched.push(match);
    }
  }
  return { layer, target, policies, allow, deny, matched: matched ?? nothing };
}

/** `reason`: why nobody knows what the layer says. */
export function unknownLayer(layer: DecisionLayer, reason: string): Judgement {
  const open = { reason };
  return { layer, target: null, policies: [], allow: open, deny: open, matched: nothing };
}

export function evidenceOf(
  layer: DecisionLayer,
  target: string | null,
  policy: NamedPolicy,
  { index, sid, effect }: PreparedStatement["statement"],
): StatementEvidence {
  const lines = statementLines(policy, index);
  // Two literals, since spreading the optional member took a sixth of a decision's time.
  return target === null
    ? { layer, policy: policy.name, statement: index, sid, effect, lines }
    : { layer, target, policy: policy.name, statement: index, sid, effect, lines };
}
