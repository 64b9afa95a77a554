/**
 * Lets calls pass at the rate that AWS gives to each account, region and service, and no more of them at once than asked
 * for. Where AWS says that it is too much all the same, the rate halves at once and comes back slowly.
 */
import { type Clock, systemClock } from "./clock.ts";
import { limitFor, type RateLimit } from "./rate-limits.ts";
import { Slots } from "./slots.ts";

/** One attempt of one call. `service` and `call` as the SDK names them: `sqs`, `ListQueues`. */
export type Attempt = {
  readonly service: string;
  readonly call: string;
  /** The account whose limits count. */
  readonly account: string;
  readonly region: string;
};

export type GateOptions = {
  /** Attempts in flight over all accounts. */
  readonly atOnce: number;
  /** Attempts in flight for one account. */
  readonly atOnceForAccount: number;
  /** How much of each limit is used: 0.5 leaves half of it to others. */
  readonly share: number;
  readonly clock?: Clock;
};

/** How an attempt ended, as far as the rate is concerned. */
export type AttemptEnd = "done" | "throttled";

export class CallGate {
  readonly #options: GateOptions;
  readonly clock: Clock;
  readonly #all: Slots;
  readonly #accounts = new Map<string, { readonly slots: Slots; readonly buckets: Map<string, Bucket> }>();

  constructor(options: GateOptions) {
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.#all = new Slots(options.atOnce);
  }

  /** Waits until the attempt may start. What it answers has to be called when the attempt has ended. */
  async enter(attempt: Attempt): Promise<(end: AttemptEnd) => void> {
    const { slots, buckets } = this.#account(attempt.account);
    const bucket = this.#bucket(buckets, attempt);
    const wait = bucket.take(this.clock.now());
    if (wait > 0) await this.clock.sleep(wait);
    // The account's place first: an account that waits for itself holds no place of others.
    await slots.take();
    await this.#all.take();
    return (end) => {
      this.#all.give();
      slots.give();
      if (end === "throttled") bucket.slowDown(this.clock.now());
    };
  }

  /** No call counts for the account any more: its buckets, which would come back full, need no memory. */
  forget(account: string): void {
    this.#accounts.delete(account);
  }

  #account(id: string) {
    let account = this.#accounts.get(id);
    if (account === undefined) {
      account = { slots: new Slots(this.#options.atOnceForAccount), buckets: new Map() };
      this.#accounts.set(id, account);
    }
    return account;
  }

  #bucket(buckets: Map<string, Bucket>, { service, call, region }: Attempt): Bucket {
    const limit = limitFor(service, call);
    const key = `${limit.scope === "account" ? "" : region} ${service} ${limit.calls?.[0] ?? ""}`;
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = new Bucket(limit, this.#options.share, this.clock.now());
      buckets.set(key, bucket);
    }
    return bucket;
  }
}

/** However often AWS refuses, so much of the rate is left. */
const leastShare = 1 / 20;
/** The whole rate is back so long after the last refusal. */
const recoverySeconds = 20;

/** A token bucket whose tokens may be taken ahead: who takes one too many is told how long to wait. */
class Bucket {
  readonly #fullRate: number;
  readonly #burst: number;
  #rate: number;
  #tokens: number;
  #at: number;
  #slowedAt = Number.NEGATIVE_INFINITY;

  constructor({ perSecond, burst }: RateLimit, share: number, now: number) {
    this.#fullRate = perSecond * share;
    this.#burst = Math.max(1, burst * share);
    this.#rate = this.#fullRate;
    this.#tokens = this.#burst;
    this.#at = now;
  }

  /** Milliseconds until the taken token is there. */
  take(now: number): number {
    this.#refill(now);
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000;
  }

  /** Attempts that were refused together count once: they were all sent at the old rate. */
  slowDown(now: number): void {
    this.#refill(now);
    this.#tokens = Math.min(this.#tokens, 0);
    if (now - this.#slowedAt < 1000) return;
    this.#slowedAt = now;
    this.#rate = Math.max(this.#rate / 2, this.#fullRate * leastShare);
  }

  #refill(now: number): void {
    const seconds = (now - this.#at) / 1000;
    this.#at = now;
    this.#rate = Math.min(this.#fullRate, this.#rate + (seconds * this.#fullRate) / recoverySeconds);
    this.#tokens = Math.min(this.#burst, this.#tokens + seconds * this.#rate);
  }
}
