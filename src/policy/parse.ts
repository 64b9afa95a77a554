/**
 * Policy text to statements. What was collected from AWS was accepted by AWS, so a construct that this grammar rejects
 * costs no statement: it is kept in its widest plausible reading if it allows, in its narrowest if it denies, with
 * `exact: false` and an issue that says where and what.
 */
import { err, ok, type Result } from "../model/result.ts";
import type {
  ActionElement,
  Condition,
  PolicyDocument,
  PolicyKind,
  PrincipalElement,
  PrincipalEntry,
  ResourceElement,
  SourceRange,
  Statement,
  TextWithRange,
} from "./ast.ts";
import { Issues } from "./issues.ts";
import { type JsonError, type JsonMember, type JsonNode, type JsonObject, readJson } from "./json.ts";
import { parseConditions } from "./parse-conditions.ts";

/** The text is no JSON object: nothing of a policy can be told. */
export type PolicyError = JsonError;

const statementElements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
] as const;
type StatementElement = (typeof statementElements)[number];

const elementByLowerCase = new Map<string, StatementElement>(
  statementElements.map((name) => [name.toLowerCase(), name]),
);

/** Parses a policy of the given kind. Never throws; every text that is a JSON object gives a document. */
export function parsePolicy(
  text: string,
  options: { readonly kind: PolicyKind },
): Result<PolicyDocument, PolicyError> {
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
  let version: PolicyDocument["version"] = "2008-10-17";
  let versionSeen = false;
  let exact = true;
  let id: string | null = null;
  const statementNodes: JsonNode[] = [];
  let statementElement: JsonMember | null = null;
  for (const entry of root.members) {
    const range = { start: entry.keyStart, end: entry.value.end };
    switch (entry.key.toLowerCase()) {
      case "version":
        if (versionSeen) {
          exact = false;
          issues.error("duplicate-key", "Version stands here twice", "Keep one of them.", range);
        }
        versionSeen = true;
        if (
          entry.value.kind === "string" &&
          (entry.value.value === "2012-10-17" || entry.value.value === "2008-10-17")
        ) {
          version = entry.value.value;
        } else {
          exact = false;
          version = "2012-10-17";
          issues.error("unknown-version", "an unknown policy version", 'Write "2012-10-17".', range);
        }
        break;
      case "id":
        if (entry.value.kind === "string") id = entry.value.value;
        else issues.error("wrong-type", "Id is not a text", "Write a text.", range);
        break;
      case "statement":
        if (statementElement !== null) {
          exact = false;
          issues.error(
            "duplicate-key",
            "Statement stands here twice",
            "Merge the two lists of statements.",
            range,
          );
        }
        statementElement = entry;
        if (entry.value.kind === "array") statementNodes.push(...entry.value.items);
        else statementNodes.push(entry.value);
        break;
      default:
        exact = false;
        issues.error("unknown-element", `unknown element ${JSON.stringify(entry.key)}`, "Remove it.", range);
    }
    if (
      !["Version", "Id", "Statement"].includes(entry.key) &&
      ["version", "id", "statement"].includes(entry.key.toLowerCase())
    ) {
      exact = false;
      issues.error(
        "element-case",
        `${JSON.stringify(entry.key)} is spelled in another case`,
        "Write Version, Id or Statement.",
        range,
      );
    }
  }
  if (statementElement === null) {
    issues.error("missing-element", "a policy without Statement", "Add a list of statements.", root);
  }
  const statements: Statement[] = [];
  for (const node of statementNodes) {
    if (node.kind === "object") {
      statements.push(parseStatement(node, statements.length, kind, exact, issues));
    } else {
      issues.error(
        "wrong-type",
        `a statement is an object, and this is a ${node.kind}`,
        "Write an object.",
        node,
      );
    }
  }
  return { version, id, statements, issues: issues.list };
}

type Elements = Partial<Record<StatementElement, JsonMember>>;

