/**
 * The merges of grants: our statements in, or out, and nobody else's touched. A merge is asked again over what is read back: where it
 * answers `same`, what was meant stands.
 */
import { compactText, readJson } from "../policy/index.ts";
import {
  isSameStatement,
  type ManagedStatement,
  statementsOf,
  type UnmergeableText,
  withoutStatements,
  withStatement,
} from "./standing-policy-text.ts";

export type Merged =
  /** What is meant stands there already. */
  | { readonly kind: "same" }
  /** `text` null: no policy is to be there. */
  | { readonly kind: "changed"; readonly text: string | null }
  | ({ readonly kind: "refused" } & UnmergeableText);

/** `text` null: there is no policy. Pure: the same text gives the same answer. */
export type Merge = (text: string | null) => Merged;

export type SizeLimit = {
  /** Bytes of UTF-8. */
  readonly bytes: number;
  /** AWS's name of it, for messages. */
  readonly of: string;
};

/** Statements that are there already stay where they are; one of the same Sid that says something else is not written over. */
export function addStatements(statements: readonly ManagedStatement[], limit: SizeLimit): Merge {
  return (before) => {
    const standing = before === null ? null : statementsOf(before);
    if (standing?.ok === false) return { kind: "refused", ...standing.error };
    let text = before;
    for (const statement of statements) {
      const same = standing?.value.filter(({ sid }) => sid === statement.Sid) ?? [];
      const wanted = JSON.stringify(statement);
      if (same.length > 0 && same.every((one) => isSameStatement(one.text, wanted))) continue;
      if (same.length > 0) return edited(statement.Sid);
      const merged = withStatement(text, statement);
      if (!merged.ok) return { kind: "refused", ...merged.error };
      text = merged.value;
    }
    return text === before || text === null ? { kind: "same" } : fitting(text, limit);
  };
}

/** `statements` as they were written: one of the same Sid that was changed since by somebody is theirs, and stays. */
export function removeStatements(statements: readonly ManagedStatement[]): Merge {
  return (before) => {
    if (before === null) return { kind: "same" };
    const standing = statementsOf(before);
    if (!standing.ok) return { kind: "refused", ...standing.error };
    const sids = new Set(statements.map(({ Sid }) => Sid));
    const ours = standing.value.filter(({ sid }) => sid !== null && sids.has(sid));
    if (ours.length === 0) return { kind: "same" };
    const changed = ours.find(({ sid, text }) => {
      const written = statements.find(({ Sid }) => Sid === sid);
      return written === undefined || !isSameStatement(text, JSON.stringify(written));
    });
    if (changed?.sid != null) return edited(changed.sid);
    const without = withoutStatements(before, sids);
    return without.ok ? { kind: "changed", text: without.value } : { kind: "refused", ...without.error };
  };
}

function edited(sid: string): Merged {
  return {
    kind: "refused",
    why: `the statement ${sid} is AccessLens's by its Sid, and says something else than AccessLens wrote`,
    advice: "Somebody has edited it: remove it by hand, or give it another Sid, and ask again.",
  };
}

function fitting(text: string, limit: SizeLimit): Merged {
  if (size(text) <= limit.bytes) return { kind: "changed", text };
  const json = readJson(text);
  const compact = json.ok ? compactText(text, json.value) : text;
  if (size(compact) <= limit.bytes) return { kind: "changed", text: compact };
  return {
    kind: "refused",
    why: `with it the policy would have ${size(compact)} bytes, and ${limit.of} at most ${limit.bytes}`,
    advice: "Remove statements that nobody uses, or join some of them: nothing was written.",
  };
}

function size(text: string): number {
  return new TextEncoder().encode(text).length;
}
