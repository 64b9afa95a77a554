/**
 * What stands in a fix, in capitals, for a value that only people know: an external ID to be agreed on, a project's or role's name.
 * Such a fix is not written before a file says what is meant.
 */
import { z } from "zod";
import type { Result } from "../../../model/index.ts";
import { type FileFault, readYamlFile } from "../../yaml-file.ts";

/** By finding, then by stand-in. */
export type FixValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

const fixValuesShape = z.record(
  z.string().regex(/^[0-9a-f]{16}$/, "a finding's whole id is sixteen hexadecimal digits"),
  z.record(z.string(), z.string("a value is a text: put it into quotes").min(1, "a value is not empty")),
);

export function readFixValues(path: string): Result<FixValues, readonly FileFault[]> {
  const read = readYamlFile(path, fixValuesShape, "docs/fixes.md");
  if (!read.ok) return read;
  const values = Object.entries(read.value).map(([id, of]) => [id, new Map(Object.entries(of))] as const);
  return { ok: true, value: new Map(values) };
}

/** Words in capitals, parts of longer ones aside. AWS's own elements have none so long. */
const capitals = /(?<![\w-])[A-Z]{4,}(?:-[A-Z]+)*(?![\w-])/g;

/** Those that `policy` has and `before` had not. */
export function standInsIn(policy: string, before: string): readonly string[] {
  // `SAML:aud` is a key of AWS.
  const known = new Set(["SAML", ...(before.match(capitals) ?? [])]);
  return [...new Set(policy.match(capitals))].filter((word) => !known.has(word));
}

export function filled(
  policy: string,
  words: readonly string[],
  values: ReadonlyMap<string, string>,
): string {
  const wanted = new Set(words);
  return policy.replaceAll(capitals, (word) =>
    wanted.has(word) ? JSON.stringify(values.get(word) ?? word).slice(1, -1) : word,
  );
}
