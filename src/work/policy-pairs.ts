/** Compares policies in files: one pair, or each line of a file of pairs. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { comparePolicies, type PolicyComparison } from "../authz/symbolic/index.ts";
import { err, ok, type Result } from "../model/index.ts";
import { type ComparedKind, comparedKinds, kindOfTexts } from "./accepted-policy.ts";
import { openActionCatalogue } from "./action-file.ts";
import { type PolicyText, policyIn, readPolicyText } from "./policy-file.ts";
import type { FileFault } from "./yaml-file.ts";

export type ComparedPair = {
  readonly a: string;
  readonly b: string;
  readonly kind: ComparedKind;
  /** Only requests were compared that AWS's data knows. */
  readonly knownActions: boolean;
} & PolicyComparison & {
    /** What comparing took, reading and parsing left out. */
    readonly ms: number;
  };

/** `kind` null: it follows from the texts. */
export type PairQuestion = { readonly kind: ComparedKind | null; readonly knownActions: boolean };

/** `show`: the paths as the answer has them. */
export function comparePair(
  paths: { readonly a: string; readonly b: string },
  { kind, knownActions }: PairQuestion,
  show: { readonly a: string; readonly b: string } = paths,
): Result<ComparedPair, FileFault> {
  const texts: PolicyText[] = [];
  for (const path of [paths.a, paths.b]) {
    const text = readPolicyText(path);
    if (!text.ok) return text;
    texts.push(text.value);
  }
  const [textA, textB] = texts;
  if (textA === undefined || textB === undefined) throw new Error("a pair has two texts");
  const read = kind ?? kindOfTexts(texts.map(({ text }) => text));
  const a = policyIn(textA, read);
  if (!a.ok) return a;
  const b = policyIn(textB, read);
  if (!b.ok) return b;
  const catalogue = openActionCatalogue();
  const started = performance.now();
  const compared = comparePolicies(a.value, b.value, read, {
    catalogue,
    knownActions: knownActions ? catalogue : null,
  });
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  return ok({ ...show, kind: read, knownActions, ...compared, ms });
}

const pairSchema = z.object({
  a: z.string("a is the path of a policy"),
  b: z.string("b is the path of a policy"),
  kind: z.enum(comparedKinds, `kind is one of ${comparedKinds.join(", ")}`).optional(),
  name: z.unknown().optional(),
});

export type PairAnswer = { readonly name?: unknown } & (
  | ComparedPair
  | { readonly error: { readonly message: string; readonly at: string; readonly advice: string } }
);

/** Reads the file of pairs; an unreadable one is a fault, a bad line an answer of its own. */
export function pairLines(
  path: string,
): Result<readonly (readonly [line: number, text: string])[], FileFault> {
  let text: string;
  try {
    text = readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err({
      place: path,
      message: `can't be read: ${reason}`,
      advice: "Check the path and its permissions.",
    });
  }
  const lines = text.split(/\r?\n/).map((line, index): readonly [number, string] => [index + 1, line]);
  return ok(lines.filter(([, line]) => line.trim() !== ""));
}

/** One line of the file at `path`, whose folder the policies' paths are relative to. */
export function comparePairLine(
  path: string,
  line: number,
  text: string,
  { knownActions }: Pick<PairQuestion, "knownActions">,
): PairAnswer {
  const place = `${path}:${line}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return failed(
      {},
      { place, message: `is no JSON: ${reason}`, advice: 'Write {"a": PATH, "b": PATH} on a line.' },
    );
  }
  const name = isObject(value) && value.name !== undefined ? { name: value.name } : {};
  const pair = pairSchema.safeParse(value);
  if (!pair.success) {
    const message = pair.error.issues[0]?.message ?? "is no pair";
    return failed(name, {
      place,
      message,
      advice: 'Write {"a": PATH, "b": PATH, "kind"?: KIND, "name"?: …}.',
    });
  }
  const { a, b, kind } = pair.data;
  const folder = path === "-" ? "." : dirname(path);
  const question = { kind: kind ?? null, knownActions };
  const compared = comparePair({ a: resolve(folder, a), b: resolve(folder, b) }, question, { a, b });
  return compared.ok ? { ...name, ...compared.value } : failed(name, compared.error);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function failed(name: { readonly name?: unknown }, { place, message, advice }: FileFault): PairAnswer {
  return { ...name, error: { message, at: place, advice } };
}
