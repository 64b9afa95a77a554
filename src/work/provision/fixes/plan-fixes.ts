/** Findings into plans: one for each policy that their fixes edit, with who gains and loses, and what keeps it from being written. */
import { driftOfSubjects } from "../../../drift/index.ts";
import type { FindingSummary } from "../../../findings/finding-list.ts";
import type { AlsoLost } from "../../../findings/types.ts";
import { placeEdit, type RemovablePlace } from "../../../graph/reach/index.ts";
import {
  type AccountId,
  type DriftChange,
  editedSnapshot,
  isAccountId,
  type Subject,
  splitArn,
  unreachable,
} from "../../../model/index.ts";
import type { StatementChange, UnmergeableText } from "../../../provision/index.ts";
import { openActionCatalogue } from "../../action-file.ts";
import { type Engine, engineOf } from "../../engine.ts";
import type { Scan } from "../../scan.ts";
import { placeCalled } from "../../triage/edited-policy.ts";
import { type FindingFixed, type FixedPolicy, fixPolicy, whyNotTried } from "./fix-policy.ts";
import { lockedOut, whyNotWrite } from "./guard-fix.ts";
import { nameIn, writableResource } from "./open-fixed.ts";
import { PolicyBench } from "./policy-bench.ts";
import type { SeenByTrail } from "./seen-by-trail.ts";
import type { FixValues } from "./stand-ins.ts";

export type PlannedFinding = { readonly summary: FindingSummary; readonly fixed: FindingFixed };

export type PlannedFix = {
  /** As evidence calls it. */
  readonly policy: string;
  readonly place: RemovablePlace;
  readonly account: AccountId;
  readonly findings: readonly PlannedFinding[];
  readonly before: string | null;
  /** Null: nothing is to be written. */
  readonly after: string | null;
  readonly statements: readonly StatementChange[];
  /** Who gains and who loses. */
  readonly changes: readonly DriftChange[];
  readonly alsoLost: AlsoLost | null;
  /** What a trail says of it; absent: none was given. */
  readonly seen?: SeenByTrail;
  /** `shown`: it is told how, and not written by us. */
  readonly state: "planned" | "shown" | "refused";
  /** Why it is not written; null: it can be. */
  readonly reason: UnmergeableText | null;
  /** The same over the text that stands there when it is written. */
  readonly again: (text: string) => FixAgain | null;
};

/** What the fix comes to over some text of the policy; `reason`: why that must not be written. */
export type FixAgain = FixedPolicy & {
  readonly changes: readonly DriftChange[];
  readonly reason: UnmergeableText | null;
};

export type NotApplicable = { readonly summary: FindingSummary } & UnmergeableText;

export type FixPlan = {
  readonly fixes: readonly PlannedFix[];
  readonly notApplicable: readonly NotApplicable[];
};

/** `chosen`: worst first, as lists of findings have them. */
export function planFixes(
  scan: Scan,
  chosen: readonly FindingSummary[],
  values: FixValues,
  progress: (done: number, of: number) => void,
): FixPlan {
  const groups = new Map<string, Group>();
  const notApplicable: NotApplicable[] = [];
  for (const [done, summary] of chosen.entries()) {
    progress(done, chosen.length);
    const { fix } = scan.findings.detail(summary, "tried");
    const place = fix?.where == null ? null : placeCalled(fix.where, scan.engine.snapshot, summary.account);
    if (fix === null || fix.where === null || place === null || fix.policy === null || !fix.verified) {
      const why = fix === null ? null : whyNotTried(fix);
      notApplicable.push({
        summary,
        ...(why ?? { why: "it has no fix", advice: "accesslens explain tells what it is about." }),
      });
      continue;
    }
    const key = JSON.stringify(place);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { policy: fix.where, place, findings: [summary] });
    else known.findings.push(summary);
  }
  const fixes: PlannedFix[] = [];
  for (const group of groups.values()) {
    const planned = planOf(scan, group, values);
    const isWhole = planned.findings.every(({ fixed }) => fixed.kind === "fixed");
    for (const { summary, fixed } of planned.findings) {
      if (fixed.kind === "fixed") continue;
      const { why, advice } = fixed.kind === "gone" ? notFound : fixed;
      notApplicable.push({ summary, why, advice });
    }
    const findings = planned.findings.filter(({ fixed }) => fixed.kind === "fixed");
    if (findings.length === 0) continue;
    fixes.push(
      isWhole
        ? planned
        : planOf(scan, { ...group, findings: findings.map(({ summary }) => summary) }, values),
    );
  }
  return { fixes: togetherGuarded(fixes, scan.engine), notApplicable };
}

/** Each may be written by itself, and all of them lock somebody out. */
function togetherGuarded(fixes: readonly PlannedFix[], before: Engine): readonly PlannedFix[] {
  const planned = fixes.filter(({ state }) => state === "planned");
  if (planned.length < 2) return fixes;
  const edits = planned.flatMap(({ place, after }) => placeEdit(before.snapshot, place, after) ?? []);
  const edited = editedSnapshot(before.snapshot, edits);
  if (!edited.ok) throw new Error(`planned fixes fit no snapshot: ${edited.error.message}`);
  const engines = { before, after: engineOf(edited.value, before.config) };
  return fixes.map((fix) => {
    const { place, before: was, after } = fix;
    if (fix.state !== "planned" || was === null || after === null) return fix;
    const reason = lockedOut({ place, before: was, after, engines });
    return reason === null
      ? fix
      : { ...fix, state: "refused", reason: { ...reason, why: `with the other fixes: ${reason.why}` } };
  });
}

