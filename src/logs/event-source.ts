/** Where messages about changes come from: a queue, or files. At least once each: whoever takes them drops doubles by eventID. */

export type ReceivedMessage = {
  /** What the source knows it by, this time: it is another one when the message comes again. */
  readonly receipt: string;
  /** For `parseChangeMessage`. */
  readonly body: string;
  /** How often it was given out, this time included. */
  readonly receivedCount: number;
  /** Milliseconds since 1970; null: the source does not say. */
  readonly sentAt: number | null;
};

export interface EventSource {
  /**
   * At most `limit` messages, as soon as there is one; none when the wait is over or `signal` is aborted. They are nobody
   * else's until they are done, given back, or held for too long. Rejects with what AWS refuses (`refusalOf`).
   */
  receive(limit: number, waitMilliseconds: number, signal: AbortSignal): Promise<readonly ReceivedMessage[]>;
  /** They are dealt with, and will not come again. Rejects when the source can't be told: then they come again. */
  done(messages: readonly ReceivedMessage[]): Promise<void>;
  /** They are for somebody else, or for later. */
  giveBack(messages: readonly ReceivedMessage[]): Promise<void>;
  /** So many seconds from now they are not given to anybody else. */
  extend(messages: readonly ReceivedMessage[], seconds: number): Promise<void>;
  close(): void;
}
