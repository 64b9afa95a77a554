/**
 * A trail asked by Athena: one statement, started, waited for and fetched. The workgroup's own settings stand over what is given here:
 * where results go, and how much a query may scan.
 */
import { randomUUID } from "node:crypto";
import type { AthenaClient, GetWorkGroupCommandOutput } from "@aws-sdk/client-athena";
import { guarded, refusalOf } from "../../aws/index.ts";
import { err, ok, type Result, type TrailGroups, type TrailQuestion } from "../../model/index.ts";
import type { TrailFault } from "../trail/trail-reader.ts";
import type { AthenaAddress } from "./address.ts";
import { athenaSource } from "./athena-source.ts";
import { type AthenaTable, dayConditions, fieldsOfTable, injectedPartition } from "./athena-table.ts";
import { finished, type QueryState, type RunningQuery } from "./polled-query.ts";
import { RowReader } from "./rows.ts";
import { bytesInWords, scanInWords } from "./scan-budget.ts";
import type { SqlAccess } from "./sql-access.ts";
import { sqlQuestion } from "./sql-question.ts";
import { sqlName, sqlText } from "./sql-text.ts";
import { athenaCalls } from "./trail-calls.ts";
import { trailGuard } from "./trail-guard.ts";
import { type TrailStatement, trailStatement } from "./trail-query.ts";
import { trino } from "./trino-dialect.ts";

type Sdk = typeof import("@aws-sdk/client-athena");

export type AskOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (scanned: number) => void;
};

/** What a question will be: nothing has been started. */
export type AthenaPlan = {
  readonly statement: TrailStatement;
  readonly table: AthenaTable;
  readonly output: string | null;
  readonly notices: readonly string[];
};

const resultsInPage = 1000;

export async function openAthena(address: AthenaAddress, access: SqlAccess): Promise<AthenaTrail> {
  const sdk = await import("@aws-sdk/client-athena");
  const { connection, credentials } = access;
  const region = address.region ?? access.region;
  const client = guarded(
    new sdk.AthenaClient(connection.configuration(region, credentials)),
    trailGuard("athena", athenaCalls, region, connection),
  );
  return new AthenaTrail(sdk, client, address, access);
}

export class AthenaTrail {
  readonly #sdk: Sdk;
  readonly #client: AthenaClient;
  readonly #address: AthenaAddress;
  readonly #access: SqlAccess;
  readonly #name: string;

  constructor(sdk: Sdk, client: AthenaClient, address: AthenaAddress, access: SqlAccess) {
    this.#sdk = sdk;
    this.#client = client;
    this.#address = address;
    this.#access = access;
    this.#name = `${address.database}.${address.table}`;
  }