const notFound: UnmergeableText = {
  why: "the policy by itself does not show it",
  advice: "Edit it by hand: accesslens explain shows the policy after the edit.",
};

type Group = {
  readonly policy: string;
  readonly place: RemovablePlace;
  readonly findings: FindingSummary[];
};

function planOf(scan: Scan, { policy, place, findings }: Group, values: FixValues): PlannedFix {
  const account = ownerOf(place, findings[0]?.account);
  const kindOf = (rule: string) => scan.engine.config.rules.find(({ id }) => id === rule)?.kind;
  const bench = new PolicyBench(scan, place, account, {
    organization: findings.some(({ rule }) => kindOf(rule) === "organization"),
    chains: findings.some(({ rule }) => kindOf(rule) === "reach"),
  });
  const ids = findings.map(({ id }) => id);
  const made = new Map<string, FixAgain | null>();
  const again = (text: string): FixAgain | null => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const fixed = fixPolicy(bench, text, ids, values);
    const whole = fixed === null ? null : judgedFix(fixed, place, account);
    made.set(text, whole);
    return whole;
  };
  const fixed = bench.text === null ? null : again(bench.text);
  const reason: UnmergeableText | null =
    fixed === null
      ? { why: "the snapshot does not hold the policy's text", advice: "Collect it, and ask again." }
      : fixed.reason;
  const shown = whyShown(place);
  const fixedOf = (id: string): FindingFixed => fixed?.findings.get(id) ?? { kind: "gone" };
  return {
    ...{ policy, place, account, again },
    findings: findings.map((summary) => ({ summary, fixed: fixedOf(summary.id) })),
    before: bench.text,
    after: fixed === null || fixed.statements.length === 0 ? null : fixed.after,
    statements: fixed?.statements ?? [],
    changes: fixed?.changes ?? [],
    alsoLost: joined(findings.map(({ id }) => fixedOf(id))),
    state: reason !== null ? "refused" : shown === null ? "planned" : "shown",
    reason: reason ?? shown,
  };
}

/** With who gains and loses, and why it must not be written. */
export function judgedFix(fixed: FixedPolicy, place: RemovablePlace, account: AccountId): FixAgain {
  const { before, after, engines } = fixed;
  const changes =
    fixed.statements.length === 0 ? [] : whoGainsAndLoses(place, account, engines.before, engines.after);
  const reason = fixed.refused ?? whyNotWrite({ place, before, after, engines, changes });
  return { ...fixed, changes, reason };
}

function whoGainsAndLoses(
  place: RemovablePlace,
  account: AccountId,
  before: Engine,
  after: Engine,
): readonly DriftChange[] {
  const subject = subjectOf(place, account, before);
  return driftOfSubjects(before, after, [subject], { catalogue: openActionCatalogue() }).changes;
}

function subjectOf(place: RemovablePlace, account: AccountId, { snapshot }: Engine): Subject {
  switch (place.kind) {
    case "trust-policy":
      return { kind: "role", account, name: nameIn(place.role) };
    case "inline-policy":
    case "attachment": {
      const kind = splitArn(place.holder)?.resource.split("/")[0];
      return {
        kind: kind === "user" || kind === "group" ? kind : "role",
        account,
        name: nameIn(place.holder),
      };
    }
    case "managed-policy":
      return { kind: "managed-policy", account, arn: place.policy };
    case "resource-policy": {
      const data = snapshot.accountData(snapshot.accountIndex(account) ?? -1);
      const row = data?.resources?.find(({ arn }) => arn === place.resource);
      return {
        kind: "resource",
        account,
        type: row?.type ?? "",
        region: row?.region ?? null,
        arn: place.resource,
      };
    }
    default:
      return unreachable(place);
  }
}

function ownerOf(place: RemovablePlace, otherwise: AccountId | undefined): AccountId {
  const id =
    "account" in place ? place.account : splitArn("role" in place ? place.role : place.holder)?.account;
  if (id !== undefined && isAccountId(id)) return id;
  if (otherwise === undefined) throw new Error("a fix is of some finding");
  return otherwise;
}

/** Why such a policy is told and not written by us; null: it is written. */
export function whyShown(place: RemovablePlace): UnmergeableText | null {
  switch (place.kind) {
    case "trust-policy":
    case "inline-policy":
    case "managed-policy":
      return null;
    case "attachment":
      return {
        why: "a policy that is attached is not detached here",
        advice: "Use the command that is shown.",
      };
    case "resource-policy":
      return writableResource(place.resource) === null
        ? {
            why: "policies of such resources are not written here",
            advice: "Use the command that is shown.",
          }
        : null;
  }
}

function joined(fixed: readonly FindingFixed[]): AlsoLost | null {
  const all = fixed.flatMap((one) => (one.kind === "fixed" && one.alsoLost !== null ? [one.alsoLost] : []));
  if (all.length === 0) return null;
  const accesses = new Map(all.flatMap((one) => one.accesses).map((one) => [JSON.stringify(one), one]));
  return { accesses: [...accesses.values()], more: all.reduce((sum, { more }) => sum + more, 0) };
}
