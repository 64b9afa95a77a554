/** What every channel is: something that takes an alert, and says what came of it. */
import type { Alert } from "../model/index.ts";

/** What came of sending. Reasons hold no secrets, no control characters, and are cut. */
export type SendResult =
  /** `detail`: what the receiver said, in a few words. */
  | { readonly kind: "delivered"; readonly detail: string }
  /** The receiver will never take this one: it is not sent again unless somebody asks. */
  | { readonly kind: "refused"; readonly reason: string }
  /** `retryAfterMilliseconds`: as the receiver asked; null: it did not say. */
  | {
      readonly kind: "try-again";
      readonly reason: string;
      readonly retryAfterMilliseconds: number | null;
    };

/** What channels need of the process around them. */
export type ChannelMeans = {
  /** Where secrets are looked up, each time that something is sent. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here: the folder of the configuration file. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Writes a text to standard output; resolves when it is written. */
  readonly write: (text: string) => Promise<void>;
};

/** A channel that is ready to send. Connections and clients live as long as it does. */
export interface OpenChannel {
  readonly name: string;
  /**
   * Ends within the channel's timeout, and does not throw. External IDs are sent as they stand in the alert: mask them before.
   * `signal`: gives up.
   */
  send(alert: Alert, signal: AbortSignal): Promise<SendResult>;
  close(): void;
}

/** What could pass later: a receiver that is down, busy, or not set up right yet. */
export function tryAgain(reason: string, retryAfterMilliseconds: number | null = null): SendResult {
  return { kind: "try-again", reason, retryAfterMilliseconds };
}

export function refused(reason: string): SendResult {
  return { kind: "refused", reason };
}

export function delivered(detail: string): SendResult {
  return { kind: "delivered", detail };
}
