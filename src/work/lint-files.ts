/** Lints policy files, and says where a text is none. */
import { readFileSync } from "node:fs";
import { type LintFinding, lintPolicy } from "../findings/lint/lint-policy.ts";
import { err, ok, type Result } from "../model/index.ts";
import {
  decodePolicyText,
  lineAndColumn,
  type PolicyDocument,
  type PolicyKind,
  parsePolicy,
} from "../policy/index.ts";
import { openActionCatalogue } from "./action-file.ts";
import type { FileFault } from "./yaml-file.ts";

export type LintedFile = {
  /** As it was named; `-` for standard input. */
  readonly file: string;
  readonly kind: PolicyKind;
  readonly findings: readonly LintFinding[];
};

/** `kind`: null where the policy has to say itself what it is. */
export function lintFile(file: string, kind: PolicyKind | null): Result<LintedFile, FileFault> {
  const place = file === "-" ? "standard input" : file;
  let text: string;
  try {
    text = decodePolicyText(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err({
      place,
      message: `can't be read: ${reason}`,
      advice: "Name a file with one policy as JSON.",
    });
  }
  const told = kind ?? kindOf(text);
  const findings = lintPolicy(text, { kind: told, catalogue: openActionCatalogue() });
  if (!findings.ok) {
    const { offset, message, advice } = findings.error;
    const { line, column } = lineAndColumn(text, offset);
    return err({ place: `${place}:${line}:${column}`, message, advice });
  }
  return ok({ file, kind: told, findings: findings.value });
}

/**
 * What the policy looks like: one with principals is a resource's, or a role's where its statements name no resource. SCPs
 * look like identity policies, and RCPs like resources' ones: they have to be told.
 */
function kindOf(text: string): PolicyKind {
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
