/**
 * Engines that count in SQL: what they hand back, made facts by the fold's own rules. What a question costs is said before it is asked,
 * and what it did cost after.
 */
import type { Clock, Connection } from "../../aws/index.ts";
import type { TrailReader } from "../../logs/index.ts";
import {
  type AthenaAddress,
  askDuckdb,
  type DuckdbAddress,
  estimatedScan,
  type LakeAddress,
  openAthena,
  openLake,
  type ScanBudget,
  type ScanEstimate,
  scanInWords,
  sqlQuestion,
} from "../../logs/trail-sql/index.ts";
import { ok } from "../../model/index.ts";
import { factsOfGroups } from "../../trail/groups/facts-of-groups.ts";
import type { TrailEngine } from "./trail-engine.ts";

/** How places in AWS are reached, and what a question may cost. */
export type SqlAccess = {
  /** Where the address does not say. */
  readonly region: string;
  readonly credentials: Parameters<Connection["configuration"]>[1];
  readonly connection: Connection;
  readonly clock: Clock;
  /** Milliseconds since 1970: the last day that files can be of. */
  readonly now: number;
  readonly budget: ScanBudget;
  /** Sentences for whoever asks, on the way. */
  readonly onNotice: (notice: string) => void;
};

export function athenaEngine(address: AthenaAddress, access: SqlAccess): TrailEngine {
  const { region, credentials, connection, budget, now, onNotice } = access;
  const source = `athena:${address.database}.${address.table}`;
  return {
    async ask(question, { signal, onProgress }) {
      const trail = await openAthena({ address, ...access });
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

/** Lake hands over events, which are counted as those of files are. */
export function lakeReader(address: LakeAddress, access: SqlAccess): TrailReader {
  return {
    async read(sink, options) {
      const lake = await openLake({ address, ...access });
      try {
        return await lake.read(sink, options);
      } finally {
        lake.close();
      }
    },
  };
}
