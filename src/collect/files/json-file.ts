/** A file of the import, read and bounded, whose values are taken out with their shape checked and their place known. */
import { lstat, readFile, stat } from "node:fs/promises";
import { type JsonNode, lineAndColumn, readJson } from "../../policy/index.ts";
import { decodeText } from "./decode-text.ts";
import { type ImportError, printable, quoted } from "./import-error.ts";

/** Far above the largest account; V8's texts end at twice as much. */
const maxFileBytes = 256 * 2 ** 20;
/** Deeper than anything AWS answers, and what a snapshot file takes. */
const maxDepth = 90;
/** Twice as many as in an ordinary file of that size, and no more than the default heap bears. */
const maxValues = 32_000_000;

const reshape = "Give the file as the AWS CLI wrote it (--output json).";

/** Where a text's offset stands in a file. */
export type Place = Pick<ImportError, "file" | "position">;
export type PlaceOf = (offset: number) => Place;

export class JsonFile {
  /** Relative to what is imported, safe to print. */
  readonly name: string;
  readonly text: string;
  readonly errors: ImportError[] = [];
  /** Elsewhere than in this file where its text was put together from others. */
  readonly placeOf: PlaceOf;
  readonly #root: JsonNode;

  constructor(name: string, text: string, root: JsonNode, placeOf?: PlaceOf) {
    this.name = name;
    this.text = text;
    this.placeOf = placeOf ?? ((offset) => ({ file: name, position: lineAndColumn(text, offset) }));
    this.#root = root;
  }

  get root(): JsonValue {
    return new JsonValue(this, this.#root);
  }
}

export type FileOutcome =
  | { readonly kind: "read"; readonly file: JsonFile }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly error: ImportError };

/** `shownAs`: the path as messages name it. */
export async function readJsonFile(path: string, shownAs: string): Promise<FileOutcome> {
  const name = printable(shownAs);
  const refuse = (message: string, advice: string): FileOutcome => ({
    kind: "error",
    error: { file: name, position: null, message, advice },
  });
  let bytes: Buffer;
  try {
    const facts = await stat(path);
    if (!facts.isFile())
      return refuse("is not a file", "Remove it, or put the AWS CLI's output in its place.");
    if (facts.size > maxFileBytes) {
      return refuse(
        `is larger than ${maxFileBytes / 2 ** 20} MiB`,
        "No account's data is that large: check what wrote this file.",
      );
    }
    bytes = await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) {
      if (cause.code === "ENOENT" && (await isLink(path))) {
        return refuse("is a link to nothing", "Remove the link, or correct what it leads to.");
      }
      if (cause.code === "ENOENT") return { kind: "missing" };
      return refuse(`can't be read: ${cause.code}`, "Check the file and its permissions.");
    }
    throw cause;
  }
  const text = decodeText(bytes);
  return text.ok ? parseJsonFile(text.value, name) : { kind: "error", error: { file: name, ...text.error } };
}

async function isLink(path: string): Promise<boolean> {
  const facts = await lstat(path).catch(() => null);
  return facts?.isSymbolicLink() === true;
}

/** `name`: as messages show it. `placeOf`: where the text was put together from other files. */
export function parseJsonFile(text: string, name: string, placeOf?: PlaceOf): FileOutcome {
  const root = readJson(text, { maxDepth, maxLength: maxFileBytes, maxValues });
  if (root.ok) return { kind: "read", file: new JsonFile(name, text, root.value, placeOf) };
  const { offset, message, advice } = root.error;
  const error = {
    ...(placeOf === undefined ? { file: name, position: lineAndColumn(text, offset) } : placeOf(offset)),
    message: `is not JSON as it should be: ${printable(message)}`,
    advice: `${printable(advice)} Several pages of an answer belong into one object or one array.`,
  };
  return { kind: "error", error };
}

/** A value at its place. What has the wrong shape is recorded as an error of the file and answered with null. */
export class JsonValue {
  readonly file: JsonFile;
  readonly node: JsonNode;

  constructor(file: JsonFile, node: JsonNode) {
    this.file = file;
    this.node = node;
  }

  get isNull(): boolean {
    return this.node.kind === "null";
  }

  fail(message: string, advice = reshape): null {
    return this.failAt(this.node.start, message, advice);
  }

