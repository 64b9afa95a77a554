/**
 * Masks external IDs: whoever reads one over a shoulder, in a log or in a ticket can use the vendor's confusion. Masked
 * wherever a condition or a request gives a value to `sts:ExternalId`.
 */
import type { Capabilities } from "../authz/capability/types.ts";
import type { RequestDecision } from "../authz/request-question.ts";
import type { Guard, Request } from "../authz/types.ts";
import type { ActionGrant, StatementScope } from "../authz/what-can/types.ts";
import type { FindingSummary } from "../findings/finding-list.ts";
import type { Evidence, Finding, Who } from "../findings/types.ts";
import type { WhatCanAssume } from "../graph/index.ts";
import type { CutStatement, StatementCut } from "../graph/reach/index.ts";
import { type ExternalIdPlace, externalIdPlaces, maskPolicyText, maskValue } from "../policy/index.ts";
import type { ToldHop, ToldPath } from "../work/told-paths.ts";
import type { WhatIf } from "../work/what-if/what-if.ts";
import type { AssumptionChange } from "../work/what-if/what-if-answer.ts";

export { maskPolicyText, maskValue };

const externalId = "sts:externalid";

export function maskGuard(guard: Guard): Guard {
  return guard.map((term) =>
    term.key.toLowerCase() === externalId && !term.operator.startsWith("Null")
      ? { ...term, values: term.values.map(maskValue) }
      : term,
  );
}

export function maskRequest<T extends Request>(request: T): T {
  const context = Object.entries(request.context).map(([key, value]) => {
    if (key.toLowerCase() !== externalId) return [key, value];
    return [key, typeof value === "string" ? maskValue(value) : value.map(maskValue)];
  });
  return { ...request, context: Object.fromEntries(context) };
}

export function maskGrant<T extends ActionGrant>(grant: T): T {
  const scope = <S extends StatementScope>(one: S): S => ({ ...one, conditions: maskGuard(one.conditions) });
  return {
    ...scope(grant),
    limits: grant.limits.map((limit) => ({ ...limit, anyOf: limit.anyOf.map(scope) })),
    except: grant.except.map(scope),
  };
}

type Held = Pick<Capabilities, "administrator" | "capabilities">;

export function maskCapabilities({ administrator, capabilities }: Held): Held {
  return {
    administrator:
      administrator.kind === "not"
        ? { ...administrator, example: maskRequest(administrator.example) }
        : administrator,
    capabilities: capabilities.map((one) => ({
      ...one,
      ways: one.ways.map(maskGrant),
      example: one.example === null ? null : maskRequest(one.example),
    })),
  };
}

export function maskWho(who: readonly Who[]): readonly Who[] {
  return who.map((one) => ({ ...one, guard: maskGuard(one.guard) }));
}

export function maskAssumable(roles: WhatCanAssume["roles"]): WhatCanAssume["roles"] {
  return roles.map((one) => ({ ...one, guard: maskGuard(one.guard) }));
}

function externalIdsIn(evidence: readonly Evidence[]): readonly string[] {
  return externalIdsOf(evidence.map(({ text }) => text));
}

/** The values that the policies' or statements' texts give to the key, each once. */
export function externalIdsOf(texts: readonly string[]): readonly string[] {
  const values = texts.flatMap(externalIdPlaces);
  return [...new Set(values.map((place) => place.value))];
}

/** In a sentence: values that it quotes. */
export function maskSentence(sentence: string, values: readonly string[]): string {
  return values.reduce((text, value) => text.replaceAll(`"${value}"`, maskValue(value)), sentence);
}

/** What a fix proposes in place of an external ID is meant to be read; every other one stood there before. */
function isProposal(value: string): boolean {
  return value.startsWith("REPLACE-WITH-");
}

/** `whole` is asked only for a summary that quotes something. */
export function maskSummary(summary: FindingSummary, whole: () => Finding): FindingSummary {
  if (![summary.title, ...summary.severityReasons].some((text) => text.includes('"'))) return summary;
  const { title, severityReasons } = maskFinding(whole());
  return { ...summary, title, severityReasons };
}

