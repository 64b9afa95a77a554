/** Values of a parsed record, taken with care: anything may stand anywhere. Own members are read alone by JSON's own parser. */
import { type AccountId, type Arn, isAccountId, isArn } from "../../../model/index.ts";

export type Fields = { readonly [name: string]: unknown };

const none: Fields = Object.freeze(Object.create(null));

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object without members where there is none. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : none;
}

/** Null: it is no text, or an empty one. */
export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

const noItems: readonly unknown[] = Object.freeze([]);

/** Null where it is none; `[]` where it is a list of none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : noItems;
}

export function arn(value: unknown): Arn | null {
  return typeof value === "string" && isArn(value) ? value : null;
}

export function account(value: unknown): AccountId | null {
  return typeof value === "string" && isAccountId(value) ? value : null;
}

/** CloudTrail writes truth as a text in some places and as itself in others. */
export function truth(value: unknown): boolean | null {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : null;
}
