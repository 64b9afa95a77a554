/** Statements shown as evidence: in the policy's display form, with the lines that they take there. */
import type { AccountId, DocumentIndex, Snapshot } from "../model/index.ts";
import { displayPolicy, type PolicyDocument } from "../policy/index.ts";

export type Evidence = {
  /** `trust policy of ARN`, or a policy's ARN or `ARN/inline-name`. */
  readonly policy: string;
  /** Sid, or the position from 0. */
  readonly statement: string | number;
  /** First and last line in the policy's display form, from 1. */
  readonly lines: readonly [number, number];
  readonly text: string;
};

/** `policy`: what the policy is called; see {@link Evidence}. `parsed`: the same document, whoever's id stands in it. */
export function evidenceOf(
  snapshot: Snapshot,
  policy: string,
  parsed: PolicyDocument | null,
  document: DocumentIndex,
  owner: AccountId,
  statements: readonly number[],
): readonly Evidence[] {
  if (statements.length === 0) return [];
  const text = snapshot.documents.text(document, owner);
  const shown = displayPolicy(text);
  const lines = shown.text.split("\n");
  const sids = parsed?.statements.map((statement) => statement.sid) ?? [];
  return [...new Set(statements)]
    .sort((a, b) => a - b)
    .flatMap((index): Evidence[] => {
      const range = shown.statementLines(index);
      if (range === null) return [];
      const part = lines.slice(range[0] - 1, range[1]).join("\n");
      return [{ policy, statement: nameOf(sids, index), lines: range, text: part }];
    });
}

/** The Sid, if it tells the statement from the others. */
function nameOf(sids: readonly (string | null)[], index: number): string | number {
  const sid = sids[index];
  const isUnique = sid !== null && sid !== undefined && sids.filter((other) => other === sid).length === 1;
  return isUnique ? sid : index;
}