  failAt(offset: number, message: string, advice: string): null {
    const { errors, placeOf } = this.file;
    errors.push({ ...placeOf(offset), message, advice });
    return null;
  }

  /** `what` names the value in a message: `a role`, `Tags`. */
  object(what: string): JsonObject | null {
    if (this.node.kind !== "object") return this.fail(`${what} should be an object, not ${this.shown()}`);
    const members = new Map<string, JsonValue>();
    for (const { key, keyStart, value } of this.node.members) {
      if (members.has(key)) {
        const advice = "Keep one of them: which of them counts is not defined.";
        return this.failAt(keyStart, `${what} has the member ${quoted(key)} twice`, advice);
      }
      members.set(key, new JsonValue(this.file, value));
    }
    return new JsonObject(this, what, members);
  }

  array(what: string): readonly JsonValue[] | null {
    if (this.node.kind !== "array") return this.fail(`${what} should be an array, not ${this.shown()}`);
    return this.node.items.map((item) => new JsonValue(this.file, item));
  }

  text(what: string): string | null {
    if (this.node.kind !== "string") return this.fail(`${what} should be a text, not ${this.shown()}`);
    return ownCopy(this.node, this.file.text);
  }

  /** A text that `is` accepts; `expected` says what that is. */
  known<T extends string>(what: string, is: (text: string) => text is T, expected: string): T | null {
    const text = this.text(what);
    if (text === null || is(text)) return text;
    return this.fail(`${what} should be ${expected}, not ${quoted(text)}`);
  }

  boolean(what: string): boolean | null {
    if (this.node.kind === "boolean") return this.node.value;
    return this.fail(`${what} should be true or false, not ${this.shown()}`);
  }

  number(what: string): number | null {
    if (this.node.kind === "number") return Number(this.node.text);
    return this.fail(`${what} should be a number, not ${this.shown()}`);
  }

  /** As `JSON.parse` would have it; an object with a member twice is an error. */
  plain(what: string): unknown {
    this.#checkMembers(what);
    return JSON.parse(this.file.text.slice(this.node.start, this.node.end));
  }

  shown(): string {
    return this.node.kind === "string"
      ? quoted(this.node.value)
      : `${article(this.node.kind)}${this.node.kind}`;
  }

  #checkMembers(what: string): void {
    if (this.node.kind === "array") for (const item of this.array(what) ?? []) item.#checkMembers(what);
    if (this.node.kind !== "object") return;
    for (const [name, value] of this.object(what)?.members ?? []) value.#checkMembers(quoted(name));
  }
}

function article(kind: JsonNode["kind"]): string {
  return kind === "null" ? "" : kind === "object" || kind === "array" ? "an " : "a ";
}

/**
 * The text of a node in memory of its own: the reader's texts are slices (from 13 characters on), and the few that the
 * snapshot keeps would hold the texts of all files that were ever read.
 */
function ownCopy(node: JsonNode & { readonly kind: "string" }, text: string): string {
  if (node.value.length < 13) return node.value;
  const copy: unknown = JSON.parse(text.slice(node.start, node.end));
  return typeof copy === "string" ? copy : node.value;
}

/** An object whose members are looked up by name. */
export class JsonObject {
  readonly value: JsonValue;
  readonly members: ReadonlyMap<string, JsonValue>;
  readonly #what: string;

  constructor(value: JsonValue, what: string, members: ReadonlyMap<string, JsonValue>) {
    this.value = value;
    this.#what = what;
    this.members = members;
  }

  /** Null for a member that is missing or null. */
  optional(name: string): JsonValue | null {
    const value = this.members.get(name);
    return value === undefined || value.isNull ? null : value;
  }

  /** A missing member is an error. */
  required(name: string): JsonValue | null {
    return this.members.get(name) ?? this.value.fail(`${this.#what} has no member ${quoted(name)}`);
  }

  text(name: string): string | null {
    return this.required(name)?.text(name) ?? null;
  }

  known<T extends string>(name: string, is: (text: string) => text is T, expected: string): T | null {
    return this.required(name)?.known(name, is, expected) ?? null;
  }

  optionalText(name: string): string | null {
    return this.optional(name)?.text(name) ?? null;
  }

  /** Null: the member is missing (not collected) or faulty. */
  list(name: string): readonly JsonValue[] | null {
    return this.optional(name)?.array(name) ?? null;
  }
}
