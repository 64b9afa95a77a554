/**
 * A layer: the policies of one kind that apply to a call, such as the caller's identity policies or the role's trust
 * policy. Within a layer every Allow suffices and every Deny wins (IAM-SEMANTICS 1); how layers join is the business of
 * the decisions.
 */
import type { PolicyDocument, PolicyKind, Statement } from "../../policy/ast.ts";
import { either, type Outcome } from "./outcome.ts";
import type { Naming } from "./principal-match.ts";
import { type Call, type CallToJudge, type PreparedStatement, prepareStatement } from "./statement-match.ts";

export type Layer = PolicyKind;

export type NamedPolicy = { readonly name: string; readonly document: PolicyDocument };

/** A statement that took part in a decision. `statement` is its index in the policy. */
export type Evidence = {
  readonly layer: Layer;
  readonly policy: string;
  readonly statement: number;
  readonly effect: "Allow" | "Deny";
};

type MatchedStatement = {
  readonly statement: Statement;
  readonly evidence: Evidence;
  /** Never false: statements that do not match are left out. */
  readonly outcome: Outcome;
  readonly namings: readonly Naming[];
};

export type Judgement = {
  readonly layer: Layer;
  readonly allow: Outcome;
  readonly deny: Outcome;
  readonly matched: readonly MatchedStatement[];
};

export function judge(layer: Layer, policies: readonly NamedPolicy[], asked: CallToJudge): Judgement {
  const call: Call = { ...asked, isTrust: layer === "trust" };
  let allow: Outcome = false;
  let deny: Outcome = false;
  const matched: MatchedStatement[] = [];
  for (const { name, document } of policies) {
    for (const { statement, matches } of preparedStatements(document)) {
      const { outcome, namings } = matches(call);
      if (outcome === false) continue;
      if (statement.effect === "Allow") allow = either(allow, outcome);
      else deny = either(deny, outcome);
      const evidence = { layer, policy: name, statement: statement.index, effect: statement.effect };
      matched.push({ statement, evidence, outcome, namings });
    }
  }
  return { layer, allow, deny, matched };
}

/** Preparing costs more than matching, and documents are asked about many calls. */
const prepared = new WeakMap<PolicyDocument, readonly PreparedStatement[]>();

function preparedStatements(document: PolicyDocument): readonly PreparedStatement[] {
  let statements = prepared.get(document);
  if (statements === undefined) {
    statements = document.statements.map((statement) => prepareStatement(statement, document.version));
    prepared.set(document, statements);
  }
  return statements;
}
