/** Lints policy files, and says where a text is none. */
import { readFileSync } from "node:fs";
import { type LintFinding, lintPolicy } from "../findings/lint/lint-policy.ts";
import { err, ok, type Result } from "../model/index.ts";
import { decodePolicyText, lineAndColumn, type PolicyKind } from "../policy/index.ts";
import { lintedKindOf } from "./accepted-policy.ts";
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
  const told = kind ?? lintedKindOf(text);
  const findings = lintPolicy(text, { kind: told, catalogue: openActionCatalogue() });
  if (!findings.ok) {
    const { offset, message, advice } = findings.error;
    const { line, column } = lineAndColumn(text, offset);
    return err({ place: `${place}:${line}:${column}`, message, advice });
  }
  return ok({ file, kind: told, findings: findings.value });
}
