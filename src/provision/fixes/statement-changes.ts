/**
 * A fixed policy, as changes of single statements of the text that stands there: what they do not name stays letter for letter, and what
 * was changed is found again later by what it says, wherever it stands then.
 */
import { err, ok, type Result } from "../../model/index.ts";
import { maskPolicyText } from "../../policy/index.ts";
import type { Merge } from "../merge-statements.ts";
import {
  canonicalStatement,
  type StandingStatement,
  statementsOf,
  type UnmergeableText,
  withStatements,
} from "../standing-policy-text.ts";

/** As they stand, or are to stand. `before` null: the statement is added; `after` null: it goes. */
export type StatementChange = { readonly before: string | null; readonly after: string | null };

export type FixedText = { readonly text: string; readonly changes: readonly StatementChange[] };

/** `fixed`: the whole policy as it is to be. Only its statements are taken from it. */
export function fixedText(standing: string, fixed: string): Result<FixedText, UnmergeableText> {
  const [was, is] = [statementsOf(standing), statementsOf(fixed)];
  if (!was.ok) return was;
  if (!is.ok) return is;
  const { gone, come } = difference(was.value, is.value);
  const edits = new Map<number, string | null>();
  const changes: StatementChange[] = [];
  for (const { sid, text: before, index } of gone) {
    // The order of statements means nothing: one that is said otherwise is found by its Sid, or is the next.
    const named = come.findIndex((one) => one.sid !== null && one.sid === sid);
    const next = named >= 0 ? named : come.findIndex((one) => !gone.some((other) => isNamed(other, one)));
    const [after] = next < 0 ? [] : come.splice(next, 1);
    edits.set(index, after?.text ?? null);
    changes.push({ before, after: after?.text ?? null });
  }
  const added = come.map(({ text }) => text);
  changes.push(...added.map((after) => ({ before: null, after })));
  const text = withStatements(standing, edits, added);
  if (!text.ok) return text;
  if (text.value === null) {
    return err({
      why: "nothing would be left of the policy",
      advice: "Delete it by hand if it is meant so.",
    });
  }
  return ok({ text: text.value, changes });
}

/**
 * Takes the changes back: each statement by what it says, so that others' statements stay, and one that somebody has edited since is
 * theirs.
 */
export function takeBack(changes: readonly StatementChange[]): Merge {
  return (standing) => {
    if (standing === null) {
      return { kind: "refused", why: "there is no policy any more", advice: "Nothing is left to take back." };
    }
    const found = statementsOf(standing);
    if (!found.ok) return { kind: "refused", ...found.error };
    const free = found.value.map(({ text }) => canonicalStatement(text));
    const take = (text: string): number => {
      const at = free.indexOf(canonicalStatement(text));
      if (at >= 0) free[at] = "";
      return at;
    };
    const edits = new Map<number, string | null>();
    const added: string[] = [];
    for (const { before, after } of changes) {
      const at = after === null ? -1 : take(after);
      if (at >= 0) edits.set(at, before);
      // One that was added and is gone is back as it was.
      else if (before !== null && take(before) < 0) {
        if (after !== null) return edited(after);
        added.push(before);
      }
    }
    if (edits.size + added.length === 0) return { kind: "same" };
    const text = withStatements(standing, edits, added);
    if (!text.ok) return { kind: "refused", ...text.error };
    if (text.value === null) {
      return { kind: "refused", why: "nothing would be left of the policy", advice: "Delete it by hand." };
    }
    return { kind: "changed", text: text.value };
  };
}

function edited(statement: string) {
  return {
    kind: "refused",
    why: `the statement that was written is there no more: ${maskPolicyText(statement)}`,
    advice: "Somebody has edited it since: take it back by hand.",
  } as const;
}

type Placed = StandingStatement & { readonly index: number };

/** Statements that the other has not, each as often as it stands there more. */
function difference(old: readonly StandingStatement[], now: readonly StandingStatement[]) {
  const come = now.map((one, index): Placed => ({ ...one, index }));
  const gone = old.flatMap((one, index): Placed[] => {
    const at = come.findIndex(({ text }) => plainJson(text) === plainJson(one.text));
    if (at < 0) return [{ ...one, index }];
    come.splice(at, 1);
    return [];
  });
  return { gone, come };
}

function isNamed(one: StandingStatement, other: StandingStatement): boolean {
  return one.sid !== null && one.sid === other.sid;
}

/** Without what JSON leaves to the writer. */
function plainJson(statement: string): string {
  return JSON.stringify(JSON.parse(statement));
}
