/**
 * The text of `dist/actions.json`, made by `scripts/action-data.ts`: one JSON object whose services are texts themselves,
 * so that opening it costs a few milliseconds and each service is read when it is first asked for.
 *
 * A service is `{ resources: [[type, ARN patterns, key numbers]…], keySets: [[key numbers]…], actions: [[name, access
 * level, key set, resource number × 2 + required…]…] }`; a key number counts in `keys`.
 */
import { err, ok, type Result } from "../model/result.ts";
import type { KeyType } from "./keys.ts";

export type KeyRow = { readonly name: string; readonly type: KeyType; readonly multiValued: boolean };

export type ActionData = {
  readonly updatedAt: string;
  readonly rcpServices: readonly string[];
  readonly keys: readonly KeyRow[];
  /** By service prefix, its text. */
  readonly services: ReadonlyMap<string, string>;
};

export type ResourceRow = {
  readonly type: string;
  readonly arnPatterns: readonly string[];
  readonly keys: readonly number[];
};

export type ActionRow = {
  readonly name: string;
  readonly level: number;
  readonly keySet: number;
  /** Resource number × 2, and 1 where it is required. */
  readonly resources: readonly number[];
};

export type ServiceData = {
  readonly resources: readonly ResourceRow[];
  readonly keySets: readonly (readonly number[])[];
  readonly actions: readonly ActionRow[];
};

/** The message says what is wrong with the text. */
export function readActionData(text: string): Result<ActionData, string> {
  const value = parsed(text);
  if (!isObject(value)) return err("it is no JSON object");
  if (value.format !== 1) return err(`its format is ${JSON.stringify(value.format)}, and 1 is expected`);
  const { updatedAt, rcpServices, keys, services } = value;
  if (typeof updatedAt !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(updatedAt))
    return err("updatedAt is no day");
  if (!isListOf(rcpServices, isText)) return err("rcpServices is no list of texts");
  if (!Array.isArray(keys)) return err("keys is no list");
  const rows: KeyRow[] = [];
  for (const key of keys) {
    const row = keyRow(key);
    if (row === null) return err(`keys holds ${JSON.stringify(key)}`);
    rows.push(row);
  }
  if (!isObject(services)) return err("services is no object");
  const texts = new Map<string, string>();
  for (const [prefix, service] of Object.entries(services)) {
    if (typeof service !== "string") return err(`the service ${prefix} is no text`);
    texts.set(prefix, service);
  }
  return ok({ updatedAt, rcpServices, keys: rows, services: texts });
}

/** Throws where the text is not what the build writes: the file as a whole was read before. */
export function readServiceData(prefix: string, text: string): ServiceData {
  const value = parsed(text);
  const { resources, keySets, actions } = isObject(value) ? value : {};
  if (Array.isArray(resources) && isListOf(keySets, isNumbers) && Array.isArray(actions)) {
    const resourceRows = resources.map(resourceRow);
    const actionRows = actions.map(actionRow);
    if (resourceRows.every((row) => row !== null) && actionRows.every((row) => row !== null)) {
      return { resources: resourceRows, keySets, actions: actionRows };
    }
  }
  throw new Error(`the action data of ${prefix} is damaged: build it anew`);
}

const keyTypes: ReadonlyMap<unknown, KeyType> = new Map(
  (["text", "arn", "boolean", "number", "date", "address", "binary"] as const).map((type) => [type, type]),
);

function keyRow(value: unknown): KeyRow | null {
  if (!Array.isArray(value)) return null;
  const [name, typeName, many]: readonly unknown[] = value;
  const type = keyTypes.get(typeName);
  return typeof name === "string" && type !== undefined ? { name, type, multiValued: many === 1 } : null;
}

function resourceRow(value: unknown): ResourceRow | null {
  if (!Array.isArray(value)) return null;
  const [type, arnPatterns, keys]: readonly unknown[] = value;
  return typeof type === "string" && isListOf(arnPatterns, isText) && isNumbers(keys)
    ? { type, arnPatterns, keys }
    : null;
}

function actionRow(value: unknown): ActionRow | null {
  if (!Array.isArray(value)) return null;
  const [name, level, keySet, ...resources]: readonly unknown[] = value;
  return typeof name === "string" && isNumber(level) && isNumber(keySet) && isNumbers(resources)
    ? { name, level, keySet, resources }
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isNumbers(value: unknown): value is readonly number[] {
  return isListOf(value, isNumber);
}
