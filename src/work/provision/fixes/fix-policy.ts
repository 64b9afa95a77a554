/**
 * The fixes of all findings that are to go from one policy, one after the other over what the last one left, and then all of it verified
 * by the rules: every finding gone, none come.
 */
import type { AlsoLost, Fix } from "../../../findings/types.ts";
import {
  type FixedText,
  fixedText,
  type StatementChange,
  type UnmergeableText,
} from "../../../provision/index.ts";
import type { Engine } from "../../engine.ts";
import { placeCalled } from "../../triage/edited-policy.ts";
import type { PolicyBench } from "./policy-bench.ts";
import { type FixValues, filled, standInsIn } from "./stand-ins.ts";

export type FindingFixed =
  | {
      readonly kind: "fixed";
      readonly summary: string;
      readonly alsoLost: AlsoLost | null;
    }
  /** The text has it not. */
  | { readonly kind: "gone" }
  /** It has, and no edit of this policy that was tried takes it away. */
  | { readonly kind: "not-applicable"; readonly why: string; readonly advice: string };

export type FixedPolicy = {
  readonly before: string;
  readonly after: string;
  /** Empty: there is nothing to write. */
  readonly statements: readonly StatementChange[];
  readonly findings: ReadonlyMap<string, FindingFixed>;
  readonly engines: { readonly before: Engine; readonly after: Engine };
  /** Why the text after must not be written; null: it may. */
  readonly refused: UnmergeableText | null;
};

/** `ids`: worst first. `values`: what to write in place of stand-ins. Null: the snapshot holds no such policy. */
export function fixPolicy(
  bench: PolicyBench,
  text: string,
  ids: readonly string[],
  values: FixValues,
): FixedPolicy | null {
  const narrows = text === bench.text;
  const first = bench.look(text, narrows);
  if (first === null) return null;
  const findings = new Map<string, FindingFixed>();
  let [now, current] = [first, text];
  for (const id of ids) {
    const summary = now.findings.find(id);
    if (summary === null) {
      const wasThere = first.findings.find(id) !== null;
      const summary = "It goes with the other edits of this policy.";
      findings.set(id, wasThere ? { kind: "fixed", summary, alsoLost: null } : { kind: "gone" });
      continue;
    }
    const fix = now.findings.detail(summary, "tried").fix;
    const made = madeOf({ id, fix, values: values.get(id) ?? new Map() }, current, bench, now.engine);
    if ("why" in made) {
      findings.set(id, { kind: "not-applicable", ...made });
      continue;
    }
    const next = bench.look(made.text, narrows);
    if (next === null) return null;
    [now, current] = [next, made.text];
    findings.set(id, { kind: "fixed", summary: made.summary, alsoLost: made.alsoLost });
  }
  const whole = fixedText(text, current);
  const statements = whole.ok ? whole.value.changes : [];
  const back = ids.filter((id) => findings.get(id)?.kind === "fixed" && now.findings.find(id) !== null);
  const opened = now.findings.summaries.filter(({ id }) => first.findings.find(id) === null);
  return {
    before: text,
    after: current,
    statements,
    findings,
    engines: { before: first.engine, after: now.engine },
    refused:
      back.length > 0
        ? {
            why: `together the fixes do not take away ${back.join(", ")}`,
            advice: "Fix them one by one, each by its id.",
          }
        : opened.length > 0
          ? {
              why: `it would open other findings: ${opened.map(({ id, title }) => `${id} (${title})`).join(", ")}`,
              advice: "Nothing is written. accesslens what-if shows what such an edit brings.",
            }
          : null,
  };
}

type Made = FixedText & { readonly summary: string; readonly alsoLost: AlsoLost | null };

type Proposed = {
  readonly id: string;
  readonly fix: Fix | null;
  readonly values: ReadonlyMap<string, string>;
};

function madeOf(
  { id, fix, values }: Proposed,
  current: string,
  bench: PolicyBench,
  { snapshot }: Engine,
): Made | UnmergeableText {
  const untried = fix === null ? noneKnown : whyNotTried(fix);
  if (fix === null || fix.policy === null || fix.where === null || untried !== null) {
    return untried ?? noneKnown;
  }
  const place = placeCalled(fix.where, snapshot, bench.owner);
  if (JSON.stringify(place) !== JSON.stringify(bench.place)) {
    return { why: `what takes it away is an edit of the ${fix.where}`, advice: fix.summary };
  }
  const words = standInsIn(fix.policy, current);
  const missing = words.filter((word) => !values.has(word));
  if (missing.length > 0) {
    return {
      why: `it takes what only you know in place of ${missing.join(", ")}`,
      advice: `${fix.summary} Say it in a file for --values: { ${id}: { ${missing[0]}: … } }`,
    };
  }
  const text = fixedText(current, filled(fix.policy, words, values));
  return text.ok ? { ...text.value, summary: fix.summary, alsoLost: fix.alsoLost } : text.error;
}

const noneKnown: UnmergeableText = {
  why: "there is no edit of a policy that takes it away",
  advice: "accesslens explain tells what it is about.",
};

/** Null: it is an edit that was tried. */
export function whyNotTried(fix: Fix): UnmergeableText | null {
  if (fix.verified && fix.policy !== null) return null;
  return fix.verified
    ? { why: "it takes a policy away whole, which is not done here", advice: fix.summary }
    : { why: "no edit was found that surely takes it away", advice: fix.summary };
}
