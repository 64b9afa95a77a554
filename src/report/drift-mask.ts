/** Masks external IDs in what is told of changes. */
import type { AccessParty, DriftChange, DriftRequest, FindingBrief, GuardChange } from "../model/index.ts";
import type { DiffAnswer } from "../work/drift/diff-answer.ts";
import { externalIdsOf, maskGuard, maskPolicyText, maskRequest, maskSentence, maskValue } from "./mask.ts";

export function maskDiff(answer: DiffAnswer): DiffAnswer {
  const values = answer.changes.flatMap(({ before, after }) => externalIdsOf([before ?? "", after ?? ""]));
  const briefs = (all: readonly FindingBrief[]): readonly FindingBrief[] =>
    all.map((one) => ({ ...one, title: maskTitle(one, values) }));
  const { findings, chains } = answer;
  return {
    ...answer,
    changes: answer.changes.map(maskChange),
    findings: { opened: briefs(findings.opened), closed: briefs(findings.closed) },
    chains:
      chains === null ? null : { appeared: briefs(chains.appeared), disappeared: briefs(chains.disappeared) },
  };
}

function maskChange(change: DriftChange): DriftChange {
  const values = externalIdsOf([change.before ?? "", change.after ?? ""]);
  const sentence = (text: string): string => maskSentence(text, values);
  const { gained, lost } = change.examples;
  return {
    ...change,
    summary: sentence(change.summary),
    gained: change.gained.map(maskParty),
    lost: change.lost.map(maskParty),
    guards: change.guards.map(maskGuardChange),
    examples: { gained: maskExample(gained), lost: maskExample(lost) },
    reaches: change.reaches.map(sentence),
    notes: change.notes.map(sentence),
    before: change.before === null ? null : maskPolicyText(change.before),
    after: change.after === null ? null : maskPolicyText(change.after),
  };
}

/** Of a rule about external IDs, whatever the title quotes may be one that stands in another policy. */
function maskTitle({ rule, title }: FindingBrief, values: readonly string[]): string {
  const masked = maskSentence(title, values);
  return rule.startsWith("external-id")
    ? masked.replaceAll(/"([^"]*)"/g, (_, value) => maskValue(value))
    : masked;
}

function maskParty(party: AccessParty): AccessParty {
  return { ...party, guard: maskTerms(party.guard) };
}

function maskTerms(guard: AccessParty["guard"]): AccessParty["guard"] {
  const masked = maskGuard(guard.map((term) => ({ ...term, controlledBy: "unknown" as const })));
  return guard.map((term, at) => ({ ...term, values: masked[at]?.values ?? [] }));
}

function maskExample(request: DriftRequest | null): DriftRequest | null {
  return request === null ? null : maskRequest(request);
}

/** Each text is a key, an operator and values. */
function maskGuardChange(change: GuardChange): GuardChange {
  if (change.key?.toLowerCase() !== "sts:externalid") return change;
  const masked = (text: string): string => {
    const [, start = "", operator = "", values = ""] = /^(\S+ (\S+) )(.*)$/s.exec(text) ?? [];
    return operator === "" || operator.startsWith("Null") ? text : `${start}${maskValue(values)}`;
  };
  return { ...change, before: change.before.map(masked), after: change.after.map(masked) };
}
