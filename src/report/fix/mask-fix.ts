/** Masks external IDs in a plan of fixes as it is shown. */
import { maskDriftChange } from "../../drift/mask-drift.ts";
import type { StatementChange } from "../../provision/index.ts";
import type { FixAnswer, ToldFinding, ToldFix } from "../../work/provision/fixes/index.ts";
import { maskTitle } from "../drift-mask.ts";
import { externalIdsOf, maskPolicyText, maskSentence } from "../mask.ts";

export function maskFixAnswer(answer: FixAnswer): FixAnswer {
  const values = externalIdsOf(answer.fixes.flatMap(({ before, after }) => [before ?? "", after ?? ""]));
  const sentence = (text: string): string => maskSentence(text, values);
  const titled = <T extends ToldFinding>(one: T): T => ({ ...one, title: maskTitle(one, values) });
  return {
    ...answer,
    fixes: answer.fixes.map((fix) => {
      const masked = maskFix(fix, sentence);
      return { ...masked, findings: masked.findings.map(titled) };
    }),
    notApplicable: answer.notApplicable.map((one) => ({
      ...titled(one),
      why: sentence(one.why),
      advice: sentence(one.advice),
    })),
  };
}

function maskFix(fix: ToldFix, sentence: (text: string) => string): ToldFix {
  const masked = (text: string | null): string | null => (text === null ? null : maskPolicyText(text));
  const pairs = (all: readonly StatementChange[]): readonly StatementChange[] =>
    all.map(({ before, after }) => ({ before: masked(before), after: masked(after) }));
  return {
    ...fix,
    why: fix.why === null ? null : sentence(fix.why),
    findings: fix.findings.map((one) => ({
      ...one,
      summary: sentence(one.summary),
    })),
    before: masked(fix.before),
    after: masked(fix.after),
    statements: pairs(fix.statements),
    inverse: pairs(fix.inverse),
    changes: fix.changes.map(maskDriftChange),
    notes: fix.notes.map(sentence),
  };
}
