/**
 * Statements put into a policy's text and taken out of it. All that is not ours stays as it stands, letter for letter: order, white
 * space, elements that nobody here knows. A text that is not surely understood is refused, never guessed at.
 */
import { err, ok, type Result } from "../model/index.ts";
import {
  canonicalPolicy,
  compactText,
  type JsonNode,
  parsePolicy,
  readJson,
  toValue,
} from "../policy/index.ts";

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** A statement that AccessLens made and knows again by its Sid. */
export type ManagedStatement = { readonly Sid: string } & { readonly [name: string]: JsonValue };

export type StandingStatement = {
  /** Null: it has none, or one that is no text. */
  readonly sid: string | null;
  /** As it stands, without white space between its parts. */
  readonly text: string;
};

/** Why a text can't be merged with: a sentence, and what to do. */
export type UnmergeableText = { readonly why: string; readonly advice: string };

export function statementsOf(text: string): Result<readonly StandingStatement[], UnmergeableText> {
  const places = placesIn(text);
  if (!places.ok) return places;
  return ok(places.value.items.map((node) => ({ sid: sidOf(node), text: compactText(text, node) })));
}

/** The text with the statement at its end; `null`: there is no policy yet. */
export function withStatement(
  text: string | null,
  statement: ManagedStatement,
): Result<string, UnmergeableText> {
  const added = JSON.stringify(statement);
  if (text === null) return ok(`{"Version":"2012-10-17","Statement":[${added}]}`);
  const places = placesIn(text);
  if (!places.ok) return places;
  const { node, items } = places.value;
  const last = items.at(-1);
  if (node.kind !== "array") {
    const own = text.slice(node.start, node.end);
    return ok(`${text.slice(0, node.start)}[${own},${added}]${text.slice(node.end)}`);
  }
  if (last === undefined) return ok(`${text.slice(0, node.start)}[${added}]${text.slice(node.end)}`);
  return ok(`${text.slice(0, last.end)},${added}${text.slice(last.end)}`);
}

/** Null: nothing is left, which AWS takes as no policy. Statements of other Sids are never touched. */
export function withoutStatements(
  text: string,
  sids: ReadonlySet<string>,
): Result<string | null, UnmergeableText> {
  const places = placesIn(text);
  if (!places.ok) return places;
  const { node, items } = places.value;
  const isOurs = (item: JsonNode): boolean => {
    const sid = sidOf(item);
    return sid !== null && sids.has(sid);
  };
  if (!items.some(isOurs)) return ok(text);
  const kept = items.filter((item) => !isOurs(item));
  if (kept.length === 0) return ok(null);
  if (node.kind !== "array") return ok(null);
  let result = text.slice(0, items[0]?.start ?? node.start);
  let isFirst = true;
  for (const [index, item] of items.entries()) {
    if (isOurs(item)) continue;
    // What stands between two statements that both stay is kept as it is.
    const before = items[index - 1];
    const between =
      before !== undefined && !isOurs(before) ? text.slice(before.end, item.start) : isFirst ? "" : ",";
    result += `${between}${text.slice(item.start, item.end)}`;
    isFirst = false;
  }
  return ok(`${result}${text.slice(items.at(-1)?.end ?? node.end)}`);
}

/**
 * The text with statements, by their place from 0, said otherwise or taken out (null), and others at its end. Null: none is left. The
 * statements that are not named stay letter for letter.
 */
export function withStatements(
  text: string,
  edits: ReadonlyMap<number, string | null>,
  added: readonly string[],
): Result<string | null, UnmergeableText> {
  const places = placesIn(text);
  if (!places.ok) return places;
  const { node, items } = places.value;
  let kept = "";
  let last: JsonNode | null = null;
  let isJoined = false;
  for (const [index, item] of items.entries()) {
    const said = edits.get(index);
    if (said === null) {
      isJoined = false;
      continue;
    }
    const between = last === null ? "" : isJoined ? text.slice(last.end, item.start) : ",";
    kept += `${between}${said ?? text.slice(item.start, item.end)}`;
    last = item;
    isJoined = true;
  }
  const all = [...(kept === "" ? [] : [kept]), ...added];
  if (all.length === 0) return ok(null);
  const [first, end] = [items[0], items.at(-1)];
  if (node.kind !== "array" || first === undefined || end === undefined) {
    return ok(`${text.slice(0, node.start)}[${all.join(",")}]${text.slice(node.end)}`);
  }
  return ok(`${text.slice(0, first.start)}${all.join(",")}${text.slice(end.end)}`);
}