function parseStatement(
  node: JsonObject,
  index: number,
  kind: PolicyKind,
  documentExact: boolean,
  issues: Issues,
): Statement {
  const before = issues.list.length;
  const elements: Elements = {};
  const repeated = new Set<StatementElement>();
  for (const entry of node.members) {
    const range = { start: entry.keyStart, end: entry.value.end };
    const name = elementByLowerCase.get(entry.key.toLowerCase());
    if (name === undefined) {
      issues.error("unknown-element", `unknown element ${JSON.stringify(entry.key)}`, "Remove it.", range);
      continue;
    }
    if (name !== entry.key) {
      issues.error(
        "element-case",
        `${JSON.stringify(entry.key)} is spelled in another case`,
        `Write ${name}.`,
        range,
      );
    }
    if (elements[name] !== undefined) {
      repeated.add(name);
      issues.error("duplicate-key", `${name} stands twice in one statement`, "Merge the two.", range);
    }
    elements[name] = entry;
  }
  const effect = parseEffect(elements.Effect, node, issues);
  const sid = parseSid(elements.Sid, issues);
  const principal = parsePrincipals(elements, repeated, effect, kind, node, issues);
  const action = parsePatterns("Action", elements, repeated, effect, node, issues);
  const resource = parseResource(elements, repeated, effect, kind, node, issues);
  const conditions =
    elements.Condition === undefined
      ? []
      : repeated.has("Condition")
        ? [unknownCondition(elements.Condition, "Condition stands twice in the statement")]
        : parseConditions(elements.Condition.value, issues);
  const broken = issues.list.slice(before).some((issue) => issue.severity === "error");
  return {
    index,
    sid,
    effect,
    principal,
    action,
    resource,
    conditions,
    range: { start: node.start, end: node.end },
    exact: documentExact && !broken,
  };
}

function unknownCondition(entry: JsonMember, reason: string): Condition {
  return {
    kind: "unknown",
    text: "Condition",
    reason,
    range: { start: entry.keyStart, end: entry.value.end },
  };
}

function parseEffect(entry: JsonMember | undefined, node: JsonObject, issues: Issues): "Allow" | "Deny" {
  if (entry === undefined) {
    issues.error("missing-element", "a statement without Effect", 'Add "Effect": "Allow" or "Deny".', node);
    return "Allow";
  }
  if (entry.value.kind === "string") {
    if (entry.value.value === "Allow" || entry.value.value === "Deny") return entry.value.value;
    issues.error(
      "unknown-effect",
      `unknown effect ${JSON.stringify(entry.value.value)}`,
      "Write Allow or Deny.",
      entry.value,
    );
    if (entry.value.value.toLowerCase() === "deny") return "Deny";
  } else {
    issues.error("wrong-type", "Effect is not a text", "Write Allow or Deny.", entry.value);
  }
  return "Allow";
}

function parseSid(entry: JsonMember | undefined, issues: Issues): string | null {
  if (entry === undefined) return null;
  if (entry.value.kind === "string") return entry.value.value;
  issues.error("wrong-type", "Sid is not a text", "Write a text.", entry.value);
  return null;
}

/** The texts of a value that is one text or a list of texts. */
function texts(node: JsonNode, what: string, issues: Issues): readonly TextWithRange[] {
  const nodes = node.kind === "array" ? node.items : [node];
  const found: TextWithRange[] = [];
  for (const item of nodes) {
    if (item.kind === "string") {
      found.push({ text: item.value, range: { start: item.start, end: item.end } });
    } else {
      issues.error("wrong-type", `${what} holds a ${item.kind} where a text belongs`, "Write a text.", item);
    }
  }
  return found;
}

function parsePatterns(
  name: "Action" | "Resource",
  elements: Elements,
  repeated: ReadonlySet<StatementElement>,
  effect: "Allow" | "Deny",
  node: JsonObject,
  issues: Issues,
): ActionElement {
  const positive = elements[name];
  const negative = elements[`Not${name}`];
  const before = issues.list.length;
  const entry = positive ?? negative;
  if (entry === undefined) {
    issues.error("missing-element", `a statement without ${name}`, `Add ${name} or Not${name}.`, node);
    return widest(effect, node);
  }
  const patterns = texts(entry.value, entry.key, issues);
  if (positive !== undefined && negative !== undefined) {
    issues.error(
      "contradicting-elements",
      `a statement with ${name} and Not${name}`,
      "Keep one of them.",
      negative.value,
    );
  }
  const unclear = repeated.has(name) || repeated.has(`Not${name}`) || issues.list.length > before;
  return unclear ? widest(effect, entry.value) : { negated: positive === undefined, patterns };
}

/** Everything for a statement that allows, nothing for one that denies. */
function widest(effect: "Allow" | "Deny", range: SourceRange): ActionElement {
  return {
    negated: false,
    patterns: effect === "Allow" ? [{ text: "*", range: { start: range.start, end: range.end } }] : [],
  };
}

