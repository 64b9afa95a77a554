/** Values of a record, taken with care: whoever made a call has written parts of it. */
import type { RecordPath } from "./change-rule.ts";

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Null: it is no text, or an empty one. */
export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Its own members alone, so that no name leads to what every object has. The case of the first fitting one does not count. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const own = Object.entries(value);
  const exact = own.find(([key]) => key === name);
  if (exact !== undefined) return exact[1];
  const lower = name.toLowerCase();
  return own.find(([key]) => key.toLowerCase() === lower)?.[1];
}

const roots: ReadonlyMap<string, string> = new Map([
  ["request", "requestParameters"],
  ["response", "responseElements"],
  ["service", "serviceEventDetails"],
]);

/** What a path leads to: nothing, one value, or, by `[]`, one for each entry of a list. At most so many: they are subjects. */
export function valuesAt(record: Fields, path: RecordPath, most = 500): readonly unknown[] {
  const [root = "", ...names] = path.split(".");
  let values: unknown[] = [memberOf(record, roots.get(root) ?? root)];
  for (const name of names) {
    const isList = name.endsWith("[]");
    values = values.flatMap((value) => {
      const member = memberOf(value, isList ? name.slice(0, -2) : name);
      if (member === undefined || member === null) return [];
      return isList && Array.isArray(member) ? member.slice(0, most) : [member];
    });
  }
  return values.slice(0, most);
}

export function textsAt(record: Fields, path: RecordPath): readonly string[] {
  return valuesAt(record, path).flatMap((value) => text(value) ?? []);
}
