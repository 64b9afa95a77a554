/** Principal and NotPrincipal (IAM-SEMANTICS 12–22): `"*"`, or names by the kind of principal. */
import type { PolicyKind, PrincipalElement, PrincipalEntry, SourceRange } from "./ast.ts";
import { type Effect, type Elements, joinReadings, namesMore } from "./elements.ts";
import { type Issues, quoted } from "./issues.ts";
import type { JsonMember, JsonNode, JsonObject } from "./json.ts";
import { texts } from "./parse-patterns.ts";

/** Policies on a resource say who; those that are attached to somebody do not. */
const whoIsSaid: Readonly<Record<PolicyKind, "always" | "sometimes" | "never">> = {
  trust: "always",
  resource: "always",
  rcp: "always",
  endpoint: "sometimes",
  identity: "never",
  scp: "never",
  boundary: "never",
  session: "never",
};

export function parsePrincipals(
  elements: Elements,
  effect: Effect,
  kind: PolicyKind,
  node: JsonObject,
  issues: Issues,
): PrincipalElement | null {
  const { Principal, NotPrincipal } = elements;
  const entries = Principal ?? NotPrincipal;
  const [first] = entries ?? [];
  if (entries === undefined || first === undefined) {
    if (whoIsSaid[kind] !== "always") return null;
    issues.error("missing-element", "a statement without Principal", "Add Principal.", node);
    return everybody(effect, node);
  }
  const negated = Principal === undefined;
  if (whoIsSaid[kind] === "never") {
    const message = `${first.key} in a policy that is attached to one`;
    issues.error("element-not-allowed", message, "Remove it.", first.value);
    if (effect === "Allow") return null;
  }
  checkNegation(negated, effect, kind, first.value, issues);
  const readings = entries.map((entry) => principalEntries(entry.value, namesMore(effect, negated), issues));
  if (Principal !== undefined && NotPrincipal !== undefined) {
    const message = "a statement with Principal and NotPrincipal";
    issues.error("contradicting-elements", message, "Keep one of them.", first.value);
    return everybody(effect, first.value);
  }
  const understood = readings.filter((reading) => reading !== null);
  if (understood.length < readings.length) return everybody(effect, first.value);
  return {
    negated,
    entries: joinReadings(understood, effect, negated, ({ type, value }) => `${type} ${value}`),
    range: { start: first.value.start, end: first.value.end },
  };
}

function checkNegation(
  negated: boolean,
  effect: Effect,
  kind: PolicyKind,
  value: JsonNode,
  issues: Issues,
): void {
  if (!negated) return;
  if (kind === "trust" || kind === "rcp") {
    const message = `NotPrincipal in ${kind === "trust" ? "a trust policy" : "an RCP"}`;
    issues.error("element-not-allowed", message, "Name those who are meant with Principal.", value);
  }
  if (effect === "Allow") {
    const message = "NotPrincipal with Allow lets in everybody but those listed";
    issues.warning("allow-with-not-principal", message, "Name those who are meant with Principal.", value);
  }
}

/** Everybody for a statement that allows, nobody for one that denies: for what can't be understood. */
function everybody(effect: Effect, node: SourceRange): PrincipalElement {
  const range = { start: node.start, end: node.end };
  return { negated: false, entries: effect === "Allow" ? [{ type: "*", value: "*", range }] : [], range };
}

const principalTypes = new Map<string, PrincipalEntry["type"]>([
  ["aws", "AWS"],
  ["federated", "Federated"],
  ["service", "Service"],
  ["canonicaluser", "CanonicalUser"],
]);

/** Null: not to be understood. `more`: of a repeated kind of principal, both lists count; else it is not understood. */
function principalEntries(node: JsonNode, more: boolean, issues: Issues): readonly PrincipalEntry[] | null {
  if (node.kind === "string") {
    if (node.value === "*") return [{ type: "*", value: "*", range: { start: node.start, end: node.end } }];
    issues.error("wrong-type", 'a Principal that is a text can only be "*"', 'Write {"AWS": "…"}.', node);
    return null;
  }
  if (node.kind !== "object") {
    issues.error("wrong-type", `Principal is a ${node.kind}`, 'Write {"AWS": "…"}.', node);
    return null;
  }
  const entries: PrincipalEntry[] = [];
  const seen: PrincipalEntry["type"][] = [];
  let understood = true;
  for (const entry of node.members) {
    const type = principalType(entry, issues);
    const values = texts(entry.value, quoted(entry.key), issues);
    if (type === null || values === null) {
      understood = false;
      continue;
    }
    if (seen.includes(type)) {
      issues.error("duplicate-key", `${type} stands twice in Principal`, "Merge the two lists.", entry.value);
      understood &&= more;
    }
    seen.push(type);
    for (const { text, range } of values) entries.push({ type, value: text, range });
  }
  return understood ? entries : null;
}

function principalType(entry: JsonMember, issues: Issues): PrincipalEntry["type"] | null {
  const range = { start: entry.keyStart, end: entry.keyEnd };
  const type = principalTypes.get(entry.key.toLowerCase());
  if (type === undefined) {
    const message = `unknown kind of principal ${quoted(entry.key)}`;
    const advice = "Write AWS, Federated, Service or CanonicalUser.";
    issues.error("unknown-principal-type", message, advice, range);
    return null;
  }
  if (type !== entry.key) {
    const message = `${quoted(entry.key)} is spelled in another case`;
    issues.error("element-case", message, `Write ${type}.`, range);
  }
  return type;
}
