/**
 * A policy without what makes no difference: no statement, condition, value or wildcard can be taken out of the result
 * without changing what it allows or what it explicitly denies. Only removals, so it is never longer than it was; each is
 * proven by comparing, and so is the result.
 */
import { err, ok, type Result } from "../../../model/index.ts";
import type { PolicyDocument, PolicyKind } from "../../../policy/ast.ts";
import { parsePolicy } from "../../../policy/parse.ts";
import type { ActionCatalogue } from "../../action-catalogue.ts";
import { foldAction } from "../action-regions.ts";
import { mayMeet } from "../compare/action-index.ts";
import { comparePolicies } from "../compare/compare-policies.ts";
import { type Edit, editsOf } from "./edits.ts";
import { type Json, type JsonPath, partAt, withPart } from "./json-edit.ts";

export type NormalizedPolicy = {
  /** JSON; the input itself where nothing could be left out. */
  readonly text: string;
  /** What was left out or shortened, by its place in the policy as it stood by then. */
  readonly removed: readonly {
    readonly what: Edit["what"];
    readonly path: JsonPath;
    readonly text: string;
  }[];
};

/** Longer than any policy that AWS takes. */
const maxLength = 24_000;

/** An error is a sentence: the text is no policy, has parts that AWS's grammar does not know, or is too long to try. */
export function normalizePolicy(
  text: string,
  kind: PolicyKind,
  options: { readonly catalogue?: ActionCatalogue | null } = {},
): Result<NormalizedPolicy, string> {
  const original = understood(text, kind);
  if (original === null) return err("the policy has parts that AWS's grammar does not know");
  let policy: Json = JSON.parse(text);
  if (JSON.stringify(policy).length > maxLength) {
    return err(`the policy is longer than ${maxLength} characters, and AWS takes none that long`);
  }
  let document = original;
  const removed: NormalizedPolicy["removed"][number][] = [];
  for (let changed = true; changed; ) {
    changed = false;
    const lone = loneActions(document);
    for (const edit of editsOf(policy)) {
      const before = partAt(policy, edit.path);
      if (before === undefined || (edit.action !== null && before !== edit.action)) continue;
      if (edit.action !== null && lone(edit.action) && !isRepetition(edit)) continue;
      const made = withPart(policy, edit.path, edit.made);
      if (made === undefined || hasNoStatement(made)) continue;
      const shorter = understood(JSON.stringify(made), kind);
      if (shorter === null) continue;
      const compared = comparePolicies(document, shorter, kind, options);
      if (!compared.equal || !compared.denyEqual) continue;
      policy = made;
      document = shorter;
      changed = true;
      removed.push({ what: edit.what, path: edit.path, text: JSON.stringify(before) });
    }
  }
  if (removed.length === 0) return ok({ text, removed });
  // Every step was proven. The whole way may be too far to prove at once, but never shows a difference.
  const compared = comparePolicies(original, document, kind, options);
  const differs = compared.exact && !(compared.equal && compared.denyEqual);
  if (differs) throw new Error("steps that change nothing have changed something");
  return ok({ text: JSON.stringify(policy), removed });
}

/** Null: it has parts that the grammar rejects, so that leaving them out is not leaving them as they are. */
function understood(text: string, kind: PolicyKind): PolicyDocument | null {
  const parsed = parsePolicy(text, { kind });
  return parsed.ok && parsed.value.issues.every(({ severity }) => severity !== "error") ? parsed.value : null;
}

/** AWS takes no policy without a statement. */
function hasNoStatement(policy: Json): boolean {
  const statements = partAt(policy, ["Statement"]);
  return statements === undefined || (Array.isArray(statements) && statements.length === 0);
}

/** `**` says no more than `*`, whatever else the policy says. */
function isRepetition({ what, made, action }: Edit): boolean {
  return what === "wildcard" && made !== null && /[*?]{2}/.test(action ?? "");
}

/**
 * Tells actions of which no other pattern of the policy speaks: a statement that says something says it about them too, so
 * they can't be left out. Spares most of the comparisons.
 */
function loneActions({ statements }: PolicyDocument): (action: string) => boolean {
  if (statements.some(({ action }) => action.negated)) return () => false;
  const byService = new Map<string, string[]>();
  const patterns = statements.flatMap(({ action }) => action.patterns.map(({ text }) => foldAction(text)));
  for (const pattern of patterns) {
    const service = serviceOf(pattern);
    const known = byService.get(service);
    if (known === undefined) byService.set(service, [pattern]);
    else known.push(pattern);
  }
  return (action) => {
    const own = foldAction(action);
    const service = serviceOf(own);
    const others =
      service === "" ? patterns : [...(byService.get(service) ?? []), ...(byService.get("") ?? [])];
    return others.filter((other) => mayMeet(own, other)).length === 1;
  };
}

/** Empty where the service is not named outright. */
function serviceOf(pattern: string): string {
  return /^([^:*?]*):/.exec(pattern)?.[1] ?? "";
}
