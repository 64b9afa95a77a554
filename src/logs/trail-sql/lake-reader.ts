/**
 * An event data store of CloudTrail Lake as a reader of events. StartQuery takes statements of 10,000 characters, too few for the
 * questions themselves (trail-query.ts): so Lake is asked for the calls, and they are counted here, as those of files are. For those
 * who still have Lake: it takes no new customers since 31 May 2026.
 */
import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { guarded, refusalOf } from "../../aws/index.ts";
import { type AccountId, err, ok, type Result, type TrailEvent } from "../../model/index.ts";
import { trailEventOf } from "../trail/record/trail-event-of.ts";
import type {
  TrailFault,
  TrailReader,
  TrailReading,
  TrailReadOptions,
  TrailSink,
} from "../trail/trail-reader.ts";
import type { LakeAddress } from "./address.ts";
import { lakeStatement } from "./lake-statement.ts";
import { finished, type QueryState } from "./polled-query.ts";
import { scanInWords } from "./scan-budget.ts";
import type { SqlAccess } from "./sql-access.ts";
import { lakeCalls } from "./trail-calls.ts";
import { trailGuard } from "./trail-guard.ts";

type Sdk = typeof import("@aws-sdk/client-cloudtrail");

const resultsInPage = 1000;

export async function openLake(address: LakeAddress, access: SqlAccess): Promise<LakeReader> {
  const sdk = await import("@aws-sdk/client-cloudtrail");
  const { connection, credentials } = access;
  const region = address.region ?? access.region;
  const client = guarded(
    new sdk.CloudTrailClient(connection.configuration(region, credentials)),
    trailGuard("cloudtrail", lakeCalls, region, connection),
  );
  return new LakeReader(sdk, client, address, access);
}

export class LakeReader implements TrailReader {
  readonly #sdk: Sdk;
  readonly #client: CloudTrailClient;
  readonly #address: LakeAddress;
  readonly #access: SqlAccess;

  constructor(sdk: Sdk, client: CloudTrailClient, address: LakeAddress, access: SqlAccess) {
    this.#sdk = sdk;
    this.#client = client;
    this.#address = address;
    this.#access = access;
  }

  /** A manifest is not kept: what Lake holds is not in files. */
  async read(sink: TrailSink, options: TrailReadOptions): Promise<Result<TrailReading, TrailFault>> {
    try {
      return await this.#read(sink, options);
    } catch (cause) {
      if (options.signal.aborted) return err({ kind: "stopped" });
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      return err({
        kind: "unreadable",
        message: `CloudTrail Lake, asked about ${this.#address.store}: ${refusal.message}`,
      });
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async #read(sink: TrailSink, options: TrailReadOptions): Promise<Result<TrailReading, TrailFault>> {
    const { budget, clock, onNotice } = this.#access;
    const { signal } = options;
    if (signal.aborted) return err({ kind: "stopped" });
    const { QueryId = "" } = await this.#client.send(
      new this.#sdk.StartQueryCommand({ QueryStatement: lakeStatement(this.#address.store, options) }),
    );
    const query = {
      name: `CloudTrail Lake's query ${QueryId}`,
      state: () => this.#state(QueryId),
      stop: async () => {
        await this.#client.send(new this.#sdk.CancelQueryCommand({ QueryId }));
      },
    };
    const done = await finished(query, { budget, clock, signal, onProgress: () => undefined });
    if (!done.ok) return done;
    onNotice(`CloudTrail Lake scanned ${scanInWords(done.value, budget)} (query ${QueryId})`);
    return this.#results(QueryId, done.value, sink, options);
  }

  async #state(QueryId: string): Promise<QueryState> {
    const { QueryStatus, QueryStatistics, ErrorMessage } = await this.#client.send(
      new this.#sdk.DescribeQueryCommand({ QueryId }),
    );
    const scanned = QueryStatistics?.BytesScanned ?? null;
    switch (QueryStatus) {
      case "FINISHED":
        return { kind: "done", scanned };
      case "FAILED":
      case "TIMED_OUT":
      case "CANCELLED":
        return { kind: "failed", why: ErrorMessage ?? QueryStatus };
      default:
        return { kind: "running", scanned };
    }
  }

  async #results(
    QueryId: string,
    bytes: number,
    sink: TrailSink,
    { signal, onProgress }: TrailReadOptions,
  ): Promise<Result<TrailReading, TrailFault>> {
    const accounts = new Set<AccountId>();
    const skipped = new Map<string, number>();
    let records = 0;
    let token: string | undefined;
    do {
      if (signal.aborted) return err({ kind: "stopped" });
      const page = await this.#client.send(
        new this.#sdk.GetQueryResultsCommand({
          QueryId,
          MaxQueryResults: resultsInPage,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      const events: TrailEvent[] = [];
      for (const row of page.QueryResultRows ?? []) {
        records++;
        const event = trailEventOf(recordIn(row));
        if (event === null) continue;
        if (event.ok) {
          events.push(event.value);
          if (event.value.account !== null) accounts.add(event.value.account);
        } else skipped.set(event.error.why, (skipped.get(event.error.why) ?? 0) + 1);
      }
      if ((await sink.take(events)) === "stop") return err({ kind: "stopped" });
      onProgress({ records, bytes, bytesInAll: bytes, files: 0, skipped: skipped.size });
      token = page.NextToken;
    } while (token !== undefined);
    if ((await sink.keep()) === "stop") return err({ kind: "stopped" });
    return ok({
      records,
      files: 0,
      bytes,
      filesBefore: 0,
      skipped: [...skipped].map(([why, count]) => ({
        file: `lake:${this.#address.store}`,
        why: `${count} ${count === 1 ? "record" : "records"} not read: ${why}`,
      })),
      accounts: [...accounts].sort(),
    });
  }
}

/** A row is a list of objects, one for each column. Undefined: it is no record. */
function recordIn(row: readonly Readonly<Record<string, string>>[]): unknown {
  const text = row.map((column) => column.eventjson ?? column.eventJson).find((one) => one !== undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
