/** The use of an arrow: how often somebody came by it, and when last. Colours tell it, and dashes, and words: never a colour alone. */
import type { Answer } from "../api/client.ts";

export type MapUse = Answer<"/api/trail/map">;
export type AccountUse = Answer<"/api/trail/map/account">;

export type Use = {
  /** Granted ones. */
  readonly calls: number;
  /** Milliseconds since 1970; null: never seen. */
  readonly last: number | null;
  /** Calls that the snapshot's policies would refuse. */
  readonly impossible: number;
  /** False: of some of it, silence says nothing. */
  readonly watched: boolean;
  /** False: the snapshot has no such way, and yet somebody came by it. */
  readonly possible: boolean;
};

/** What of the trusts is drawn, by their use. */
export const useViews = ["possible", "observed", "only-possible"] as const;
export type UseView = (typeof useViews)[number];

export const useViewWords: Readonly<Record<UseView, string>> = {
  possible: "Possible",
  observed: "Observed",
  "only-possible": "Only possible",
};

/** How recent the last use is, counted back from the trail's end. */
export const heats = ["week", "month", "quarter", "older"] as const;
export type Heat = (typeof heats)[number];

export const heatWords: Readonly<Record<Heat, string>> = {
  week: "used within 7 days",
  month: "used within 30 days",
  quarter: "used within 90 days",
  older: "used before that",
};

/** Milliseconds. */
const day = 86_400_000;

/** Null: it was not seen. */
export function heatOf({ last }: Use, asOf: number): Heat | null {
  if (last === null) return null;
  const days = (asOf - last) / day;
  if (days <= 7) return "week";
  if (days <= 30) return "month";
  return days <= 90 ? "quarter" : "older";
}

export function joinedUse(one: Use | undefined, other: Use | undefined): Use | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    calls: one.calls + other.calls,
    last: laterOf(one.last, other.last),
    impossible: one.impossible + other.impossible,
    watched: one.watched && other.watched,
    possible: one.possible || other.possible,
  };
}

function laterOf(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

/** Of what the trail says nothing, as techniques: it stands among what is possible, and in neither of the others. */
export function isShown(use: Use | undefined, view: UseView): boolean {
  if (view === "possible") return use === undefined || use.possible;
  return use !== undefined && use.calls > 0 === (view === "observed");
}

export function useAt({ trusts }: MapUse, at: number): Use {
  const last = trusts.last[at] ?? null;
  return {
    calls: trusts.calls[at] ?? 0,
    last: last === null ? null : Date.parse(last),
    impossible: trusts.impossible[at] ?? 0,
    watched: trusts.watched[at] ?? false,
    possible: trusts.possible[at] ?? true,
  };
}

/** In words, for the table and whoever reads beside the picture. */
export function useText(use: Use | undefined): string {
  if (use === undefined) return "the trail does not tell";
  const { calls, last, impossible, watched } = use;
  if (calls === 0 || last === null) return watched ? "no use seen" : "no use seen, and not fully watched";
  const refused = impossible === 0 ? "" : `; impossible by the snapshot: ${impossible}`;
  return `${calls === 1 ? "1 call" : `${calls.toLocaleString("en")} calls`}, last ${new Date(last).toISOString().slice(0, 10)}${refused}`;
}
