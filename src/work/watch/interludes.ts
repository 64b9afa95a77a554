/** What was possible between two events only: neither before the first of them, nor by what was read in the end. */
import type { DriftChange } from "../../model/index.ts";

/**
 * `opened`: from the state before to one in between; `closed`: from there to what was read. What of the former the latter took
 * away again; none: whatever was opened has stayed, and is told as such.
 */
export function openedAndClosed(
  opened: readonly DriftChange[],
  closed: readonly DriftChange[],
): readonly DriftChange[] {
  return opened.flatMap((change): DriftChange[] => {
    const back = closed.find((one) => one.subject === change.subject && one.kind === change.kind);
    if (back === undefined) return [];
    const lost = new Set(back.lost.map(partyKey));
    const lostIds = new Set(back.lost.map(({ id }) => id));
    const gained = change.gained.filter((party) => lost.has(partyKey(party)));
    const narrowed = new Set(
      back.guards.filter(({ weaker }) => !weaker).map(({ who, key }) => `${who} ${key}`),
    );
    const guards = change.guards.filter(
      ({ weaker, who, key }) => weaker && (narrowed.has(`${who} ${key}`) || lostIds.has(who)),
    );
    const hasPassed =
      gained.length > 0 || guards.length > 0 || (isWider(change) && isNarrower(back) && isUnnamed(change));
    const more = { gained: Math.min(change.more.gained, back.more.lost), lost: 0 };
    return hasPassed ? [{ ...change, gained, guards, lost: [], more }] : [];
  });
}

function partyKey({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

function isWider({ meaning }: DriftChange): boolean {
  return meaning === "wider" || meaning === "other" || meaning === "unclear";
}

function isNarrower({ meaning }: DriftChange): boolean {
  return meaning === "narrower" || meaning === "other" || meaning === "unclear";
}

/** It allowed more, to nobody that can be named. */
function isUnnamed({ gained, guards, more }: DriftChange): boolean {
  return (gained.length === 0 && guards.every(({ weaker }) => !weaker)) || more.gained > 0;
}
