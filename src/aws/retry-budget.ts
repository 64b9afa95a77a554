/**
 * Repetitions of a whole run, over all clients: the SDK's standard retry counts for one client alone, of which a collection has
 * thousands. Where most calls fail, to repeat each of them only makes it longer.
 */
import { StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";

export class RetryBudget {
  readonly #least: number;
  #successes = 0;
  #retries = 0;

  /** `least`: repetitions that are allowed before any call succeeds. */
  constructor(least: number) {
    this.#least = least;
  }

  succeeded(): void {
    this.#successes += 1;
  }

  /** One repetition for each call that succeeded, and the first ones; false: there is none left. */
  take(): boolean {
    if (this.#retries >= this.#least + this.#successes) return false;
    this.#retries += 1;
    return true;
  }

  /** It was not used: the call is none that is repeated. */
  giveBack(): void {
    this.#retries -= 1;
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
