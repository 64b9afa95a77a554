/** Who gained and who lost access between two snapshots of an organization? */
import type { ActionCatalogue } from "../authz/action-catalogue.ts";
import { createCallerSide } from "../authz/index.ts";
import { type DriftAnswer, type DriftSide, driftBetween } from "../drift/index.ts";
import { rulesFor } from "../findings/catalogue.ts";
import { emptyIntent } from "../findings/intent.ts";
import { ruleContext } from "../findings/rule-context.ts";
import { knownVendors } from "../findings/vendors.ts";
import { trustReader } from "../graph/index.ts";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import type { InputFault } from "./policy-input.ts";
import { type LoadedSnapshot, snapshotOf } from "./reach.ts";

export type DiffOptions = {
  /** What is known of AWS's actions: with it, changes tell which sensitive capabilities somebody gained. */
  readonly catalogue?: ActionCatalogue;
  /** Only what lies in these accounts, and what concerns the organization; all where it is left out. */
  readonly accounts?: readonly string[];
  /** So many of those who gained or lost are told of each change; 100 where it is left out. */
  readonly most?: number;
};

/**
 * Everything of two snapshots by what it means; what is written differently and means the same stands in `textOnly`. External
 * IDs stand in the answer as they are.
 *
 * ```ts
 * const compared = diff(before, after);
 * if (compared.ok && !compared.value.equal) for (const { summary } of compared.value.changes) console.log(summary);
 * ```
 */
export function diff(
  before: LoadedSnapshot,
  after: LoadedSnapshot,
  { catalogue, accounts, most = 100 }: DiffOptions = {},
): Result<DriftAnswer, InputFault> {
  const [old, now] = [snapshotOf(before), snapshotOf(after)];
  if (old === null || now === null) {
    const message = "it was not made by readSnapshot";
    return err({ message, advice: "Pass what readSnapshot answers.", at: old === null ? "before" : "after" });
  }
  if (!Number.isInteger(most) || most < 0) {
    const message = `${most} who gained or lost can't be told`;
    return err({ message, advice: "Give a whole number from 0.", at: "most" });
  }
  return ok(
    driftBetween(sideOf(old), sideOf(now), {
      catalogue: catalogue ?? null,
      accounts: accounts === undefined ? null : new Set(accounts),
      mostParties: most,
    }),
  );
}

function sideOf(snapshot: Snapshot): DriftSide {
  const reader = trustReader(snapshot);
  const { organization } = reader;
  const context = ruleContext(snapshot, emptyIntent, knownVendors, organization);
  const callers = createCallerSide(snapshot, organization, null);
  const nameOf = (account: string): string | null => context.nameOf(account);
  return {
    snapshot,
    reader,
    callers,
    context,
    expansion: { snapshot, organization, callers, nameOf },
    config: { rules: rulesFor(emptyIntent) },
  };
}
