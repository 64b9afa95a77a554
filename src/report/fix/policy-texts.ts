/** A policy's JSON in the languages of templates. Policies come from accounts that somebody else may control: what they hold stays a value. */
import { stringify } from "yaml";
import { respelled } from "../plain.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** `jsonencode({…})`; null: the text is no JSON. */
export function terraformText(policy: string): string | null {
  const value = parsed(policy);
  return value === undefined ? null : `jsonencode(${hcl(value, "")})`;
}

function hcl(value: Json, indent: string): string {
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((one) => `${inner}${hcl(one, inner)},\n`).join("")}${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value);
    if (members.length === 0) return "{}";
    return `{\n${members.map(([key, one]) => `${inner}${hclKey(key)} = ${hcl(one, inner)}\n`).join("")}${indent}}`;
  }
  return typeof value === "string" ? hclString(value) : String(value);
}

function hclKey(key: string): string {
  return /^[A-Za-z]+$/.test(key) && !/^(for|null|true|false|if|in)$/.test(key) ? key : hclString(key);
}

/** Of JSON's, those that Terraform does not read. */
const unknownEscapes: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

/** In quotes, Terraform fills in `${…}` and `%{…}`, which policies use for their own variables. */
function hclString(text: string): string {
  // Each escape as a whole: a backslash of the text's own is one, too.
  const quoted = JSON.stringify(text).replaceAll(/\\./g, (code) => unknownEscapes[code] ?? code);
  // A dollar before the escape's own would be read with it: then by its code.
  const literal = quoted.replaceAll(/(\$+|%+)\{/g, (_, signs: string) =>
    signs.length === 1
      ? `${signs}${signs}{`
      : `${signs.replaceAll("$", "\\u0024").replaceAll("%", "\\u0025")}{`,
  );
  return respelled(literal, (code) =>
    code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`,
  );
}

/**
 * As YAML, every text in quotes. Null: the text is no JSON, or CloudFormation would not take something in it as it stands
 * (a function's name as a key, or a dynamic reference).
 */
export function cloudFormationText(policy: string): string | null {
  const value = parsed(policy);
  if (value === undefined || !isTakenLiterally(value)) return null;
  const text = stringify(value, {
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: keysOf(value).every((key) => /^[A-Za-z][\w:./-]*$/.test(key)) ? "PLAIN" : "QUOTE_DOUBLE",
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    // CloudFormation reads the older YAML, in which more words are no texts.
    version: "1.1",
    aliasDuplicateObjects: false,
  });
  return respelled(text.replaceAll("\n", "\u0000"), (code) =>
    code === 0
      ? "\n"
      : code > 0xffff
        ? `\\U${code.toString(16).padStart(8, "0")}`
        : `\\u${code.toString(16).padStart(4, "0")}`,
  ).trimEnd();
}

function isTakenLiterally(value: Json): boolean {
  if (typeof value === "string") return !value.includes("{{resolve:");
  if (isList(value)) return value.every(isTakenLiterally);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(
    ([key, one]) =>
      key !== "Ref" && !key.startsWith("Fn::") && isTakenLiterally(key) && isTakenLiterally(one),
  );
}

function keysOf(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(keysOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysOf(one)]);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
