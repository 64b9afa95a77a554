/**
 * A trust policy in the two steps of a rotation: first the new external ID beside the old one, then the new one alone. Works on the
 * JSON, so that what the edit does not touch comes out as it went in; what came out is proven by {@link confusedDeputy}, not by this.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** `new` wherever `old` is asked for, in Deny statements too. Null: the text is no policy, or asks for the old one nowhere. */
export function withBoth(trust: string, ids: { readonly old: string; readonly new: string }): string | null {
  return edited(trust, (values) =>
    values.includes(ids.old) && !values.includes(ids.new) ? [ids.new, ...values] : values,
  );
}

/** Without `old`, wherever another one is left. Null: the text is no policy, or nothing has to change. */
export function withoutOld(trust: string, old: string): string | null {
  return edited(trust, (values) => {
    const left = values.filter((value) => value !== old);
    // A condition without values would let nobody in, or everybody.
    return left.length === 0 ? values : left;
  });
}

type Edit = (values: readonly string[]) => readonly string[];

function edited(trust: string, edit: Edit): string | null {
  let policy: Json;
  try {
    policy = JSON.parse(trust);
  } catch {
    return null;
  }
  const result = inConditions(policy, edit);
  return JSON.stringify(result) === JSON.stringify(policy) ? null : JSON.stringify(result);
}

/** Every `sts:ExternalId` of a condition, however its letters are written. */
function inConditions(value: Json, edit: Edit): Json {
  if (isList(value)) return value.map((item) => inConditions(item, edit));
  if (!isObject(value)) return value;
  return mapped(value, (member, name) =>
    name === "Condition" && isObject(member)
      ? mapped(member, (block) =>
          isObject(block) ? mapped(block, (values, key) => inBlock(values, key, edit)) : block,
        )
      : inConditions(member, edit),
  );
}

function inBlock(values: Json, key: string, edit: Edit): Json {
  if (key.toLowerCase() !== "sts:externalid") return values;
  const list = isList(values) ? values : [values];
  const before = list.filter((value) => typeof value === "string");
  if (before.length < list.length) return values;
  const after = edit(before);
  const [only] = after;
  return after.length === 1 && only !== undefined && !isList(values) ? only : after;
}

function mapped(
  object: { readonly [name: string]: Json },
  change: (value: Json, name: string) => Json,
): { readonly [name: string]: Json } {
  // Not by assignment: a member may be named __proto__.
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
