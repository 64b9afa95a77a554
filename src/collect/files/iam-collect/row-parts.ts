/** Parts of rows that several kinds of folders have. */
import type { JsonObject, JsonValue } from "../json-file.ts";
import { type Composed, Made } from "./composed-file.ts";

/** `{"KEY": "VALUE"}` as the AWS CLI's list. Undefined: there is no such file, or it can't be read. */
export function tagList(file: JsonValue | null | undefined): Composed | undefined {
  const members = file?.object("tags.json")?.members;
  if (members === undefined) return undefined;
  return [...members].map(([key, value]) => ({ Key: new Made(key, value), Value: value }));
}

/**
 * A list that iam-collect leaves out where it is empty: no file is an empty list. Undefined: the file can't be read.
 */
export function listOf(
  file: JsonValue | null | undefined,
  name: string,
  row: (item: JsonValue) => Composed,
): Composed | undefined {
  if (file === undefined) return [];
  return file?.array(name)?.map(row);
}

/** Undefined for a member that is missing or null. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return object.optional(name) ?? undefined;
}
