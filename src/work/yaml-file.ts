/** Reads a YAML (or JSON) file against a schema; every fault is told with file, line and column. */
import { readFileSync } from "node:fs";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { err, ok, type Result } from "../model/index.ts";

export type FileFault = {
  /** `path:line:column`, or the path alone. */
  readonly place: string;
  /** One sentence: what is wrong. */
  readonly message: string;
  readonly advice: string;
};

/** More than any file that people write by hand. */
const maxBytes = 16 * 2 ** 20;

export function readYamlFile<T>(
  path: string,
  schema: z.ZodType<T>,
  guide: string,
): Result<T, readonly FileFault[]> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err([
      { place: path, message: `can't be read: ${reason}`, advice: "Check the path and its permissions." },
    ]);
  }
  if (text.length > maxBytes) {
    return err([
      { place: path, message: "is larger than 16 MiB", advice: `See ${guide} for what belongs in it.` },
    ]);
  }
  return parseYaml(text, path, schema, guide);
}

export function parseYaml<T>(
  text: string,
  path: string,
  schema: z.ZodType<T>,
  guide: string,
): Result<T, readonly FileFault[]> {
  const parsed = parseYamlDocument(text, path, schema, guide);
  return parsed.ok ? ok(parsed.value.value) : parsed;
}

/** With the document, for who edits it. */
export function parseYamlDocument<T>(
  text: string,
  path: string,
  schema: z.ZodType<T>,
  guide: string,
): Result<{ readonly value: T; readonly document: Document.Parsed }, readonly FileFault[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const at = (offset: number | undefined): string => {
    if (offset === undefined) return path;
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    return err(
      document.errors.map((error) => ({
        place: at(error.pos[0]),
        message: `is no valid YAML: ${error.message}`,
        advice: "Correct it at this place.",
      })),
    );
  }
  let value: unknown;
  try {
    // Aliases that refer to each other a billion times are refused by the library's own count.
    value = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err([{ place: path, message: reason, advice: "Write it without so many aliases." }]);
  }
  // An empty file declares nothing.
  const checked = schema.safeParse(value ?? {});
  if (checked.success) return ok({ value: checked.data, document });
  return err(
    checked.error.issues.map((issue) => {
      const members = issue.path.filter((part) => typeof part !== "symbol");
      return {
        place: at(offsetOf(document, members)),
        message: `${members.length === 0 ? "the file" : members.join(".")}: ${issue.message}`,
        advice: `See ${guide}.`,
      };
    }),
  );
}

/** Where the member stands, or the nearest one around it. */
function offsetOf(
  document: { getIn(path: readonly unknown[], keep: boolean): unknown; readonly contents: unknown },
  path: readonly (string | number)[],
): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : undefined;
}
