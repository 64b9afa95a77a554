/**
 * Sends what is due, as long as it runs: takes deliveries out of the outbox for a while, sends them, and says in the outbox what came
 * of it. At least once: whoever dies with a delivery loses it to another process when the hold ends, and the receiver knows it again
 * by the alert's id. Several processes may run it at once.
 */
import pLimit from "p-limit";
import type { AlertConfiguration, OpenChannel, SendResult } from "../../notify/index.ts";
import type { Delivery, StateStore } from "../../store/state/state-store.ts";
import { waitAfter } from "./back-off.ts";
import { ChannelHealth } from "./channel-health.ts";
import { batchesOf, type DeliveryBatch, isHeld } from "./delivery-batches.ts";

export type Outbox = Pick<StateStore, "takeDeliveries" | "delivered" | "notDelivered">;

export type DeliveryMeans = {
  readonly outbox: Outbox;
  readonly configuration: AlertConfiguration;
  readonly channels: ReadonlyMap<string, OpenChannel>;
  /** Who takes: another text for each process and run. */
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends the loop: nothing more is taken, what is being sent may end within some seconds, the rest is given back. */
  readonly signal: AbortSignal;
  /** How often the outbox is looked at when nobody wakes the loop: what others settled, and what has to wait. */
  readonly pollMilliseconds?: number;
  /** Something that is no delivery's fault, in a sentence: the store can't be reached. */
  readonly onTrouble?: (message: string) => void;
  readonly onEnd?: (delivery: Delivery, result: SendResult, next: "delivered" | "waiting" | "dead") => void;
};

export interface DeliveryLoop {
  /** Something was settled: look at once. */
  wake(): void;
  /** Resolves when nothing is being sent and nothing is due. What waits for another attempt is not due. */
  idle(): Promise<void>;
  /** Resolves when the loop has ended. */
  readonly ended: Promise<void>;
}

/** Writing what came of one may keep this process from hearing of the others: more at once would run into their timeouts. */
const mostInFlight = 16;
/** Taking is a write as well: not one by one where many are on their way. */
const fewestTaken = 4;
/** Held ones that become due together are told as one: all of them are taken for that. */
const mostHeld = 1000;
const graceMilliseconds = 3000;

export function startDeliveryLoop(means: DeliveryMeans): DeliveryLoop {
  const loop = new Loop(means);
  return { wake: () => loop.wake(), idle: () => loop.idle(), ended: loop.run() };
}

class Loop {
  readonly #means: DeliveryMeans;
  readonly #health = new ChannelHealth();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #pool = pLimit(mostInFlight);
  readonly #giveUp = new AbortController();
  readonly #leaseMilliseconds: number;
  readonly #longestSendMilliseconds: number;
  #isWoken = false;
  #alarm: (() => void) | null = null;
  #idleWaiters: (() => void)[] = [];

  constructor(means: DeliveryMeans) {
    this.#means = means;
    const seconds = means.configuration.channels.map(({ timeoutSeconds }) => timeoutSeconds);
    this.#longestSendMilliseconds = Math.max(10, ...seconds) * 1000;
    this.#leaseMilliseconds = this.#longestSendMilliseconds + 20_000;
  }

