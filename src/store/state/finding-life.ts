/** How a finding lives: what being seen, accepted or missing makes of it. */
import type { FindingState, SeenFinding } from "./state-store.ts";

export type Life = {
  readonly state: FindingState;
  readonly accepted: SeenFinding["accepted"];
};

export type NextLife = Life & {
  /** For the history; null: nothing happened that is worth a line. */
  readonly why: string | null;
};

/** `before` null: never seen yet. An acceptance that ends at `at` has ended. */
export function whenSeen(before: Life | null, accepted: SeenFinding["accepted"], at: number): NextLife {
  const valid = accepted !== null && !hasEnded(accepted, at) ? accepted : null;
  if (valid !== null) return whenAccepted(before, valid);
  const none = { accepted: null };
  switch (before?.state) {
    case undefined:
      return { ...none, state: "open", why: "First seen." };
    case "open":
    case "reopened":
      return { ...none, state: before.state, why: null };
    case "fixed":
      return { ...none, state: "reopened", why: "Found again." };
    case "accepted": {
      const ended = hasEnded(accepted, at) || hasEnded(before.accepted, at);
      return { ...none, state: "open", why: ended ? "The acceptance ended." : "It is no longer accepted." };
    }
  }
}

function whenAccepted(before: Life | null, accepted: NonNullable<Life["accepted"]>): NextLife {
  const same =
    before?.state === "accepted" &&
    before.accepted?.reason === accepted.reason &&
    before.accepted.until === accepted.until;
  return { state: "accepted", accepted, why: same ? null : `Accepted: ${accepted.reason}` };
}

export function whenMissing(before: Life): NextLife {
  return before.state === "fixed"
    ? { ...before, why: null }
    : { state: "fixed", accepted: null, why: "Not found any more." };
}

/** Nobody looked for it: only time has passed. */
export function whenNotLookedFor(before: Life, at: number): NextLife {
  return before.state === "accepted" && hasEnded(before.accepted, at)
    ? { state: "open", accepted: null, why: "The acceptance ended." }
    : { ...before, why: null };
}

function hasEnded(accepted: SeenFinding["accepted"], at: number): boolean {
  return accepted !== null && accepted.until !== null && accepted.until <= at;
}
