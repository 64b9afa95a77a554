/**
 * Plans of fixes carried out: an account first to see whether all goes as planned, then the others at the same time, each policy read
 * as it stands, fixed by the engine over that text, written, read back and looked at again.
 */
import pLimit from "p-limit";
import type { RemovedVersion, StandingPolicy } from "../../../aws/writes/index.ts";
import type { AccountId } from "../../../model/index.ts";
import { maskPolicyText } from "../../../policy/index.ts";
import {
  canonicalStatement,
  type Merge,
  type StatementChange,
  statementsOf,
} from "../../../provision/index.ts";
import { type Applied, applyPolicy, whyNot } from "../apply-policy.ts";
import type { GrantApplication } from "../grants/apply-grant.ts";
import { journaledFix, policyFixKind } from "./journaled-fix.ts";
import type { PlannedFix } from "./plan-fixes.ts";

export type FixParts = GrantApplication & {
  /** A sentence: the account can't be entered. */
  readonly open: (
    fix: PlannedFix,
    removed: (version: RemovedVersion) => void,
  ) => Promise<StandingPolicy | string>;
  /** Null: none goes first. */
  readonly canary: AccountId | null;
  readonly accountsAtOnce: number;
  /** How far it is, with the policy that was dealt with last. */
  readonly progress: (done: number, of: number, policy: string) => void;
};

export type FixResult = {
  readonly fix: PlannedFix;
  readonly state:
    | "applied"
    /** It stood there fixed already: nothing was written. */
    | "same"
    /** It was written, and what stands there is not what was planned. */
    | "not-as-planned"
    | "failed"
    /** The account that goes first did not go well. */
    | "not-tried"
    /** As the plan says. */
    | "shown"
    | "refused";
  readonly why: string | null;
  readonly advice: string | null;
  /** In the journal; null: nothing was written. */
  readonly change: string | null;
  readonly notes: readonly string[];
};

/** In one account: most of the time they wait for others to have written. */
const policiesAtOnce = 8;

/** In the order of the plan. */
export async function applyFixes(
  fixes: readonly PlannedFix[],
  parts: FixParts,
): Promise<readonly FixResult[]> {
  const results = new Map<PlannedFix, FixResult>();
  const byAccount = Map.groupBy(
    fixes.filter(({ state }) => state === "planned"),
    ({ account }) => account,
  );
  let done = 0;
  const applyAll = async (of: readonly PlannedFix[]): Promise<void> => {
    const limit = pLimit(policiesAtOnce);
    const applyOne = async (fix: PlannedFix): Promise<void> => {
      results.set(fix, await applyFix(fix, parts));
      done += 1;
      parts.progress(done, fixes.length, fix.policy);
    };
    await Promise.all(of.map((fix) => limit(() => applyOne(fix))));
  };
  const first = parts.canary === null ? [] : (byAccount.get(parts.canary) ?? []);
  await applyAll(first);
  const bad = first.find((fix) => isBad(results.get(fix)));
  if (bad === undefined) {
    const limit = pLimit(parts.accountsAtOnce);
    const others = [...byAccount].filter(([account]) => account !== parts.canary);
    await Promise.all(others.map(([, own]) => limit(() => applyAll(own))));
  }
  return fixes.map((fix) => results.get(fix) ?? notWritten(fix, bad));
}

function isBad(result: FixResult | undefined): boolean {
  return result !== undefined && result.state !== "applied" && result.state !== "same";
}

function notWritten(fix: PlannedFix, bad: PlannedFix | undefined): FixResult {
  if (fix.state !== "planned") {
    const { why = null, advice = null } = fix.reason ?? {};
    return { fix, state: fix.state, why, advice, change: null, notes: [] };
  }
  return {
    ...{ fix, state: "not-tried", change: null, notes: [] },
    why: `account ${bad?.account ?? "?"}, which goes first, did not go as planned`,
    advice: "See to that one first, then run it again: what is fixed already stays as it is.",
  };
}

async function applyFix(fix: PlannedFix, parts: FixParts): Promise<FixResult> {
  const notes: string[] = [];
  const policy = await parts.open(fix, ({ id, createdAt }) => {
    const of = createdAt === null ? "" : ` of ${createdAt.toISOString().slice(0, 10)}`;
    notes.push(`IAM keeps five versions of a managed policy: ${id}${of} was deleted to make room.`);
  });
  const told = (state: FixResult["state"], why: string | null, change: string | null): FixResult => ({
    ...{ fix, state, why, change, notes },
    advice: adviceFor(state),
  });
  if (typeof policy === "string") return told("failed", policy, null);
  const id = parts.newId();
  const applied = await applyPolicy(policy, changeOf(fix, id, parts), parts);
  switch (applied.kind) {
    case "same":
      return told("same", null, null);
    case "applied":
      notes.push(...notesOf(fix, applied));
      return told(...judged(fix, applied), id);
    case "refused":
      return { ...told("refused", applied.why, null), advice: applied.advice };
    case "denied":
    case "gave-up":
      return told("failed", whyNot(applied), null);
  }
}

