/**
 * Engines that count in SQL: what they hand back, made facts by the fold's own rules. What a question costs is said before it is asked,
 * and what it did cost after.
 */
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
  type SqlAccess,
  scanInWords,
  sqlQuestion,
} from "../../logs/trail-sql/index.ts";
import { err, ok } from "../../model/index.ts";
import { factsOfGroups } from "../../trail/groups/facts-of-groups.ts";
import type { TrailEngine } from "./trail-engine.ts";

export function athenaEngine(address: AthenaAddress, access: SqlAccess): TrailEngine {
  const { budget, onNotice } = access;
  const region = address.region ?? access.region;
  const source = `athena:${address.database}.${address.table}`;
  return {
    async ask(question, { signal, onProgress }) {
      const trail = await openAthena(address, access);
      try {
        const plan = await trail.plan(question);
        if (!plan.ok) return plan;
        for (const notice of plan.value.notices) onNotice(notice);
        const asked = sqlQuestion(question);
        const estimate = await estimatedScan(plan.value.table, asked, region, access, signal);
        if (signal.aborted) return err({ kind: "stopped" });
        const tooMuch = refusedFor(estimate, budget);
        if (tooMuch !== null) return err({ kind: "unreadable", message: tooMuch });
        onNotice(estimateInWords(estimate, budget));
        const groups = await trail.ask(question, plan.value, {
          signal,
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
    case "estimate":
      return `the query will scan about ${scanInWords(estimate.bytes, budget)}, ${basisOf(estimate)}${cap}`;
  }
}

function basisOf({ listed, folders }: Extract<ScanEstimate, { kind: "estimate" }>): string {
  return listed === folders
    ? `by the sizes of the files in ${folders} folders`
    : `by the sizes of the files in ${listed} of ${folders} folders`;
}

/** Why a query is not started: what it would cost is known better before than when it has been paid for. Null: it may be. */
export function refusedFor(estimate: ScanEstimate, budget: ScanBudget): string | null {
  const { mostBytes } = budget;
  if (estimate.kind !== "estimate" || mostBytes === null || estimate.bytes <= mostBytes) return null;
  return `the query was not started: it would scan about ${scanInWords(estimate.bytes, budget)}, ${basisOf(estimate)}, and no more than ${scanInWords(mostBytes, budget)} is allowed. Ask for a shorter time, or allow more (--max-scan).`;
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
      const lake = await openLake(address, access);
      try {
        return await lake.read(sink, options);
      } finally {
        lake.close();
      }
    },
  };
}
