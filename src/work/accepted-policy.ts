/** Policies as AWS would have accepted them, and what kind they look like. Pure: texts in, values out. */
import { err, type Result } from "../model/result.ts";
import type { PolicyDocument, PolicyKind } from "../policy/ast.ts";
import type { JsonError } from "../policy/json.ts";
import { parsePolicy } from "../policy/parse.ts";

/** The kinds that are compared and normalised. */
export const comparedKinds = ["identity", "resource", "trust", "scp", "rcp"] as const;
export type ComparedKind = (typeof comparedKinds)[number];

/** What AWS would refuse is an error, with its offset in the text. */
export function acceptedPolicy(text: string, kind: PolicyKind): Result<PolicyDocument, JsonError> {
  const parsed = parsePolicy(text, { kind });
  if (!parsed.ok) return parsed;
  const first = parsed.value.issues.find(({ severity }) => severity === "error");
  return first === undefined
    ? parsed
    : err({ offset: first.range.start, message: first.message, advice: first.advice });
}

/**
 * What the texts look like: identity policies say nothing of principals; of those that do, trust policies have no
 * resource, and speak of sts alone. SCPs look like identity policies, and RCPs like resources' ones: they have to be told.
 */
export function kindOfTexts(texts: readonly string[]): "identity" | "resource" | "trust" {
  const statements = texts.flatMap((text) => {
    const parsed = parsePolicy(text, { kind: "endpoint" });
    return parsed.ok ? parsed.value.statements : [];
  });
  if (!statements.some(({ principal }) => principal !== null)) return "identity";
  const namesResource = texts.some((text) => /"(Not)?Resource"\s*:/i.test(text));
  const isSts = statements.every(({ action }) =>
    action.patterns.every(({ text }) => /^(sts:|\*$)/i.test(text)),
  );
  return isSts && !namesResource ? "trust" : "resource";
}

/** As {@link kindOfTexts} for one text, and for one that AWS would refuse: a Principal anywhere counts. */
export function lintedKindOf(text: string): PolicyKind {
  const parsed = parsePolicy(text, { kind: "resource" });
  const statements: PolicyDocument["statements"] = parsed.ok ? parsed.value.statements : [];
  const hasPrincipal = /"(Not)?Principal"\s*:/i.test(text);
  if (!hasPrincipal) return "identity";
  const isTrust = statements.every(
    ({ resource, action }) =>
      resource === null && action.patterns.every((pattern) => /^(sts:.*|\*)$/i.test(pattern.text)),
  );
  return isTrust ? "trust" : "resource";
}