export function maskFinding(finding: Finding): Finding {
  const { who, guard, witness, evidence, impact, fix } = finding;
  const values = externalIdsIn(evidence);
  const sentence = (text: string): string => maskSentence(text, values);
  return {
    ...finding,
    title: sentence(finding.title),
    severityReasons: finding.severityReasons.map(sentence),
    impact: impact.map(sentence),
    who: maskWho(who),
    guard: maskGuard(guard),
    witness: witness === null ? null : maskRequest(witness),
    evidence: evidence.map((one) => ({ ...one, text: maskPolicyText(one.text) })),
    fix:
      fix === null
        ? null
        : {
            ...fix,
            summary: sentence(fix.summary),
            policy: fix.policy === null ? null : maskPolicyText(fix.policy, isProposal),
          },
  };
}

export function maskPath(path: ToldPath): ToldPath {
  return {
    ...path,
    hops: path.hops.map(maskHop),
    administrator: path.administrator.map((one) => ({ ...one, text: maskPolicyText(one.text) })),
  };
}

export function maskStatementCut({ cut, ...rest }: StatementCut): StatementCut {
  const masking = ({ evidence, ...one }: CutStatement): CutStatement => ({
    ...one,
    evidence: evidence === null ? null : { ...evidence, text: maskPolicyText(evidence.text) },
  });
  return { ...rest, cut: cut.map(masking) };
}

export function maskHop(hop: ToldHop): ToldHop {
  const { guard, reasons, evidence, requests } = hop;
  const values = externalIdsIn(evidence);
  return {
    ...hop,
    guard: maskGuard(guard),
    reasons: reasons.map((reason) => maskSentence(reason, values)),
    evidence: evidence.map((one) => ({ ...one, text: maskPolicyText(one.text) })),
    requests: requests.map(maskRequest),
  };
}

export function maskWhatIf(found: WhatIf): WhatIf {
  const ways = (all: WhatIf["appears"]): WhatIf["appears"] =>
    all.map((one) => (one.told === null ? one : { ...one, told: maskPath(one.told) }));
  const side = (one: AssumptionChange["before"]): AssumptionChange["before"] =>
    one === null ? null : { ...one, guards: one.guards.map(maskGuard) };
  return {
    ...found,
    appears: ways(found.appears),
    disappears: ways(found.disappears),
    differs: ways(found.differs),
    assumptions: found.assumptions.map((one) => ({
      ...one,
      before: side(one.before),
      after: side(one.after),
    })),
  };
}

/** What a condition would have had to be. */
export function maskDecision(decision: RequestDecision): RequestDecision {
  const { nearest } = decision;
  if (nearest === null) return decision;
  const failed = nearest.failed.map((one) =>
    one.key?.toLowerCase() === externalId && one.operator?.startsWith("Null") !== true
      ? { ...one, expected: one.expected.map(maskValue) }
      : one,
  );
  return { ...decision, nearest: { ...nearest, failed } };
}

/**
 * A text that was made from {@link maskPolicyText} of `original`, with the external IDs back in their places: only where the text gives a
 * value to `sts:ExternalId`, since anywhere else whoever reads the answer would read them. Null: it can't be told which stands where, as
 * several are masked alike and their number is another one now; or the text asks something of external IDs besides that would let them be
 * guessed letter by letter, by what the answer says of it.
 */
export function unmaskPolicyText(text: string, original: string): string | null {
  const ids = Map.groupBy(
    externalIdPlaces(original).map(({ value }) => value),
    maskValue,
  );
  const places = externalIdPlaces(text);
  const masked = places.filter(({ value }) => ids.has(value));
  if (masked.length === 0) return text;
  if (places.some((place) => !ids.has(place.value) && !isExact(place))) return null;
  const counts = Map.groupBy(masked, ({ value }) => value);
  for (const [mask, known] of ids) {
    const count = counts.get(mask)?.length ?? 0;
    if (count > 0 && new Set(known).size > 1 && count !== known.length) return null;
  }
  let shown = "";
  let from = 0;
  const taken = new Map<string, number>();
  for (const { start, end, value } of masked) {
    const at = taken.get(value) ?? 0;
    taken.set(value, at + 1);
    const known = ids.get(value) ?? [];
    shown += text.slice(from, start) + JSON.stringify(known[at] ?? known[0]);
    from = end;
  }
  return shown + text.slice(from);
}

/** Whether it is one external ID, to be told from others by itself alone. */
function isExact({ operator, value }: ExternalIdPlace): boolean {
  const bare = operator
    .toLowerCase()
    .replace(/^for(any|all)values?:/, "")
    .replace(/ifexists$/, "");
  return (bare === "stringequals" || bare === "stringnotequals") && !value.includes("${");
}