  wake(): void {
    this.#isWoken = true;
    this.#alarm?.();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.wake();
    });
  }

  async run(): Promise<void> {
    const { signal } = this.#means;
    const onAbort = (): void => this.wake();
    signal.addEventListener("abort", onAbort);
    while (!signal.aborted) {
      this.#isWoken = false;
      // Who asks during the look may have settled something after it began.
      const waiters = this.#idleWaiters.splice(0);
      const free = mostInFlight - this.#inFlight.size;
      const taken = free >= fewestTaken ? await this.#take(free) : [];
      for (const batch of batchesOf(taken ?? [])) this.#start(batch);
      if (this.#inFlight.size === 0 && taken !== null) for (const tell of waiters) tell();
      else this.#idleWaiters.unshift(...waiters);
      if (taken !== null && taken.length > 0 && mostInFlight - this.#inFlight.size >= fewestTaken) continue;
      await this.#sleep();
    }
    signal.removeEventListener("abort", onAbort);
    const timer = setTimeout(() => this.#giveUp.abort(), graceMilliseconds);
    await Promise.all(this.#inFlight);
    clearTimeout(timer);
    for (const tell of this.#idleWaiters) tell();
  }

  /** Null: the store did not answer. */
  async #take(limit: number): Promise<readonly Delivery[] | null> {
    const { outbox, holder, now, onTrouble } = this.#means;
    try {
      const taken = await outbox.takeDeliveries(holder, now(), this.#leaseMilliseconds, limit);
      if (!taken.some(isHeld)) return taken;
      return [...taken, ...(await outbox.takeDeliveries(holder, now(), this.#leaseMilliseconds, mostHeld))];
    } catch (cause) {
      onTrouble?.(`the outbox can't be read: ${messageOf(cause)}`);
      return null;
    }
  }

  #start(batch: DeliveryBatch): void {
    const until = this.#means.now() + this.#leaseMilliseconds - this.#longestSendMilliseconds;
    const sending = this.#pool(() => this.#deliver(batch, until)).finally(() => {
      this.#inFlight.delete(sending);
      this.wake();
    });
    this.#inFlight.add(sending);
  }

  async #deliver(batch: DeliveryBatch, until: number): Promise<void> {
    const { channels, now, signal, random } = this.#means;
    const channel = channels.get(batch.channel);
    if (channel === undefined) {
      await this.#end(batch, { kind: "refused", reason: "no channel of this name is configured" }, null);
      return;
    }
    // Somebody else may have it by now.
    if (now() > until) return;
    if (signal.aborted) {
      await this.#end(batch, tryAgainAt("the process was ending"), now());
      return;
    }
    const pause = this.#health.pause(batch.channel, now());
    if (pause !== null) {
      // Spread, so that they don't all come back at once; and no closer together than failures of its own would be.
      const spread = pause.until + Math.round(random() * 1000);
      const next = Math.max(spread, now() + this.#ownWait(batch));
      await this.#end(batch, tryAgainAt(pause.why), next);
      return;
    }
    const startedAt = now();
    const result = await sendSafely(channel, batch, this.#giveUp.signal);
    const at = now();
    if (result.kind === "try-again") {
      const { reason, retryAfterMilliseconds } = result;
      this.#health.failed(batch.channel, { startedAt, now: at }, reason, retryAfterMilliseconds);
    } else {
      this.#health.succeeded(batch.channel);
    }
    // What was cut off by the end of this process is the next one's at once.
    await this.#end(batch, result, signal.aborted && this.#giveUp.signal.aborted ? at : null);
  }

  #ownWait({ deliveries }: DeliveryBatch): number {
    const { retry } = this.#means.configuration;
    const attempts = Math.max(...deliveries.map((one) => one.attempts));
    // What was not tried is not given up.
    return waitAfter(attempts, null, { ...retry, attempts: attempts + 1 }, this.#means.random()) ?? 0;
  }

  /** `nextAt`: of what is tried again; null: by the back-off. */
  async #end({ deliveries }: DeliveryBatch, result: SendResult, nextAt: number | null): Promise<void> {
    const { outbox, holder, now, onEnd, onTrouble, random, configuration } = this.#means;
    const draw = random();
    for (const delivery of deliveries) {
      const at = now();
      const wait =
        result.kind === "try-again"
          ? waitAfter(delivery.attempts, result.retryAfterMilliseconds, configuration.retry, draw)
          : null;
      const next = result.kind === "try-again" ? (nextAt ?? (wait === null ? null : at + wait)) : null;
      try {
        if (result.kind === "delivered") await outbox.delivered(delivery.id, holder, at);
        else await outbox.notDelivered(delivery.id, holder, at, result.reason, next);
      } catch (cause) {
        onTrouble?.(`what came of a delivery can't be written, so it is sent again: ${messageOf(cause)}`);
        continue;
      }
      onEnd?.(
        delivery,
        result,
        result.kind === "delivered" ? "delivered" : next === null ? "dead" : "waiting",
      );
    }
  }

  /** Until somebody wakes it, or it is time to look. */
  #sleep(): Promise<void> {
    if (this.#isWoken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#alarm?.(), this.#means.pollMilliseconds ?? 1000);
      this.#alarm = () => {
        clearTimeout(timer);
        this.#alarm = null;
        resolve();
      };
    });
  }
}

function tryAgainAt(reason: string): SendResult {
  return { kind: "try-again", reason, retryAfterMilliseconds: null };
}

/** A channel that throws is a bug in it, and no reason to lose an alert. */
async function sendSafely(
  channel: OpenChannel,
  { alert }: DeliveryBatch,
  signal: AbortSignal,
): Promise<SendResult> {
  try {
    return await channel.send(alert, signal);
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : "an error";
    return tryAgainAt(`the channel failed (${name})`);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
