/** Which channels are taking alerts at present: what is down is asked by one alert at a time, and the others wait. */

/** So many failures in a row, and a channel counts as down: fewer may be about one alert. */
const failuresToBeDown = 3;
const firstPauseMilliseconds = 500;
const longestPauseMilliseconds = 30_000;

type Health = {
  failures: number;
  /** Attempts that began after the last failure was known, and failed too: what is sent at the same time fails together. */
  rounds: number;
  failedAt: number;
  pausedUntil: number;
  isAsked: boolean;
  lastError: string;
};

export class ChannelHealth {
  readonly #channels = new Map<string, Health>();

  /** Null: send. Otherwise until when to wait, in milliseconds since 1970, and why. Whoever is let through says how it ended. */
  pause(channel: string, now: number): { readonly until: number; readonly why: string } | null {
    const health = this.#channels.get(channel);
    if (health === undefined || health.failures < failuresToBeDown) return null;
    if (now >= health.pausedUntil && !health.isAsked) {
      health.isAsked = true;
      return null;
    }
    const until = Math.max(health.pausedUntil, now + firstPauseMilliseconds);
    return { until, why: `waits while ${channel} takes nothing: ${health.lastError}` };
  }

  succeeded(channel: string): void {
    this.#channels.delete(channel);
  }

  /** `startedAt`, `now`: when it was sent, and when it failed. */
  failed(
    channel: string,
    { startedAt, now }: { readonly startedAt: number; readonly now: number },
    error: string,
    retryAfterMilliseconds: number | null,
  ): void {
    const before = this.#channels.get(channel);
    const isNewRound = before === undefined || startedAt >= before.failedAt;
    const rounds = (before?.rounds ?? 0) + (isNewRound ? 1 : 0);
    const pause = Math.min(
      longestPauseMilliseconds,
      Math.max(retryAfterMilliseconds ?? 0, firstPauseMilliseconds * 2 ** Math.min(rounds - 1, 10)),
    );
    this.#channels.set(channel, {
      failures: (before?.failures ?? 0) + 1,
      rounds,
      failedAt: now,
      pausedUntil: now + pause,
      isAsked: false,
      lastError: error,
    });
  }
}
