/** The condition operators as data: what they compare, whether they are negated, and which operator is their contrary. */
import type { ConditionOperator } from "../../policy/ast.ts";

export type OperatorFamily = "text" | "number" | "date" | "boolean" | "address" | "arn" | "null";

export type Comparison = "=" | "<" | "<=" | ">" | ">=";

export type OperatorFacts = {
  readonly family: OperatorFamily;
  /** …Not…: true where the positive operator of the same values is false, and on an absent key (IAM-SEMANTICS 45, 46). */
  readonly negated: boolean;
  /** `*` and `?` in values stand for characters (IAM-SEMANTICS 49, 50). */
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  readonly comparison: Comparison;
  /** True exactly where this one is false, the key being there. Null: no operator says so. */
  readonly contrary: ConditionOperator | null;
};

function facts(
  family: OperatorFamily,
  contrary: ConditionOperator | null,
  more: Partial<Omit<OperatorFacts, "family" | "contrary">> = {},
): OperatorFacts {
  return { family, contrary, negated: false, wildcards: false, ignoreCase: false, comparison: "=", ...more };
}

export const operatorFacts: Readonly<Record<ConditionOperator, OperatorFacts>> = {
  StringEquals: facts("text", "StringNotEquals"),
  StringNotEquals: facts("text", "StringEquals", { negated: true }),
  StringEqualsIgnoreCase: facts("text", "StringNotEqualsIgnoreCase", { ignoreCase: true }),
  StringNotEqualsIgnoreCase: facts("text", "StringEqualsIgnoreCase", { ignoreCase: true, negated: true }),
  StringLike: facts("text", "StringNotLike", { wildcards: true }),
  StringNotLike: facts("text", "StringLike", { wildcards: true, negated: true }),
  NumericEquals: facts("number", "NumericNotEquals"),
  NumericNotEquals: facts("number", "NumericEquals", { negated: true }),
  NumericLessThan: facts("number", "NumericGreaterThanEquals", { comparison: "<" }),
  NumericLessThanEquals: facts("number", "NumericGreaterThan", { comparison: "<=" }),
  NumericGreaterThan: facts("number", "NumericLessThanEquals", { comparison: ">" }),
  NumericGreaterThanEquals: facts("number", "NumericLessThan", { comparison: ">=" }),
  DateEquals: facts("date", "DateNotEquals"),
  DateNotEquals: facts("date", "DateEquals", { negated: true }),
  DateLessThan: facts("date", "DateGreaterThanEquals", { comparison: "<" }),
  DateLessThanEquals: facts("date", "DateGreaterThan", { comparison: "<=" }),
  DateGreaterThan: facts("date", "DateLessThanEquals", { comparison: ">" }),
  DateGreaterThanEquals: facts("date", "DateLessThan", { comparison: ">=" }),
  Bool: facts("boolean", "Bool", { ignoreCase: true }),
  BinaryEquals: facts("text", null),
  IpAddress: facts("address", "NotIpAddress"),
  NotIpAddress: facts("address", "IpAddress", { negated: true }),
  ArnEquals: facts("arn", "ArnNotEquals", { wildcards: true }),
  ArnLike: facts("arn", "ArnNotLike", { wildcards: true }),
  ArnNotEquals: facts("arn", "ArnEquals", { negated: true, wildcards: true }),
  ArnNotLike: facts("arn", "ArnLike", { negated: true, wildcards: true }),
  Null: facts("null", "Null"),
};
