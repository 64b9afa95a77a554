/** Whether one value of the request matches one value of the policy: the positive operators, naively. */
import type { ConditionOperator } from "../../../src/policy/ast.ts";
import { type Address, addressOf, type Block, blockOf } from "./addresses.ts";
import { type GlobToken, globMatches } from "./glob.ts";
import { componentsOf } from "./policy-text.ts";

export type Positive = Exclude<
  ConditionOperator,
  | "Null"
  | "StringNotEquals"
  | "StringNotEqualsIgnoreCase"
  | "StringNotLike"
  | "NumericNotEquals"
  | "DateNotEquals"
  | "NotIpAddress"
  | "ArnNotEquals"
  | "ArnNotLike"
>;

/** The operator without its Not, and whether it had one. */
export function positiveOf(operator: Exclude<ConditionOperator, "Null">): readonly [Positive, boolean] {
  switch (operator) {
    case "StringNotEquals":
      return ["StringEquals", true];
    case "StringNotEqualsIgnoreCase":
      return ["StringEqualsIgnoreCase", true];
    case "StringNotLike":
      return ["StringLike", true];
    case "NumericNotEquals":
      return ["NumericEquals", true];
    case "DateNotEquals":
      return ["DateEquals", true];
    case "NotIpAddress":
      return ["IpAddress", true];
    case "ArnNotEquals":
      return ["ArnEquals", true];
    case "ArnNotLike":
      return ["ArnLike", true];
    default:
      return [operator, false];
  }
}

/** Operators whose values may have wildcards, and those whose values may have variables. */
export function takesWildcards(operator: Positive): boolean {
  return operator === "StringLike" || operator === "ArnLike" || operator === "ArnEquals";
}
export function takesVariables(operator: Positive): boolean {
  return /^(String|Arn)/.test(operator);
}

/** Texts and ARNs: `pattern` has its variables replaced. */
export function textMatches(operator: Positive, pattern: readonly GlobToken[], value: string): boolean {
  if (operator === "ArnEquals" || operator === "ArnLike") return arnMatches(pattern, value);
  if (operator === "StringEqualsIgnoreCase") {
    return (
      pattern
        .map((token) => (token.kind === "character" ? token.is : ""))
        .join("")
        .toLowerCase() === value.toLowerCase()
    );
  }
  return globMatches(pattern, value);
}

/** Component by component (IAM-SEMANTICS 50, 51); a lone star is everything. */
export function arnMatches(pattern: readonly GlobToken[], value: string): boolean {
  if (isEverything(pattern)) return true;
  const wanted = componentsOf(pattern, (token) => token.kind === "character" && token.is === ":");
  const given = componentsOf([...value], (character) => character === ":");
  if (wanted === null || given === null) return false;
  return wanted.every((component, i) => globMatches(component, given[i]?.join("") ?? ""));
}

export function isEverything(pattern: readonly GlobToken[]): boolean {
  return pattern.length === 1 && pattern[0]?.kind === "many";
}

/** Numbers, dates, booleans, addresses and binary values: no wildcards, no variables. */
export function typedMatches(operator: Positive, wanted: string, value: string): boolean {
  switch (operator) {
    case "Bool":
      return wanted.toLowerCase() === value.toLowerCase();
    case "BinaryEquals":
      return Buffer.from(wanted, "base64").equals(Buffer.from(value, "base64"));
    case "IpAddress":
      return inBlock(addressOf(value), blockOf(wanted));
    default:
      return operator.startsWith("Date")
        ? ordered(operator.slice("Date".length), instantOf(value), instantOf(wanted))
        : ordered(operator.slice("Numeric".length), Number(value), Number(wanted));
  }
}

function inBlock(address: Address | null, block: Block | null): boolean {
  return (
    address !== null &&
    block !== null &&
    address.bits === block.bits &&
    address.value >= block.first &&
    address.value <= block.last
  );
}

function ordered(relation: string, value: number, wanted: number): boolean {
  switch (relation) {
    case "Equals":
      return value === wanted;
    case "LessThan":
      return value < wanted;
    case "LessThanEquals":
      return value <= wanted;
    case "GreaterThan":
      return value > wanted;
    case "GreaterThanEquals":
      return value >= wanted;
    default:
      throw new Error(`no relation: ${relation}`);
  }
}

/** Milliseconds since 1970, of ISO 8601 or of seconds since then (IAM-SEMANTICS 54). */
export function instantOf(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
