/** Which channels are taking alerts at present: what is down is asked by one alert at a time, and the others wait. */

/** So many failures in a row, and a channel counts as down: fewer may be about one alert. */
const failuresToBeDown = 3;
const longestPauseMilliseconds = 60_000;

type Health = { failures: number; pausedUntil: number; isAsked: boolean; lastError: string };

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
    const until = Math.max(health.pausedUntil, now + 1000);
    return { until, why: `waits while ${channel} takes nothing: ${health.lastError}` };
  }

  succeeded(channel: string): void {
    this.#channels.delete(channel);
  }

  failed(channel: string, now: number, error: string, retryAfterMilliseconds: number | null): void {
    const { failures } = this.#channels.get(channel) ?? { failures: 0 };
    const pause = Math.max(
      Math.min(retryAfterMilliseconds ?? 0, longestPauseMilliseconds),
      Math.min(longestPauseMilliseconds, 500 * 2 ** Math.min(failures, 10)),
    );
    this.#channels.set(channel, {
      failures: failures + 1,
      pausedUntil: now + pause,
      isAsked: false,
      lastError: error,
    });
  }
}
