/** How a trail in AWS is reached that is asked in SQL, and what a question there may cost: the same for Athena and for Lake. */
import type { Clock, Connection } from "../../aws/index.ts";
import type { ScanBudget } from "./scan-budget.ts";

export type SqlAccess = {
  /** Where the address does not say. */
  readonly region: string;
  readonly credentials: Parameters<Connection["configuration"]>[1];
  readonly connection: Connection;
  readonly clock: Clock;
  /** Milliseconds since 1970: the last day that files can be of. */
  readonly now: number;
  readonly budget: ScanBudget;
  /** Sentences for whoever asks, on the way: what will be scanned, what was, what is not told. */
  readonly onNotice: (notice: string) => void;
};
