/** Removing and replacing a part of a JSON value, the rest as it was. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type JsonPath = readonly (string | number)[];

/** Undefined: there is no such part. */
export function partAt(value: Json, path: JsonPath): Json | undefined {
  let part: Json | undefined = value;
  for (const step of path) {
    if (isList(part)) part = typeof step === "number" ? part[step] : undefined;
    else if (isObject(part))
      part = typeof step === "string" && Object.hasOwn(part, step) ? part[step] : undefined;
    else return undefined;
  }
  return part;
}

/** `made` null: the part is removed, and with it the objects that it leaves empty; a list of one becomes that one. */
export function withPart(value: Json, path: JsonPath, made: string | null): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return made ?? undefined;
  if (isList(value)) {
    const items = value.flatMap((item, index) => {
      if (index !== step) return [item];
      const changed = withPart(item, rest, made);
      return changed === undefined ? [] : [changed];
    });
    // Statements stay a list; elsewhere a single text reads better alone.
    return items.length === 1 && items.every((item) => typeof item === "string") ? items[0] : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    if (key !== step) return [[key, item]];
    const changed = withPart(item, rest, made);
    return changed === undefined ? [] : [[key, changed]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value's parts with their places: of a list its items, of anything else itself. */
export function items(
  value: Json,
  path: JsonPath,
): readonly { readonly path: JsonPath; readonly item: Json }[] {
  if (!isList(value)) return [{ path, item: value }];
  return value.map((item, index) => ({ path: [...path, index], item }));
}
