/** AWS for trails that lie there: opened when one does, by the environment's credentials. */
import { type Connection, isRegionName, systemClock } from "../aws/index.ts";
import type { SqlAccess } from "../logs/trail-sql/index.ts";
import { err, ok, type Result } from "../model/index.ts";
import { openConnected } from "../work/collect/index.ts";
import { failureOf } from "./collect-settings.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

export type TrailAccessArguments = {
  readonly region?: string;
  /** Bytes. */
  readonly maxScan?: number;
  readonly scanPrice?: number;
};

/** A query that scans more is stopped, unless another bound is given: bytes. */
const usualMostScan = 100e9;

export class TrailAccess {
  readonly #args: TrailAccessArguments;
  readonly #terminal: Terminal;
  #connection: Connection | null = null;
  #opened: Promise<Result<SqlAccess, string>> | null = null;

  constructor(args: TrailAccessArguments, terminal: Terminal) {
    this.#args = args;
    this.#terminal = terminal;
  }

  /** The same whenever it is asked for. */
  open(): Promise<Result<SqlAccess, string>> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open(): Promise<Result<SqlAccess, string>> {
    const { region, maxScan = usualMostScan, scanPrice } = this.#args;
    if (region !== undefined && !isRegionName(region)) return err(`--region: ${region} is no region's name`);
    const opened = await openConnected({
      version,
      share: 1,
      profiles: [],
      fips: false,
      role: null,
      region: region ?? null,
    });
    if (!opened.ok) return err(failureOf(opened.error).messages.join("; "));
    const { access, connection } = opened.value;
    this.#connection = connection;
    return ok({
      region: access.home.region,
      credentials: access.home.credentials,
      connection,
      clock: systemClock,
      now: Date.now(),
      budget: { mostBytes: maxScan, pricePerTerabyte: scanPrice ?? null },
      onNotice: (notice) => this.#terminal.note(notice),
    });
  }

  close(): void {
    this.#connection?.close();
  }
}
