/** A record again, out of the texts that a row carries of it: what the parser of records reads, and no more. */
import { fieldsOf, type TextUse } from "./carried-fields.ts";
import type { RecordField } from "./record-fields.ts";

/** What every event has, and a group's copies do not. */
export type EventMark = { readonly id: string; readonly time: string };

type Tree = { [name: string]: unknown };

/** Undefined: the texts are not what the statement makes. */
export function carriedRecord(use: TextUse, texts: readonly unknown[], mark: EventMark): unknown {
  const fields = fieldsOf(use);
  if (texts.length !== fields.length) return undefined;
  const record = emptyTree();
  record.eventID = mark.id;
  record.eventTime = mark.time;
  for (const [index, field] of fields.entries()) {
    const text = texts[index];
    if (text === null) continue;
    if (typeof text !== "string") return undefined;
    const value = field.kind === "json" ? jsonOf(field, text) : text;
    if (value !== undefined) put(record, field.path, value);
  }
  return record;
}

/** Names are the catalogue's: none of them is one that objects have by themselves. */
function put(record: Tree, path: readonly string[], value: unknown): void {
  const names = path.slice(0, -1);
  let tree = record;
  for (const [index, name] of names.entries()) {
    if (name === "0") continue;
    const next = within(tree[name]);
    // A list of one: Roles Anywhere's set of credentials.
    if (tree[name] === undefined) tree[name] = names[index + 1] === "0" ? [next] : next;
    tree = next;
  }
  tree[path.at(-1) ?? ""] = value;
}

function within(found: unknown): Tree {
  const inner: unknown = Array.isArray(found) ? found[0] : found;
  return isTree(inner) ? inner : emptyTree();
}

function emptyTree(): Tree {
  return {};
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that is no JSON is carried as nothing, as a field of another type would be read. */
function jsonOf({ path }: RecordField, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return path[0] === "resources" && Array.isArray(value) ? value.map(resourceOf) : value;
}

/** Tables have names in lower case. */
function resourceOf(resource: unknown): unknown {
  if (!isTree(resource)) return resource;
  return { ARN: resource.ARN ?? resource.arn, type: resource.type };
}
