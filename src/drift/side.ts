/** What is compared, how far, and what comes out. */
import type { ActionCatalogue } from "../authz/action-catalogue.ts";
import type { CallerSide } from "../authz/index.ts";
import type { Rule, RuleContext } from "../findings/rule.ts";
import type { ExpansionScope, TrustReader } from "../graph/index.ts";
import type { CoverageGap, DriftChange, DriftKind, FindingBrief, Snapshot } from "../model/index.ts";

/** A snapshot with what questions about it need; the engine that is opened over a snapshot file is one. */
export type DriftSide = {
  readonly snapshot: Snapshot;
  readonly reader: TrustReader;
  readonly callers: CallerSide;
  readonly expansion: ExpansionScope;
  readonly context: RuleContext;
  readonly config: { readonly rules: readonly Rule[] };
};

export type DriftOptions = {
  /** So many of those who gained, and of those who lost, are told of each change; the rest are counted. Default: 100. */
  readonly mostParties?: number;
  /** Types services' own condition keys. */
  readonly catalogue?: ActionCatalogue | null;
  /** Whether rules are run over what changed. Default: true. */
  readonly findings?: boolean;
  /** Only what lies in these accounts, and what concerns the organization; null: everything. */
  readonly accounts?: ReadonlySet<string> | null;
};

/** Something whose text or spelling differs, and which means the same. */
export type TextOnly = {
  readonly subject: string;
  readonly kind: DriftKind;
  readonly account: string | null;
};

export type DriftAnswer = {
  /** All that was compared means the same, and the same could be read. */
  readonly equal: boolean;
  /** Outsiders' gains first. */
  readonly changes: readonly DriftChange[];
  /** All that opened and closed with the changes; each change holds the ids of its own. */
  readonly findings: { readonly opened: readonly FindingBrief[]; readonly closed: readonly FindingBrief[] };
  readonly textOnly: readonly TextOnly[];
  /** What was not looked at, in sentences. */
  readonly notCompared: readonly string[];
  /** What could not be read on either side. */
  readonly coverage: readonly CoverageGap[];
};
