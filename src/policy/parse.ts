/**
 * Policy text to statements. What was collected from AWS was accepted by AWS, so a construct that this grammar rejects
 * costs no statement: it is kept in its widest plausible reading if it allows, in its narrowest if it denies, with
 * `exact: false` and an issue that says where and what.
 *
 * This file reads the document; a statement is read in `parse-statement.ts`, and its parts beside that.
 */
import { err, ok, type Result } from "../model/result.ts";
import type { PolicyDocument, PolicyKind } from "./ast.ts";
import { memberRange } from "./elements.ts";
import { Issues, quoted } from "./issues.ts";
import { type JsonError, type JsonMember, type JsonNode, type JsonObject, readJson } from "./json.ts";
import { parseStatement } from "./parse-statement.ts";

/** Parses a policy of the given kind. Never throws; every text that is a JSON object gives a document, all else an error. */
export function parsePolicy(
  text: string,
  options: { readonly kind: PolicyKind },
): Result<PolicyDocument, JsonError> {
  const json = readJson(text);
  if (!json.ok) return json;
  if (json.value.kind !== "object") {
    return err({
      offset: json.value.start,
      message: `a policy is a JSON object, and this is a ${json.value.kind}`,
      advice: 'Give a policy: {"Version": "2012-10-17", "Statement": […]}.',
    });
  }
  return ok(parseDocument(json.value, options.kind));
}

function parseDocument(root: JsonObject, kind: PolicyKind): PolicyDocument {
  const issues = new Issues();
  const found = documentElements(root, issues);
  const version = parseVersion(found.version, issues);
  // What is wrong so far could change the sense of every statement.
  const exact = issues.errors === 0;
  const id = parseId(found.id, issues);
  if (found.statement.length === 0) {
    issues.error("missing-element", "a policy without Statement", "Add a list of statements.", root);
  }
  const nodes = found.statement.flatMap((entry) => statementsIn(entry.value, issues));
  const statements = nodes.map((node, index) => parseStatement(node, index, kind, exact, issues));
  return { version, id, statements, issues: issues.list };
}

type DocumentElements = Record<"version" | "id" | "statement", JsonMember[]>;

function documentElements(root: JsonObject, issues: Issues): DocumentElements {
  const found: DocumentElements = { version: [], id: [], statement: [] };
  for (const entry of root.members) {
    const name = documentElement(entry.key);
    if (name === null) {
      issues.error(
        "unknown-element",
        `unknown element ${quoted(entry.key)}`,
        "Remove it.",
        memberRange(entry),
      );
      continue;
    }
    if (entry.key !== spelling[name]) {
      const message = `${quoted(entry.key)} is spelled in another case`;
      issues.error("element-case", message, `Write ${spelling[name]}.`, memberRange(entry));
    }
    if (found[name].length > 0) {
      issues.error(
        "duplicate-key",
        `${spelling[name]} stands here twice`,
        name === "statement" ? "Merge the two lists of statements." : "Keep one of them.",
        memberRange(entry),
      );
    }
    found[name].push(entry);
  }
  return found;
}

const spelling = { version: "Version", id: "Id", statement: "Statement" } as const;

function documentElement(key: string): keyof DocumentElements | null {
  const name = key.toLowerCase();
  return name === "version" || name === "id" || name === "statement" ? name : null;
}

/** An absent Version is that of 2008. Of several, and of one that is not known, the one with policy variables. */
function parseVersion(entries: readonly JsonMember[], issues: Issues): PolicyDocument["version"] {
  let version: PolicyDocument["version"] = "2008-10-17";
  for (const entry of entries) {
    const value = entry.value.kind === "string" ? entry.value.value : null;
    if (value === "2008-10-17") continue;
    version = "2012-10-17";
    if (value === "2012-10-17") continue;
    const message =
      value === null ? "Version is not a text" : `${quoted(value)} is no version of the policy language`;
    issues.error("unknown-version", message, 'Write "2012-10-17".', memberRange(entry));
  }
  return version;
}

/** Means nothing to IAM, so that a wrong one leaves the statements exact. */
function parseId(entries: readonly JsonMember[], issues: Issues): string | null {
  let id: string | null = null;
  for (const entry of entries) {
    if (entry.value.kind === "string") id = entry.value.value;
    else issues.error("wrong-type", "Id is not a text", "Write a text.", memberRange(entry));
  }
  return id;
}

/**
 * The statements in the value of a Statement element, in order: one, a list, or lists inside lists, which is not in the
 * grammar. What is no object can't be read as a statement in any way, and gets an issue.
 */
function statementsIn(node: JsonNode, issues: Issues | null): readonly JsonObject[] {
  if (node.kind === "object") return [node];
  if (node.kind !== "array") {
    const message = `a statement is an object, and this is a ${node.kind}`;
    issues?.error("wrong-type", message, "Write an object.", node);
    return [];
  }
  return node.items.flatMap((item) => {
    if (item.kind === "array") {
      issues?.error("wrong-type", "a list of statements inside the list", "Make one list of them.", item);
    }
    return statementsIn(item, issues);
  });
}

/** The statements of a policy, each at the position that {@link parsePolicy} gives it as `index`. */
export function statementNodes(root: JsonObject): readonly JsonObject[] {
  return root.members
    .filter((entry) => documentElement(entry.key) === "statement")
    .flatMap((entry) => statementsIn(entry.value, null));
}