/**
 * Whether two statements say the same but for how they are written: AWS gives texts back with other order, spacing and single
 * values for lists.
 */
export function isSameStatement(a: string, b: string): boolean {
  return a === b || canonicalStatement(a) === canonicalStatement(b);
}

/** One text for all ways to write the statement; what can't be read is itself. */
export function canonicalStatement(text: string): string {
  const whole = `{"Version":"2012-10-17","Statement":[${withResource(withPrincipalType(text))}]}`;
  const parsed = parsePolicy(whole, { kind: "endpoint" });
  return parsed.ok && parsed.value.statements.every(({ exact }) => exact)
    ? canonicalPolicy(parsed.value)
    : text;
}

/** Some give back one principal as a text of its own, and an account as its id. */
function withPrincipalType(text: string): string {
  const json = readJson(text);
  const members = json.ok && json.value.kind === "object" ? json.value.members : [];
  const principal = members.find(({ key }) => key === "Principal")?.value;
  if (principal?.kind !== "string" || principal.value === "*") return text;
  return `${text.slice(0, principal.start)}{"AWS":${JSON.stringify(principal.value)}}${text.slice(principal.end)}`;
}

/** Policies of roles and of ECR's repositories name no resource: there it is what the policy is of. */
export function withResource(text: string): string {
  const json = readJson(text);
  if (!json.ok || json.value.kind !== "object") return text;
  if (json.value.members.some(({ key }) => /^(not)?resource$/i.test(key))) return text;
  return text.replace(/^\s*\{/, json.value.members.length === 0 ? '{"Resource":"*"' : '{"Resource":"*",');
}

/** Statements of `before` that `after` has no longer, those of `ours` aside: as they stood. Unreadable texts have none. */
export function lostStatements(
  before: string | null,
  after: string | null,
  ours: ReadonlySet<string>,
): readonly StandingStatement[] {
  const [was, is] = [before, after].map((text) => {
    const found = text === null ? null : statementsOf(text);
    return found?.ok === true ? found.value : [];
  });
  const there = new Set(is?.map((one) => canonicalStatement(one.text)));
  return (was ?? []).filter(
    (one) => !(one.sid !== null && ours.has(one.sid)) && !there.has(canonicalStatement(one.text)),
  );
}

type Places = { readonly node: JsonNode; readonly items: readonly JsonNode[] };

function placesIn(text: string): Result<Places, UnmergeableText> {
  const advice = "Mend the policy first: AccessLens does not write over what it does not understand.";
  const json = readJson(text);
  if (!json.ok) return err({ why: `the policy that stands there is no JSON: ${json.error.message}`, advice });
  if (json.value.kind !== "object") return err({ why: "the policy that stands there is no object", advice });
  const named = json.value.members.filter(({ key }) => key.toLowerCase() === "statement");
  const [only] = named;
  if (only === undefined || named.length > 1 || only.key !== "Statement") {
    return err({ why: "the policy that stands there does not have one Statement element", advice });
  }
  const items = only.value.kind === "array" ? only.value.items : [only.value];
  if (items.some(({ kind }) => kind !== "object")) {
    return err({ why: "the policy that stands there has a statement that is no object", advice });
  }
  return ok({ node: only.value, items });
}

function sidOf(node: JsonNode): string | null {
  if (node.kind !== "object") return null;
  const value = toValue(node);
  return typeof value === "object" && value !== null && "Sid" in value && typeof value.Sid === "string"
    ? value.Sid
    : null;
}
