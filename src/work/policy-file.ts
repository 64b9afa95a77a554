/** Reads one policy from a file of its own: JSON or URL-encoded JSON, as AWS gives it. */
import { readFileSync } from "node:fs";
import { err, ok, type Result } from "../model/index.ts";
import { decodePolicyText, lineAndColumn, type PolicyDocument, type PolicyKind } from "../policy/index.ts";
import { acceptedPolicy } from "./accepted-policy.ts";
import type { FileFault } from "./yaml-file.ts";

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
  const accepted = acceptedPolicy(text, kind);
  if (accepted.ok) return accepted;
  const { offset, message, advice } = accepted.error;
  return err({ place: at(offset), message, advice });
}
