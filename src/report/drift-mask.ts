/** Masks external IDs in a difference as it is shown. */
import { maskDriftChange } from "../drift/mask-drift.ts";
import type { FindingBrief } from "../model/index.ts";
import type { DiffAnswer } from "../work/drift/diff-answer.ts";
import { externalIdsOf, maskSentence, maskValue } from "./mask.ts";

export function maskDiff(answer: DiffAnswer): DiffAnswer {
  const values = answer.changes.flatMap(({ before, after }) => externalIdsOf([before ?? "", after ?? ""]));
  const briefs = (all: readonly FindingBrief[]): readonly FindingBrief[] =>
    all.map((one) => ({ ...one, title: maskTitle(one, values) }));
  const { findings, chains } = answer;
  return {
    ...answer,
    changes: answer.changes.map(maskDriftChange),
    findings: { opened: briefs(findings.opened), closed: briefs(findings.closed) },
    chains:
      chains === null ? null : { appeared: briefs(chains.appeared), disappeared: briefs(chains.disappeared) },
  };
}

/** Of a rule about external IDs, whatever the title quotes may be one that stands in another policy. */
export function maskTitle(
  { rule, title }: Pick<FindingBrief, "rule" | "title">,
  values: readonly string[],
): string {
  const masked = maskSentence(title, values);
  return rule.startsWith("external-id")
    ? masked.replaceAll(/"([^"]*)"/g, (_, value) => maskValue(value))
    : masked;
}
