/** Chains, and what hangs on many policies together: everything is judged on both sides, and told apart by ids. */
import {
  type DriftAnswer,
  type DriftOptions,
  driftBetween,
  findingDifference,
  findingsAreNotCompared,
  withFindings,
} from "../../drift/index.ts";
import type { FindingSummary } from "../../findings/finding-list.ts";
import type { FindingBrief } from "../../model/index.ts";
import type { Engine } from "../engine.ts";
import { scanEngine } from "../scan.ts";

/** {@link DriftAnswer} with chains. */
export type WholeDrift = DriftAnswer & {
  /** Findings about chains of hops; null: they were not looked at. */
  readonly chains: {
    readonly appeared: readonly FindingBrief[];
    readonly disappeared: readonly FindingBrief[];
  } | null;
};

/** `tell`: hears what is being done. Null: without chains. */
export async function wholeDrift(
  before: Engine,
  after: Engine,
  options: DriftOptions,
  chains: { readonly tell: (message: string) => void } | null,
): Promise<WholeDrift> {
  if (chains === null) return { ...driftBetween(before, after, options), chains: null };
  const drift = driftBetween(before, after, { ...options, findings: false });
  const was = await allFindings(before, chains.tell);
  const is = await allFindings(after, chains.tell);
  const findings = findingDifference(was, is);
  const aboutChains = new Set(after.config.rules.flatMap(({ kind, id }) => (kind === "reach" ? [id] : [])));
  const isChain = ({ rule }: FindingBrief): boolean => aboutChains.has(rule);
  return {
    ...drift,
    changes: withFindings(drift.changes, findings),
    findings,
    notCompared: drift.notCompared.filter((text) => text !== findingsAreNotCompared),
    chains: { appeared: findings.opened.filter(isChain), disappeared: findings.closed.filter(isChain) },
  };
}

async function allFindings(
  engine: Engine,
  tell: (message: string) => void,
): Promise<readonly FindingSummary[]> {
  return (await scanEngine(engine, { chains: true, tell })).findings.summaries;
}
