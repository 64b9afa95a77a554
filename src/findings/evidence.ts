/** Statements shown as evidence: in the policy's display form, with the lines that they take there. */
import type { AccountId, DocumentIndex, Snapshot } from "../model/index.ts";
import { displayPolicy } from "../policy/index.ts";
import type { Evidence } from "./types.ts";

/** `policy`: what the policy is called; see {@link Evidence}. */
export function evidenceOf(
  snapshot: Snapshot,
  policy: string,
  document: DocumentIndex,
  owner: AccountId,
  statements: readonly number[],
): readonly Evidence[] {
  if (statements.length === 0) return [];
  return [];
}