function adviceFor(state: FixResult["state"]): string | null {
  return state === "failed"
    ? "Run it again when the cause is gone: what is fixed already stays as it is."
    : state === "not-as-planned"
      ? "Look at the policy: accesslens undo takes the change back."
      : null;
}

function changeOf(fix: PlannedFix, id: string, parts: FixParts): Parameters<typeof applyPolicy>[1] {
  const ids = fix.findings.map(({ summary }) => summary.id);
  return {
    ...{ id, by: parts.by, kind: policyFixKind, undoes: null },
    title: `${titleOf(ids)}: ${fix.policy}`,
    merge: mergeOf(fix),
    // None has a Sid of ours: what we change is told apart by what it says.
    sids: new Set(),
    inverse: (before) =>
      journaledFix({
        place: fix.place,
        statements: before === null ? [] : (fix.again(before)?.statements ?? []),
      }),
  };
}

function titleOf(ids: readonly string[]): string {
  if (ids.length === 0) return "as narrow as its use";
  return `takes away ${ids.length === 1 ? "finding" : "findings"} ${ids.join(", ")}`;
}

/** All findings or none: half of a plan is another plan. */
function mergeOf(fix: PlannedFix): Merge {
  return (text) => {
    if (text === null) {
      return {
        kind: "refused",
        why: "the policy is there no more",
        advice: "Collect a new snapshot, and scan it.",
      };
    }
    const again = fix.again(text);
    if (again === null) {
      return { kind: "refused", why: "the snapshot does not hold it", advice: "Collect a new snapshot." };
    }
    for (const { summary } of fix.findings) {
      const fixed = again.findings.get(summary.id);
      if (fixed?.kind !== "not-applicable") continue;
      return {
        kind: "refused",
        why: `the policy has changed since the snapshot, and finding ${summary.id} can't be fixed as it stands now: ${fixed.why}`,
        advice: fixed.advice,
      };
    }
    if (again.statements.length === 0) return { kind: "same" };
    if (again.reason !== null) return { kind: "refused", ...again.reason };
    return { kind: "changed", text: again.after };
  };
}

type Made = Extract<Applied, { readonly kind: "applied" }>;

/** What stands there is looked at again: the findings are gone, and no other has come. */
function judged(
  fix: PlannedFix,
  { before, after }: Made,
): readonly ["applied" | "not-as-planned", string | null] {
  const [was, is] = [before, after].map((text) => (text === null ? null : fix.again(text)));
  if (is == null) return ["not-as-planned", "the policy is there no more"];
  const left = [...is.findings].filter(([, { kind }]) => kind !== "gone").map(([id]) => id);
  if (left.length > 0) return ["not-as-planned", `still found: ${left.join(", ")}`];
  if (was != null && canonical(was.after) !== canonical(after ?? "")) {
    return ["not-as-planned", "others have changed the policy at the same time; the findings are gone"];
  }
  return ["applied", null];
}

function notesOf(fix: PlannedFix, { before, gone }: Made): readonly string[] {
  const notes: string[] = [];
  if (fix.before !== null && canonical(fix.before) !== canonical(before ?? "")) {
    notes.push("The policy had changed since the snapshot: the fix was made anew for what stood there.");
  }
  const ours = new Set(texts(fix.again(before ?? "{}")?.statements ?? []));
  const theirs = gone.filter(({ text }) => !ours.has(canonicalStatement(text)));
  if (theirs.length > 0) {
    notes.push(
      `${theirs.length} statements of others went while it was written: ${theirs.map(({ text }) => maskPolicyText(text)).join(", ")}`,
    );
  }
  return notes;
}

function texts(changes: readonly StatementChange[]): readonly string[] {
  return changes.flatMap(({ before }) => (before === null ? [] : [canonicalStatement(before)]));
}

/** The order of statements means nothing. */
function canonical(text: string): string {
  const found = statementsOf(text);
  return found.ok
    ? found.value
        .map((one) => canonicalStatement(one.text))
        .toSorted()
        .join("\n")
    : text;
}
