/**
 * Repetitions of a whole run, over all clients: the SDK's standard retry counts for one client alone, of which a collection has
 * thousands. Where most calls fail, to repeat each of them only makes it longer.
 */
import { StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";

export class RetryBudget {
  readonly #most: number;
  #left: number;

  /** `most`: repetitions that are allowed before any call succeeds, and ever without one that does. */
  constructor(most: number) {
    this.#most = most;
    this.#left = most;
  }

  /** Each call that succeeds allows one more; what succeeded long ago does not, or a late outage would be repeated for hours. */
  succeeded(): void {
    this.#left = Math.min(this.#most, this.#left + 1);
  }

  /** False: there is none left. */
  take(): boolean {
    if (this.#left <= 0) return false;
    this.#left -= 1;
    return true;
  }

  /** It was not used: the call is none that is repeated. */
  giveBack(): void {
    this.succeeded();
  }
}

/** The SDK's standard strategy within the budget; one for each client. */
export class BudgetedRetries extends StandardRetryStrategy {
  readonly #budget: RetryBudget;

  constructor(attempts: number, budget: RetryBudget) {
    super(attempts);
    this.#budget = budget;
  }

  /** Clients of some services name no scope. */
  override acquireInitialRetryToken(scope: string | undefined): Promise<StandardRetryToken> {
    return super.acquireInitialRetryToken(scope ?? "");
  }

  /** Where it throws, the SDK tells the call's own error. */
  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    error: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (!this.#budget.take()) throw new Error("no repetitions are left for this run");
    try {
      return await super.refreshRetryTokenForRetry(token, error);
    } catch (cause) {
      this.#budget.giveBack();
      throw cause;
    }
  }

  override recordSuccess(token: StandardRetryToken): void {
    this.#budget.succeeded();
    super.recordSuccess(token);
  }
}
