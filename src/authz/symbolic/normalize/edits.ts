/** What could be left out of a policy: statements, conditions, values, wildcards. Whether it may be is not decided here. */
import { isList, isObject, items, type Json, type JsonPath } from "./json-edit.ts";

export type Edit = {
  readonly what: "statement" | "condition" | "value" | "wildcard";
  readonly path: JsonPath;
  /** Null: the part goes; else what it becomes. */
  readonly made: string | null;
  /** The action that the edit would take away, or take something of. */
  readonly action: string | null;
};

const lists = ["Action", "NotAction", "Resource", "NotResource"] as const;

/** From the end of the policy to its beginning, so that what stands first stays. */
export function editsOf(policy: Json): readonly Edit[] {
  if (!isObject(policy)) return [];
  const statements = policy.Statement;
  if (statements === undefined) return [];
  const all: Edit[] = [];
  for (const { path, item } of items(statements, ["Statement"])) {
    if (!isObject(item)) continue;
    if (isList(statements)) all.push({ what: "statement", path, made: null, action: null });
    all.push(...conditionEdits(item.Condition, [...path, "Condition"]), ...principalEdits(item, path));
    for (const name of lists) {
      const value = item[name];
      if (value !== undefined) all.push(...listEdits(value, [...path, name], true, name === "Action"));
    }
  }
  const order: readonly Edit["what"][] = ["statement", "condition", "value", "wildcard"];
  return order.flatMap((what) => all.filter((edit) => edit.what === what).reverse());
}

function listEdits(value: Json, path: JsonPath, wildcards: boolean, isAction: boolean): readonly Edit[] {
  const found = items(value, path);
  return found.flatMap(({ path: place, item }): readonly Edit[] => {
    if (typeof item !== "string") return [];
    const action = isAction ? item : null;
    const removal: readonly Edit[] =
      found.length > 1 ? [{ what: "value", path: place, made: null, action }] : [];
    return wildcards ? [...removal, ...wildcardEdits(item, place, action)] : removal;
  });
}

function wildcardEdits(text: string, path: JsonPath, action: string | null): readonly Edit[] {
  return Array.from(text.matchAll(/[*?]/g)).flatMap(({ index }): readonly Edit[] => {
    const made = text.slice(0, index) + text.slice(index + 1);
    // `${*}` stands for a star.
    const isEscape = text.startsWith("${", index - 2);
    return made === "" || isEscape ? [] : [{ what: "wildcard", path, made, action }];
  });
}

function conditionEdits(conditions: Json | undefined, path: JsonPath): readonly Edit[] {
  if (!isObject(conditions)) return [];
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).flatMap(([key, values]): readonly Edit[] => {
          const place = [...path, operator, key];
          return [
            { what: "condition", path: place, made: null, action: null },
            ...listEdits(values, place, /Like|Arn/i.test(operator), false),
          ];
        })
      : [],
  );
}

function principalEdits(statement: { readonly [key: string]: Json }, path: JsonPath): readonly Edit[] {
  return ["Principal", "NotPrincipal"].flatMap((name) => {
    const principals = statement[name];
    if (!isObject(principals)) return [];
    const types = Object.entries(principals);
    return types.flatMap(([type, values]): readonly Edit[] => {
      const place = [...path, name, type];
      const whole: readonly Edit[] =
        types.length > 1 ? [{ what: "value", path: place, made: null, action: null }] : [];
      return [...whole, ...listEdits(values, place, false, false)];
    });
  });
}