  /** Reads the workgroup and the table, and makes the statement. */
  async plan(question: TrailQuestion): Promise<Result<AthenaPlan, TrailFault>> {
    try {
      const workgroup = await this.#workgroup();
      if (!workgroup.ok) return workgroup;
      const table = await this.#table();
      const known = fieldsOfTable(table, this.#name);
      if (!known.ok) return unreadable(known.error);
      const injected = injectedPartition(table);
      if (injected !== null)
        return unreadable(
          `${this.#name} has the partition ${injected}, of which every question has to name one value: make a table over the whole organization ('accesslens setup athena').`,
        );
      const asked = sqlQuestion(question);
      const days = dayConditions(table, asked);
      const { database, table: name } = this.#address;
      const source = athenaSource(`${sqlName(database)}.${sqlName(name)}`, known.value.fields, days ?? []);
      return ok({
        statement: trailStatement(asked, source, trino),
        table,
        output: workgroup.value.output,
        notices: [
          ...workgroup.value.notices,
          ...known.value.notices,
          ...(days === null ? [`${this.#name} has no partition by day: all of it is scanned`] : []),
        ],
      });
    } catch (cause) {
      return this.#refused(cause);
    }
  }

  async ask(
    question: TrailQuestion,
    plan: AthenaPlan,
    options: AskOptions,
  ): Promise<Result<TrailGroups, TrailFault>> {
    try {
      return await this.#ask(question, plan, options);
    } catch (cause) {
      return this.#refused(cause);
    }
  }

  /** Runs the statement that makes the table. It reads no data, and so costs nothing. */
  async create(statement: string, signal: AbortSignal): Promise<Result<null, TrailFault>> {
    try {
      const workgroup = await this.#workgroup();
      if (!workgroup.ok) return workgroup;
      const id = await this.#start({
        statement: { sql: statement, parameters: [] },
        output: workgroup.value.output,
      });
      const made = await finished(this.#query(id), {
        budget: { mostBytes: null, pricePerTerabyte: null },
        clock: this.#access.clock,
        signal,
        onProgress: () => undefined,
      });
      return made.ok ? ok(null) : made;
    } catch (cause) {
      return this.#refused(cause);
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async #ask(
    question: TrailQuestion,
    plan: AthenaPlan,
    { signal, onProgress }: AskOptions,
  ): Promise<Result<TrailGroups, TrailFault>> {
    const { budget, clock, onNotice } = this.#access;
    if (signal.aborted) return err({ kind: "stopped" });
    const id = await this.#start(plan);
    const done = await finished(this.#query(id), { budget, clock, signal, onProgress });
    if (!done.ok) return done;
    onNotice(`Athena scanned ${scanInWords(done.value, budget)} (query ${id})`);
    return this.#results(id, new RowReader(sqlQuestion(question)), signal);
  }

  #query(id: string): RunningQuery {
    return {
      name: `Athena's query ${id}`,
      state: () => this.#state(id),
      stop: async () => {
        await this.#client.send(new this.#sdk.StopQueryExecutionCommand({ QueryExecutionId: id }));
      },
    };
  }

  async #start({ statement, output }: Pick<AthenaPlan, "statement" | "output">): Promise<string> {
    const { workgroup, catalog, database } = this.#address;
    const { QueryExecutionId } = await this.#client.send(
      new this.#sdk.StartQueryExecutionCommand({
        QueryString: statement.sql,
        // Athena takes them as SQL: texts stand in quotes.
        ...(statement.parameters.length === 0
          ? {}
          : { ExecutionParameters: statement.parameters.map(sqlText) }),
        QueryExecutionContext: { Catalog: catalog, Database: database },
        WorkGroup: workgroup,
        ...(output === null ? {} : { ResultConfiguration: { OutputLocation: output } }),
        ClientRequestToken: randomUUID(),
      }),
    );
    if (QueryExecutionId === undefined) throw new Error("Athena starts a query without an id");
    return QueryExecutionId;
  }

  async #state(id: string): Promise<QueryState> {
    const { QueryExecution } = await this.#client.send(
      new this.#sdk.GetQueryExecutionCommand({ QueryExecutionId: id }),
    );
    const scanned = QueryExecution?.Statistics?.DataScannedInBytes ?? null;
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    switch (State) {
      case "SUCCEEDED":
        return { kind: "done", scanned };
      case "FAILED":
        return { kind: "failed", why: StateChangeReason ?? "Athena says no more" };
      case "CANCELLED":
        return { kind: "failed", why: StateChangeReason ?? "somebody stopped it" };
      default:
        return { kind: "running", scanned };
    }
  }

  async #results(
    id: string,
    reader: RowReader,
    signal: AbortSignal,
  ): Promise<Result<TrailGroups, TrailFault>> {
    let token: string | undefined;
    let isFirst = true;
    do {
      if (signal.aborted) return err({ kind: "stopped" });
      const page = await this.#client.send(
        new this.#sdk.GetQueryResultsCommand({
          QueryExecutionId: id,
          MaxResults: resultsInPage,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      const rows = (page.ResultSet?.Rows ?? []).map(({ Data = [] }) =>
        Data.map(({ VarCharValue }) => VarCharValue ?? null),
      );
      // The first row of all is the columns' names.
      for (const row of isFirst ? rows.slice(1) : rows) {
        const wrong = reader.take(row);
        if (wrong !== null) return unreadable(`Athena's answer (query ${id}) has ${wrong}`);
      }
      isFirst = false;
      token = page.NextToken;
    } while (token !== undefined);
    return ok(reader.groups());
  }

  async #table(): Promise<AthenaTable> {
    const { catalog, database, table } = this.#address;
    const { TableMetadata } = await this.#client.send(
      new this.#sdk.GetTableMetadataCommand({
        CatalogName: catalog,
        DatabaseName: database,
        TableName: table,
        WorkGroup: this.#address.workgroup,
      }),
    );
    const columnsOf = (columns: readonly { Name: string | undefined; Type?: string | undefined }[] = []) =>
      columns.map(({ Name = "", Type = "" }) => ({ name: Name.toLowerCase(), type: Type }));
    return {
      columns: columnsOf(TableMetadata?.Columns),
      partitions: columnsOf(TableMetadata?.PartitionKeys),
      properties: TableMetadata?.Parameters ?? {},
    };
  }

  async #workgroup(): Promise<
    Result<{ readonly output: string | null; readonly notices: readonly string[] }, TrailFault>
  > {
    const { workgroup, output } = this.#address;
    let found: GetWorkGroupCommandOutput;
    try {
      found = await this.#client.send(new this.#sdk.GetWorkGroupCommand({ WorkGroup: workgroup }));
    } catch (cause) {
      if (refusalOf(cause)?.kind !== "denied") throw cause;
      return ok({
        output,
        notices: [`the settings of the workgroup ${workgroup} may not be read (athena:GetWorkGroup)`],
      });
    }
    return settingsOf(found, workgroup, output);
  }

  #refused(cause: unknown): Result<never, TrailFault> {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return unreadable(`Athena, asked about ${this.#name}: ${refusal.message}`);
  }
}

function settingsOf(
  { WorkGroup }: GetWorkGroupCommandOutput,
  workgroup: string,
  output: string | null,
): Result<{ readonly output: string | null; readonly notices: readonly string[] }, TrailFault> {
  if (WorkGroup?.State === "DISABLED") return unreadable(`Athena's workgroup ${workgroup} is disabled`);
  const settings = WorkGroup?.Configuration;
  const own = settings?.ResultConfiguration?.OutputLocation;
  const isManaged = settings?.ManagedQueryResultsConfiguration?.Enabled === true;
  const isEnforced = settings?.EnforceWorkGroupConfiguration === true || isManaged;
  const cutoff = settings?.BytesScannedCutoffPerQuery;
  const notices = [
    ...(isEnforced && output !== null
      ? [`the workgroup ${workgroup} says itself where results go: output=${output} is not used`]
      : []),
    ...(cutoff === undefined
      ? []
      : [`the workgroup ${workgroup} lets a query scan ${bytesInWords(cutoff)} at most`]),
  ];
  if (!own && !isManaged && output === null) {
    return unreadable(
      `the workgroup ${workgroup} does not say where results go: give output=s3://BUCKET/PREFIX with the table's address`,
    );
  }
  return ok({ output: isEnforced ? null : output, notices });
}

function unreadable(message: string): Result<never, TrailFault> {
  return err({ kind: "unreadable", message });
}
