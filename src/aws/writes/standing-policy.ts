/** A policy that stands somewhere in AWS, as far as it is read and written: of a role, a bucket, a key, a queue. */
import type { Refusal } from "../refusal.ts";

export type StandingText = {
  /** Null: there is none. */
  readonly text: string | null;
  /** What the service calls this state of it; null: it has no such thing. */
  readonly revision: string | null;
};

/** What came of one write. */
export type Written =
  | { readonly kind: "written" }
  /** The service saw that it is another than was read: nothing was written. */
  | { readonly kind: "changed-since" }
  /** It was not sent before the deadline: nothing was written. */
  | { readonly kind: "too-late" }
  /** The answer did not come, or was a failure of the service: it may have been written. */
  | { readonly kind: "unknown"; readonly refusal: Refusal }
  /** It takes several calls, and AWS said no to one that was not the first. */
  | { readonly kind: "partly"; readonly refusal: Refusal }
  /** AWS said no: nothing was written. */
  | { readonly kind: "refused"; readonly refusal: Refusal };

export interface StandingPolicy {
  /** ARN of what it is of: one writer at a time, by this name. */
  readonly target: string;
  readonly account: string;
  /** Whether the service refuses a write over another state than the one that was read. Else we have to look again later. */
  readonly isConditional: boolean;
  /** Rejects with what AWS answers. */
  read(): Promise<StandingText>;
  /**
   * `text` null: it is removed. `over`: what was read just before. Nothing is sent after `deadline` (milliseconds since 1970), and no
   * call is repeated by itself.
   */
  write(text: string | null, over: StandingText, deadline: number): Promise<Written>;
}
