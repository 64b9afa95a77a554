/** Reads one policy from a file of its own: JSON or URL-encoded JSON, as AWS gives it. */
import { readFileSync } from "node:fs";
import { err, ok, type Result } from "../model/index.ts";
import {
  decodePolicyText,
  lineAndColumn,
  type PolicyDocument,
  type PolicyKind,
  parsePolicy,
} from "../policy/index.ts";
import type { FileFault } from "./yaml-file.ts";

/** The kinds that `--kind` takes. */
export const comparedKinds = ["identity", "resource", "trust", "scp", "rcp"] as const;
export type ComparedKind = (typeof comparedKinds)[number];

export type PolicyText = { readonly path: string; readonly text: string };

/** Much more than the longest policy that AWS takes, which has 20 KB. */
const maxLength = 4 * 2 ** 20;

export function readPolicyText(path: string): Result<PolicyText, FileFault> {
  try {
    const text = decodePolicyText(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
    return text.length <= maxLength
      ? ok({ path, text })
      : err({ place: path, message: "is larger than 4 MiB", advice: "Give one policy a file." });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err({
      place: path,
      message: `can't be read: ${reason}`,
      advice: "Check the path and its permissions.",
    });
  }
}

/** A policy that AWS would not have accepted is a fault, told with its place. */
export function policyIn({ path, text }: PolicyText, kind: PolicyKind): Result<PolicyDocument, FileFault> {
  const at = (offset: number): string => {
    const { line, column } = lineAndColumn(text, offset);
    return `${path}:${line}:${column}`;
  };
  const parsed = parsePolicy(text, { kind });
  if (!parsed.ok) {
    const { offset, message, advice } = parsed.error;
    return err({ place: at(offset), message, advice });
  }
  const [first] = parsed.value.issues.filter(({ severity }) => severity === "error");
  return first === undefined
    ? ok(parsed.value)
    : err({ place: at(first.range.start), message: first.message, advice: first.advice });
}

/**
 * What the texts look like: identity policies say nothing of principals; of those that do, trust policies have no
 * resource, and speak of sts alone.
 */
export function kindOfTexts(texts: readonly PolicyText[]): "identity" | "resource" | "trust" {
  const statements = texts.flatMap(({ text }) => {
    const parsed = parsePolicy(text, { kind: "endpoint" });
    return parsed.ok ? parsed.value.statements : [];
  });
  if (!statements.some(({ principal }) => principal !== null)) return "identity";
  const namesResource = texts.some(({ text }) => /"(Not)?Resource"\s*:/i.test(text));
  const isSts = statements.every(({ action }) =>
    action.patterns.every(({ text }) => /^(sts:|\*$)/i.test(text)),
  );
  return isSts && !namesResource ? "trust" : "resource";
}
