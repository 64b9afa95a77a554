/**
 * Engines that count in SQL: what they hand back, made facts by the fold's own rules. What a question costs is said before it is asked,
 * and what it did cost after.
 */
import type { Connection } from "../../aws/index.ts";
import {
  type AthenaAddress,
  askDuckdb,
  type DuckdbAddress,
  estimatedScan,
  openAthena,
  type ScanBudget,
  type ScanEstimate,
  scanInWords,
  sqlQuestion,
} from "../../logs/trail-sql/index.ts";
import { ok } from "../../model/index.ts";
import { factsOfGroups } from "../../trail/groups/facts-of-groups.ts";
import type { TrailEngine } from "./trail-engine.ts";

export type AthenaEngineOptions = {
  readonly address: AthenaAddress;
  /** Where the address does not say. */
  readonly region: string;
  readonly credentials: Parameters<Connection["configuration"]>[1];
  readonly connection: Connection;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  /** Milliseconds since 1970: the last day that files can be of. */
  readonly now: number;
  readonly budget: ScanBudget;
  /** Sentences for whoever asks, on the way. */
  readonly onNotice: (notice: string) => void;
};

export function athenaEngine(options: AthenaEngineOptions): TrailEngine {
  const { address, region, credentials, connection, budget, now, onNotice } = options;
  const source = `athena:${address.database}.${address.table}`;
  return {
    async ask(question, { signal, onProgress }) {
      const trail = await openAthena(options);
      try {
        const plan = await trail.plan(question);
        if (!plan.ok) return plan;
        for (const notice of plan.value.notices) onNotice(notice);
        const listing = { region: address.region ?? region, credentials, connection };
        onNotice(
          estimateInWords(await estimatedScan(plan.value.table, sqlQuestion(question), now, listing), budget),
        );
        const groups = await trail.ask(question, plan.value, {
          budget,
          signal,
          onNotice,
          onProgress: (bytes) => onProgress({ records: 0, bytes, bytesInAll: null, files: 0, skipped: 0 }),
        });
        return groups.ok ? ok(factsOfGroups(groups.value, question, source)) : groups;
      } finally {
        trail.close();
      }
    },
  };
}

/** The sentence that is told before a query runs. */
export function estimateInWords(estimate: ScanEstimate, budget: ScanBudget): string {
  const cap =
    budget.mostBytes === null ? "" : `; it is stopped beyond ${scanInWords(budget.mostBytes, budget)}`;
  switch (estimate.kind) {
    case "unknown":
      return `what the query will scan can't be told beforehand: ${estimate.why}${cap}`;
    case "estimate": {
      const { bytes, listed, folders } = estimate;
      const basis =
        listed === folders
          ? `by the sizes of the files in ${folders} folders`
          : `by the sizes of the files in ${listed} of ${folders} folders`;
      return `the query will scan about ${scanInWords(bytes, budget)}, ${basis}${cap}`;
    }
  }
}

export function duckdbEngine({ glob }: DuckdbAddress): TrailEngine {
  return {
    async ask(question, { signal }) {
      const groups = await askDuckdb(glob, question, signal);
      return groups.ok ? ok(factsOfGroups(groups.value, question, `duckdb:${glob}`)) : groups;
    },
  };
}