function parseResource(
  elements: Elements,
  repeated: ReadonlySet<StatementElement>,
  effect: "Allow" | "Deny",
  kind: PolicyKind,
  node: JsonObject,
  issues: Issues,
): ResourceElement | null {
  const entry = elements.Resource ?? elements.NotResource;
  if (entry === undefined) {
    // A trust policy has none; a resource policy's statement may leave it out in some services.
    if (kind === "trust" || kind === "resource") return null;
    issues.error("missing-element", "a statement without Resource", "Add Resource or NotResource.", node);
    return widest(effect, node);
  }
  if (kind === "trust") {
    issues.error(
      "element-not-allowed",
      `${entry.key} in a trust policy`,
      "Remove it: it is the role itself.",
      entry.value,
    );
  }
  return parsePatterns("Resource", elements, repeated, effect, node, issues);
}

const principalTypes = new Map<string, PrincipalEntry["type"]>([
  ["AWS", "AWS"],
  ["Federated", "Federated"],
  ["Service", "Service"],
  ["CanonicalUser", "CanonicalUser"],
]);

function parsePrincipals(
  elements: Elements,
  repeated: ReadonlySet<StatementElement>,
  effect: "Allow" | "Deny",
  kind: PolicyKind,
  node: JsonObject,
  issues: Issues,
): PrincipalElement | null {
  const entry = elements.Principal ?? elements.NotPrincipal;
  const needsOne = kind === "trust" || kind === "resource" || kind === "rcp";
  if (entry === undefined) {
    if (!needsOne) return null;
    issues.error("missing-element", "a statement without Principal", "Add Principal.", node);
    return everybodyOrNobody(effect, node);
  }
  const before = issues.list.length;
  if (!needsOne && kind !== "endpoint") {
    issues.error(
      "element-not-allowed",
      `${entry.key} in a policy that is attached to one`,
      "Remove it.",
      entry.value,
    );
  }
  const negated = elements.Principal === undefined;
  if (negated && effect === "Allow") {
    issues.warning(
      "allow-with-not-principal",
      "NotPrincipal with Allow lets in everybody but those listed",
      "Name those who are meant with Principal.",
      entry.value,
    );
  }
  if (elements.Principal !== undefined && elements.NotPrincipal !== undefined) {
    issues.error(
      "contradicting-elements",
      "a statement with Principal and NotPrincipal",
      "Keep one of them.",
      entry.value,
    );
  }
  const entries = principalEntries(entry.value, issues);
  const broken = issues.list.slice(before).some((issue) => issue.severity === "error");
  const unclear = repeated.has("Principal") || repeated.has("NotPrincipal") || (broken && needsOne);
  return unclear
    ? everybodyOrNobody(effect, entry.value)
    : { negated, entries, range: { start: entry.value.start, end: entry.value.end } };
}

function everybodyOrNobody(effect: "Allow" | "Deny", node: SourceRange): PrincipalElement {
  const range = { start: node.start, end: node.end };
  return { negated: false, entries: effect === "Allow" ? [{ type: "*", value: "*", range }] : [], range };
}

function principalEntries(node: JsonNode, issues: Issues): readonly PrincipalEntry[] {
  if (node.kind === "string") {
    if (node.value !== "*") {
      issues.error("wrong-type", 'a Principal that is a text can only be "*"', 'Write {"AWS": "…"}.', node);
    }
    return [{ type: "*", value: "*", range: { start: node.start, end: node.end } }];
  }
  if (node.kind !== "object") {
    issues.error("wrong-type", `Principal is a ${node.kind}`, 'Write {"AWS": "…"}.', node);
    return [];
  }
  const entries: PrincipalEntry[] = [];
  const seen = new Set<string>();
  for (const entry of node.members) {
    const type = principalTypes.get(entry.key);
    if (type === undefined) {
      issues.error(
        "unknown-principal-type",
        `unknown kind of principal ${JSON.stringify(entry.key)}`,
        "Write AWS, Federated, Service or CanonicalUser.",
        { start: entry.keyStart, end: entry.keyEnd },
      );
      continue;
    }
    if (seen.has(entry.key)) {
      issues.error(
        "duplicate-key",
        `${entry.key} stands twice in Principal`,
        "Merge the two lists.",
        entry.value,
      );
    }
    seen.add(entry.key);
    for (const { text, range } of texts(entry.value, entry.key, issues))
      entries.push({ type, value: text, range });
  }
  return entries;
}
