/**
 * Three-valued answers: a request that is fully stated mostly gives a plain yes or no, and where AWS does not say what
 * happens (or the caller of this module could not say what a key is worth) the answer is "unknown", with its reason.
 */

/** Neither yes nor no. `reason` is one sentence for people. */
export type Unknown = { readonly reason: string };

export type Outcome = boolean | Unknown;

export function unknown(reason: string): Unknown {
  return { reason };
}

/** A no wins over an unknown, an unknown over a yes. */
export function both(a: Outcome, b: Outcome): Outcome {
  if (a === false || b === false) return false;
  return a === true ? b : a;
}

/** A yes wins over an unknown, an unknown over a no. */
export function either(a: Outcome, b: Outcome): Outcome {
  if (a === true || b === true) return true;
  return a === false ? b : a;
}

export function opposite(a: Outcome): Outcome {
  return typeof a === "boolean" ? !a : a;
}

/** Stops at the first item that decides. No items: true. */
export function allOf<T>(items: readonly T[], test: (item: T) => Outcome): Outcome {
  let result: Outcome = true;
  for (const item of items) {
    result = both(result, test(item));
    if (result === false) return false;
  }
  return result;
}

/** Stops at the first item that decides. No items: false. */
export function anyOf<T>(items: readonly T[], test: (item: T) => Outcome): Outcome {
  let result: Outcome = false;
  for (const item of items) {
    result = either(result, test(item));
    if (result === true) return true;
  }
  return result;
}
