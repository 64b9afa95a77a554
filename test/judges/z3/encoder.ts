/**
 * How a request is laid out in Z3. The formula of IAM's decision is written once against this interface; one encoder has
 * finite domains (`finite.ts`), the other all strings (`strings.ts`).
 */
import type { Version } from "./policy-text.ts";
import type { Term } from "./terms.ts";
import type { Positive } from "./value-match.ts";

/** A place where a key may have a value. A single-valued key has one, a multi-valued key several. */
export interface Slot {
  readonly present: Term;
  /** Whether the value that stands here matches the policy's; false where a variable has no value. */
  matches(operator: Positive, wanted: string, version: Version): Term;
}

export interface Encoder {
  action(pattern: string): Term;
  /** Of a Resource element; false where a variable has no value. */
  resource(pattern: string, version: Version): Term;
  /** `key`: lower case. */
  slots(key: string): readonly Slot[];
}
